import { type Driver, LoopCore } from "@asyncio-ts/loop";

/** A clock that jumps: parking is arriving. */
export class VirtualDriver implements Driver<true> {
  readonly ownsThread = true;
  readonly slice: number;
  /** Every deadline that the loop parked with. */
  readonly parks: number[] = [];
  wakes = 0;
  closes = 0;
  clock = 0;
  /** Called in each park, as the world outside. */
  outside: (deadline: number) => void = () => {};

  /** @param slice 0 for a park after each pass */
  constructor(slice = Infinity) {
    this.slice = slice;
  }

  now(): number {
    return this.clock;
  }

  park(deadline: number): void {
    this.parks.push(deadline);
    this.outside(deadline);
    if (deadline !== Infinity) this.clock = Math.max(this.clock, deadline);
  }

  wake(): void {
    this.wakes++;
  }

  close(): void {
    this.closes++;
  }
}

/** A loop that owns its thread, on a virtual clock. Its run ends when nothing is left to do. */
export class VirtualLoop extends LoopCore {
  declare readonly driver: VirtualDriver;

  constructor(driver: VirtualDriver = new VirtualDriver()) {
    super(driver);
    driver.outside = (deadline) => deadline === Infinity && this.stop();
  }

  override runForever(): void {
    super.runForever() as void;
  }
}
