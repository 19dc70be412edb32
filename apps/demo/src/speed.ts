import { HostVirtualLoop } from "@asyncio-ts/testing";
import { HostLoop } from "asyncio-ts";
import { PacedDriver } from "./paced-driver.ts";

/** The speed at which programs are played. */
export interface Speed {
  title: string;
  newLoop(): HostLoop;
}

/** For live programs, which read the clock of the host. */
export const live: Speed = {
  title: "live",
  newLoop: () => new HostLoop(),
};

export const real: Speed = {
  title: "in real time",
  newLoop: () => new HostLoop(new PacedDriver(1)),
};

export const tenfold: Speed = {
  title: "ten times as fast as real time",
  newLoop: () => new HostLoop(new PacedDriver(10)),
};

export const virtual: Speed = {
  title: "on virtual time",
  newLoop: () => new HostVirtualLoop(),
};
