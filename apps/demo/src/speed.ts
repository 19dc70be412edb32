import { HostVirtualLoop } from "@asyncio-ts/testing";
import { HostLoop } from "asyncio-ts";
import { ScaledDriver } from "./scaled-driver.ts";

/** The speed at which programs are played. */
export interface Speed {
  title: string;
  newLoop(): HostLoop;
}

export const real: Speed = {
  title: "in real time",
  newLoop: () => new HostLoop(),
};

export const tenfold: Speed = {
  title: "ten times as fast as real time",
  newLoop: () => new HostLoop(new ScaledDriver(10)),
};

export const virtual: Speed = {
  title: "on virtual time",
  newLoop: () => new HostVirtualLoop(),
};
