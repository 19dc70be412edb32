import { checkOptions, repr, wrongArgument } from "@asyncio-ts/loop/lowlevel";

/** Checks that options have no other names. @throws TypeError if they have */
export function checkKnown(caller: string, options: object, known: readonly string[]): void {
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) throw new TypeError(`${caller}: unknown option ${repr(name)}; there are ${known.join(", ")}`);
  }
}

/** Checks an object of options, and its names. @throws TypeError if it is none, or has an unknown name */
export function checkKnownOptions(caller: string, options: unknown, known: readonly string[]): void {
  checkOptions(caller, options);
  checkKnown(caller, options as object, known);
}

/** Checks a port. @throws TypeError if it is no number, RangeError if it is not a whole number from 0 to 65,535 */
export function checkPort(caller: string, port: unknown): asserts port is number {
  if (typeof port !== "number") throw wrongArgument(caller, "a port number", port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new RangeError(`${caller}: a port from 0 to 65535 was expected, got ${repr(port)}`);
  }
}

/** Checks a host. @throws TypeError if it is no string */
export function checkHost(caller: string, host: unknown, expected = "a host name or an address, as a string"): asserts host is string {
  if (typeof host !== "string") throw wrongArgument(caller, expected, host);
}

/** Checks the path of a Unix socket. @throws TypeError if it is no string, or an empty one */
export function checkPath(caller: string, path: unknown): asserts path is string {
  if (typeof path !== "string" || path === "") throw wrongArgument(caller, "the path of a Unix socket", path);
}

/** Checks the limit of a reader. @throws TypeError if it is no number, RangeError if it is not positive */
export function checkLimit(caller: string, limit: unknown): asserts limit is number {
  if (typeof limit !== "number") throw wrongArgument(caller, "a limit in bytes", limit);
  if (!(limit > 0)) throw new RangeError(`${caller}: a limit above 0 was expected, got ${repr(limit)}`);
}

/** Checks an IP version. @throws TypeError if it is neither 4, 6 nor undefined */
export function checkFamily(caller: string, family: unknown): void {
  if (family !== undefined && family !== 4 && family !== 6) throw wrongArgument(`${caller}: family`, "4 or 6", family);
}
