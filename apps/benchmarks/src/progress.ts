import { SingleBar } from "cli-progress";

/** A progress bar on stderr. */
export class Progress {
  readonly #bar = new SingleBar({
    format: "{bar} {value}/{total} processes, {eta_formatted} left  {title}",
    barsize: 24,
    hideCursor: true,
    clearOnComplete: true,
    etaBuffer: 50,
  });

  /** @param processes the number of processes to run */
  constructor(processes: number) {
    this.#bar.start(processes, 0, { title: "" });
  }

  /** Shows the title of the current workload. */
  announce(title: string): void {
    this.#bar.update({ title });
  }

  /** Counts processes that are done. */
  advance(processes: number): void {
    this.#bar.increment(processes);
  }

  stop(): void {
    this.#bar.stop();
  }
}
