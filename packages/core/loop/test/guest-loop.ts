import { type Driver, LoopCore } from "@asyncio-ts/loop";

/** The driver of a guest loop. The test stands in for the host: it advances the clock and calls `turn`. */
export class GuestDriver implements Driver<false> {
  readonly ownsThread = false;
  readonly slice = 1;
  inline?: boolean;
  clock = 0;
  /** The last request of the loop: the deadline of a park, or a wake-up; "nothing" after the host has called back. */
  armed: number | "wake" | "nothing" = "nothing";
  #turn: () => void = () => {};

  now(): number {
    return this.clock;
  }

  park(deadline: number, turn: () => void): void {
    this.armed = deadline;
    this.#turn = turn;
  }

  wake(): void {
    this.armed = "wake";
  }

  /** Calls the loop back, as the host would. */
  turn(): void {
    this.armed = "nothing";
    this.#turn();
  }
}

/** A guest loop. The test runs each slice with `loop.driver.turn()`. */
export class GuestLoop extends LoopCore {
  readonly driver: GuestDriver;

  constructor(driver: GuestDriver = new GuestDriver()) {
    super(driver);
    this.driver = driver;
  }

  override runForever(): Promise<void> {
    return super.runForever() as Promise<void>;
  }
}
