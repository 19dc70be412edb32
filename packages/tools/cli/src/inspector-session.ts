import { get } from "node:http";
import { setTimeout } from "node:timers/promises";
import { text } from "node:stream/consumers";
import { WebSocket } from "ws";
import { CliError } from "./cli-error.ts";
import { closing } from "./closing.ts";

/** Milliseconds until a port that does not answer is none of an inspector, and until an inspector is left open. */
const ANSWER = 1000;

/** The inspector was closed, by another command or at the end of the process. */
export class InspectorClosed extends CliError {
  constructor() {
    super("The process has ended, or closed its inspector.");
  }
}

interface Reply {
  readonly id?: number;
  readonly error?: { readonly message: string };
  readonly result?: {
    readonly result: { readonly value?: unknown };
    readonly exceptionDetails?: { readonly text: string; readonly exception?: { readonly description?: string } };
  };
}

/** A connection to the inspector of a process. */
export class InspectorSession {
  readonly #socket: WebSocket;
  readonly #pending = new Map<number, { resolve(reply: Reply): void; reject(error: Error): void }>();
  #sent = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (data: Buffer) => this.#receive(JSON.parse(data.toString()) as Reply));
    socket.on("close", () => this.#fail());
    socket.on("error", () => this.#fail());
  }

  /** Connects to the inspector at a port. Returns null if there is none. */
  static async connect(port: number): Promise<InspectorSession | null> {
    const url = await urlAt(port);
    if (url === null) return null;
    const socket = new WebSocket(url, { maxPayload: 2 ** 30, perMessageDeflate: false });
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once("open", () => resolve(true));
      socket.once("error", () => resolve(false));
    });
    return isOpen ? new InspectorSession(socket) : null;
  }

  /** Evaluates an expression in the process, also while a script of the process runs. */
  async evaluate(expression: string): Promise<unknown> {
    const { error, result } = await this.#call("Runtime.evaluate", { expression, returnByValue: true, silent: true });
    // Of a process that exits.
    if (error?.message.startsWith("Cannot find context") === true) throw new InspectorClosed();
    if (error !== undefined) throw new CliError(`The inspector refused the evaluation: ${error.message}`);
    const { exceptionDetails } = result!;
    if (exceptionDetails === undefined) return result!.result.value;
    throw new CliError(`The evaluation failed in the process: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
  }

  #call(method: string, params: object): Promise<Reply> {
    const id = ++this.#sent;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#socket.send(JSON.stringify({ id, method, params }), (error) => error && this.#fail());
    });
  }

  #receive(reply: Reply): void {
    if (reply.id === undefined) return;
    this.#pending.get(reply.id)?.resolve(reply);
    this.#pending.delete(reply.id);
  }

  #fail(): void {
    for (const { reject } of this.#pending.values()) reject(new InspectorClosed());
    this.#pending.clear();
  }

  /** Ends the connection. */
  close(): void {
    this.#socket.terminate();
  }

  /** Closes the inspector itself, and with it the connection. Ends when the process has done so. */
  async closeInspector(): Promise<void> {
    try {
      await Promise.race([this.evaluate(`(${closing})()`), setTimeout(ANSWER, undefined, { ref: false })]);
    } catch {
      // The end of the connection is the answer.
    }
    this.close();
  }
}

/** Returns the address of the first target of an inspector; null if there is no inspector at the port. */
function urlAt(port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const request = get({ host: "127.0.0.1", port, path: "/json/list", timeout: ANSWER, agent: false }, (response) => {
      text(response).then(
        (body) => resolve(urlIn(body)),
        () => resolve(null),
      );
    });
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(null));
  });
}

function urlIn(body: string): string | null {
  try {
    const [target] = JSON.parse(body) as { webSocketDebuggerUrl?: string }[];
    return target?.webSocketDebuggerUrl ?? null;
  } catch {
    return null;
  }
}
