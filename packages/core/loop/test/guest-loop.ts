import { type Driver, LoopCore } from "@asyncio-ts/loop";

/** A guest of a host whose callbacks come when the test says so. */
export class GuestDriver implements Driver<false> {
  readonly ownsThread = false;
  readonly slice = 1;
  clock = 0;
  /** What the loop asked for last: a deadline, or to be woken; "nothing" once it has come. */
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

  /** The host calls back. */
  turn(): void {
    this.armed = "nothing";
    this.#turn();
  }
}

/** A guest whose slices are begun by `loop.driver.turn()`. */
export class GuestLoop extends LoopCore {
  declare readonly driver: GuestDriver;

  constructor(driver: GuestDriver = new GuestDriver()) {
    super(driver);
  }

  override runForever(): Promise<void> {
    return super.runForever() as Promise<void>;
  }
}
