import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { compileFunction } from "node:vm";

/** A row of an answer, by column. */
export type Row = Readonly<Record<string, string | bigint | number | null>>;

/** The used part of the class that encodes requests. Subclasses transport them. */
interface Engine {
  onRpcResponseBytes(response: Uint8Array): void;
  resetTraceProcessor(config: Record<string, boolean>): Promise<void>;
  parse(trace: Uint8Array): Promise<void>;
  notifyEof(): Promise<void>;
  query(sql: string): Promise<{
    columns(): string[];
    iter(spec: object): { valid(): boolean; next(): void; get(column: string): Row[string] };
  }>;
}

/** The end of the pipe that the WebAssembly reads from. It sets `onmessage`. */
interface Port {
  onmessage?(event: { data: Uint8Array }): void;
  postMessage(response: Uint8Array): void;
}

/** The globals of the worker for which the glue was built. */
interface WorkerScope {
  location: { href: string };
  onmessage?(event: { data: Port }): void;
  bridge?: { reqBufferAddr: number };
}

/** Perfetto's trace processor, which imports traces and answers SQL. The UI of Perfetto runs the same WebAssembly. */
export class TraceProcessor {
  readonly #engine: Engine;

  private constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Starts a trace processor. @param folder the files of the engine */
  static async start(folder: string): Promise<TraceProcessor> {
    const scope: WorkerScope = { location: { href: "" } };
    const quiet = { error() {}, log() {}, warn() {} };
    const wasmBinary = readFileSync(join(folder, "trace_processor.wasm"));
    const glue = compileFunction(glueIn(folder), ["self", "WorkerGlobalScope", "wasmBinary", "console"]);
    glue(scope, Object, wasmBinary, quiet);
    while (scope.bridge!.reqBufferAddr === 0) await new Promise(setImmediate);

    const module = (await import(pathToFileURL(join(folder, "engine.mjs")).href)) as { EngineBase: new () => Engine };
    class InThisThread extends module.EngineBase {
      readonly port: Port = { postMessage: (response) => this.onRpcResponseBytes(response) };

      rpcSendRequestBytes(data: Uint8Array): void {
        this.port.onmessage!({ data });
      }
    }
    const engine = new InThisThread();
    scope.onmessage!({ data: engine.port });
    return new TraceProcessor(engine);
  }

  /** Imports a trace, in place of the one before. */
  async load(trace: string): Promise<void> {
    await this.#engine.resetTraceProcessor({});
    await this.#engine.parse(new TextEncoder().encode(trace));
    await this.#engine.notifyEof();
  }

  /** Returns the rows of the answer. */
  async query(sql: string): Promise<Row[]> {
    const answer = await this.#engine.query(sql);
    const rows: Row[] = [];
    for (const at = answer.iter({}); at.valid(); at.next()) {
      rows.push(Object.fromEntries(answer.columns().map((column) => [column, at.get(column)])));
    }
    return rows;
  }
}

/** Returns the emscripten glue, changed so that it takes the WebAssembly from us. That is the one for 32 bits. */
function glueIn(folder: string): string {
  const changes = [
    ["this.useMemory64 = hasMemory64Support();", "this.useMemory64 = false;"],
    ["locateFile: (s) => s,", "locateFile: (s) => s, wasmBinary,"],
    ["const wasmBridge =", "const wasmBridge = self.bridge ="],
  ] as const;
  let glue = readFileSync(join(folder, "engine_bundle.node.js"), "utf8");
  for (const [from, to] of changes) {
    if (!glue.includes(from)) throw new Error(`The glue of the trace processor does not contain ${from}`);
    glue = glue.replace(from, to);
  }
  return glue;
}
