/** Hears of rejections that nobody handles, of Node and its followers or of a page. */
export class Unhandled {
  readonly #reasons: unknown[] = [];
  readonly #heard = (reason: unknown): void => void this.#reasons.push(reason);
  readonly #heardInPage = (event: Event): void => this.#heard((event as Event & { reason: unknown }).reason);
  readonly #page = "document" in globalThis ? (globalThis as unknown as EventTarget) : null;

  constructor() {
    if (this.#page) this.#page.addEventListener("unhandledrejection", this.#heardInPage);
    else process.on("unhandledRejection", this.#heard);
  }

  /** Listens no more, and gives the reasons that it has heard. */
  stop(): unknown[] {
    if (this.#page) this.#page.removeEventListener("unhandledrejection", this.#heardInPage);
    else process.off("unhandledRejection", this.#heard);
    return this.#reasons;
  }
}
