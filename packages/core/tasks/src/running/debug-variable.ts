import { host } from "@asyncio-ts/loop/lowlevel";

const VARIABLE = "ASYNCIO_TS_DEBUG";

/** Deno asks the user for a variable that the program may not read. */
interface MaybeDeno {
  Deno?: { permissions?: { querySync(descriptor: { name: "env"; variable: string }): { state: string } } };
}

/** Returns whether the environment switches debug mode on. Mirrors `PYTHONASYNCIODEBUG`. */
export function isDebugByDefault(): boolean {
  const state = (globalThis as MaybeDeno).Deno?.permissions?.querySync({ name: "env", variable: VARIABLE })?.state;
  if (state !== undefined && state !== "granted") return false;
  return Boolean(host.process?.env?.[VARIABLE]);
}
