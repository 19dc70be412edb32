import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createSubprocessExec, PIPE, type Process, startServer } from "@asyncio-ts/node";
import { type Coroutine, sleep } from "asyncio-ts";
import type { Status } from "../store/request.ts";
import type { Address, Members } from "../wire/address.ts";
import { ConnectionLost } from "../wire/connection-lost.ts";
import { Endpoint } from "../wire/endpoint.ts";

// The extension is that of this file: .js in a build, .ts in the sources.
const program = fileURLToPath(new URL(import.meta.url.replace("replica-processes", "replica-process")));

/** The processes of a cluster on this machine, with their files in a temporary folder. */
export class ReplicaProcesses implements Disposable {
  readonly members: Members;
  readonly #folder: string = mkdtempSync(join(tmpdir(), "raft-"));
  readonly #processes = new Map<string, Process>();

  private constructor(members: Members) {
    this.members = members;
  }

  /** Finds a free port for each node. No node is started. */
  static *prepare(names: readonly string[]): Coroutine<ReplicaProcesses> {
    const members = new Map<string, Address>();
    for (const name of names) {
      using server = yield* startServer(() => {}, "127.0.0.1", 0);
      members.set(name, server.addresses()[0] as Address);
    }
    return new ReplicaProcesses(members);
  }

  /** Starts the process of a node, and returns its number. */
  *start(name: string): Coroutine<number> {
    const args = [program, name, join(this.#folder, name), JSON.stringify([...this.members])];
    // A process that is killed closes its end of the pipe, and the other way round.
    const process = yield* createSubprocessExec(globalThis.process.execPath, args, { stdin: PIPE });
    this.#processes.set(name, process);
    return process.pid;
  }

  /** Kills the process of a node, without a chance to clean up. */
  *kill(name: string): Coroutine<void> {
    const process = this.#processes.get(name)!;
    process.kill();
    yield* process.wait();
  }

  /** Waits until a node leads a term after `after`. */
  *leader(after = 0): Coroutine<{ name: string; term: number }> {
    for (;;) {
      for (const name of this.members.keys()) {
        const status = yield* this.status(name);
        if (status?.role === "leader" && status.term > after) return { name, term: status.term };
      }
      yield* sleep(10);
    }
  }

  /** Returns the state of a node; null if it cannot be reached. */
  *status(name: string): Coroutine<Status | null> {
    const endpoint = new Endpoint(this.members.get(name)!, 1000);
    try {
      return (yield* endpoint.call({ kind: "status" })) as Status;
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
      return null;
    } finally {
      endpoint.close();
    }
  }

  /** Lets all processes end, and waits for it. */
  *stop(): Coroutine<void> {
    for (const process of this.#processes.values()) {
      if (process.returncode === null) process.terminate();
      yield* process.wait();
    }
  }

  /** Kills what still runs, and removes the files. */
  [Symbol.dispose](): void {
    for (const process of this.#processes.values()) process[Symbol.dispose]();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
