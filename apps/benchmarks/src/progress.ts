import { SingleBar } from "cli-progress";

/** How far the measuring is: a bar on stderr. */
export class Progress {
  readonly #bar = new SingleBar({
    format: "{bar} {value}/{total} processes, {eta_formatted} left  {title}",
    barsize: 24,
    hideCursor: true,
    clearOnComplete: true,
    etaBuffer: 50,
  });

  /** @param processes how many there will be */
  constructor(processes: number) {
    this.#bar.start(processes, 0, { title: "" });
  }

  /** What is measured now. */
  announce(title: string): void {
    this.#bar.update({ title });
  }

  /** So many processes are over. */
  advance(processes: number): void {
    this.#bar.increment(processes);
  }

  stop(): void {
    this.#bar.stop();
  }
}
