import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** A server on loopback that tracks its sockets and its unanswered requests. */
export class HttpServer {
  readonly #server: Server;
  readonly sockets = new Set<Socket>();
  /** The number of unanswered requests. */
  pending = 0;
  /** The number of requests that the client closed before the answer. */
  abandoned = 0;

  constructor(answer: (request: IncomingMessage, response: ServerResponse) => void) {
    this.#server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
      this.pending++;
      response.once("close", () => {
        this.pending--;
        if (!response.writableFinished) this.abandoned++;
      });
      answer(request, response);
    });
    this.#server.on("connection", (socket) => {
      this.sockets.add(socket);
      socket.once("close", () => this.sockets.delete(socket));
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => {
      this.#server.listen(0, "127.0.0.1", resolve);
    });
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.once("close", resolve));
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}
