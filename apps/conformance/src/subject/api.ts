import type * as streams from "@asyncio-ts/streams";
import type * as testing from "@asyncio-ts/testing";
import type * as asyncio from "asyncio-ts";

/** The packages under test: the built ones, or a copy with a fault. */
export type Api = typeof asyncio & typeof streams & Pick<typeof testing, "VirtualLoop">;

export type Coroutine<T> = asyncio.Coroutine<T>;
export type Future = asyncio.Future<unknown>;
export type Task = asyncio.Task<unknown>;
export type Loop = asyncio.ThreadLoop;
