import * as streams from "@asyncio-ts/streams";
import { VirtualLoop } from "@asyncio-ts/testing";
import * as asyncio from "asyncio-ts";
import type { Api } from "./subject/api.ts";

/** The packages that this workspace has built. */
export const installed: Api = { ...asyncio, ...streams, VirtualLoop };
