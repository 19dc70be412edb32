import { VirtualLoop } from "@asyncio-ts/testing";
import * as asyncio from "asyncio-ts";
import type { Api } from "./subject/api.ts";

/** The packages as this workspace builds them. */
export const installed: Api = { ...asyncio, VirtualLoop };
