/** Records unhandled rejections, in Node, Bun, Deno or a page. */
export class UnhandledRejections {
  readonly #reasons: unknown[] = [];
  readonly #onRejection = (reason: unknown): void => void this.#reasons.push(reason);
  readonly #onPageRejection = (event: Event): void => this.#onRejection((event as Event & { reason: unknown }).reason);
  readonly #page = "document" in globalThis ? (globalThis as unknown as EventTarget) : null;

  constructor() {
    if (this.#page) this.#page.addEventListener("unhandledrejection", this.#onPageRejection);
    else process.on("unhandledRejection", this.#onRejection);
  }

  /** Stops listening, and returns the recorded reasons. */
  stop(): unknown[] {
    if (this.#page) this.#page.removeEventListener("unhandledrejection", this.#onPageRejection);
    else process.off("unhandledRejection", this.#onRejection);
    return this.#reasons;
  }
}
