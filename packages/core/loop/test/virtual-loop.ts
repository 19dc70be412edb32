import { type Driver, LoopCore } from "@asyncio-ts/loop";

/** A driver with a virtual clock: each park jumps to its deadline. */
export class VirtualDriver implements Driver<true> {
  readonly ownsThread = true;
  readonly slice: number;
  /** The deadline of each park, in order. */
  readonly parks: number[] = [];
  wakes = 0;
  closes = 0;
  clock = 0;
  /** Called in each park, before the clock jumps, as callbacks of the host would be. */
  onPark: (deadline: number) => void = () => {};

  /** @param slice milliseconds; with 0 the loop parks after each pass */
  constructor(slice = Infinity) {
    this.slice = slice;
  }

  now(): number {
    return this.clock;
  }

  park(deadline: number): void {
    this.parks.push(deadline);
    this.onPark(deadline);
    if (deadline !== Infinity) this.clock = Math.max(this.clock, deadline);
  }

  wake(): void {
    this.wakes++;
  }

  close(): void {
    this.closes++;
  }
}

/** A loop that owns its thread, on a virtual clock. Its run ends when nothing is ready and no timer is set. */
export class VirtualLoop extends LoopCore {
  readonly driver: VirtualDriver;

  constructor(driver: VirtualDriver = new VirtualDriver()) {
    super(driver);
    this.driver = driver;
    driver.onPark = (deadline) => deadline === Infinity && this.stop();
  }

  override runForever(): void {
    super.runForever() as void;
  }
}
