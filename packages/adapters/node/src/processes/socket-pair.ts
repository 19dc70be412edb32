import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Coroutine, EventLoop } from "@asyncio-ts/tasks";
import { hostCallback } from "../network/host-callback.ts";

/**
 * Returns two connected sockets: the reading one, and the one that a process receives as its standard output and error.
 *
 * Node has no pipe that two streams of a process share, so these are two ends of a Unix socket in a private folder.
 */
export function* socketPair(loop: EventLoop): Coroutine<[own: Socket, ofProcess: Socket]> {
  const folder = mkdtempSync(join(tmpdir(), "asyncio-ts-"));
  const path = join(folder, "stdout");
  const server = createServer({ pauseOnConnect: true });
  const sockets: Socket[] = [];
  const close = () => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  };
  yield* hostCallback(
    loop,
    "open a pipe",
    (settle) => {
      const add = (socket: Socket) => {
        if (sockets.push(socket) === 2) settle(null);
      };
      server.once("error", settle).once("connection", add);
      server.listen({ path }, () => {
        const own = connect(path).once("error", settle);
        own.once("connect", () => add(own));
      });
    },
    () => {
      close();
      for (const socket of sockets) socket.destroy();
    },
  );
  close();
  return sockets as [Socket, Socket];
}
