import { execFileSync, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const worker = fileURLToPath(new URL("../../dist/against/worker.js", import.meta.url));

/** Keeps a process on one core. Empty on a machine without `taskset`. */
const pin: readonly string[] = spawnSync("taskset", ["-c", "0", "true"]).status === 0 ? ["taskset", "-c", "0"] : [];

/** The processes of two builds that took turns at one workload. */
export class Turns {
  readonly workload: string;
  readonly #before: string;
  readonly #now: string;
  readonly #times: Record<"before" | "now", number[]> = { before: [], now: [] };

  /**
   * @param before the module of the build to compare with
   * @param now the module of the present build
   */
  constructor(workload: string, before: string, now: string) {
    this.workload = workload;
    this.#before = before;
    this.#now = now;
  }

  /** Takes more turns. Each build begins every other turn. */
  take(turns: number): void {
    for (let turn = 0; turn < turns; turn++) {
      const order = turn % 2 === 0 ? (["before", "now"] as const) : (["now", "before"] as const);
      for (const build of order) this.#times[build].push(this.#time(build));
    }
  }

  #time(build: "before" | "now"): number {
    const file = build === "before" ? this.#before : this.#now;
    const [command, ...args] = [...pin, process.execPath, "--expose-gc", worker, file, this.workload];
    return Number(execFileSync(command!, args, { encoding: "utf8" }));
  }

  /** The least nanoseconds of an operation in each build. */
  get least(): { before: number; now: number } {
    return { before: Math.min(...this.#times.before), now: Math.min(...this.#times.now) };
  }

  /** How many times as long the present build takes. */
  get ratio(): number {
    return this.least.now / this.least.before;
  }

  /** By how much the least times of one build differ between every other turn: a ratio that differs less from 1 means nothing. */
  get noise(): number {
    const apart = Object.values(this.#times).map((times) => {
      const halves = [0, 1].map((half) => Math.min(...times.filter((_, turn) => turn % 2 === half)));
      return Math.max(...halves) / Math.min(...halves) - 1;
    });
    return Math.max(...apart);
  }
}
