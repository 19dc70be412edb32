import { HostileError } from "./values.ts";

/** The texts of V8's own errors. A public function explains the mistake in its place. */
const RAW = [
  /Cannot read propert/,
  /Cannot set propert/,
  /Cannot (re)?define property/,
  /Cannot convert /,
  /Cannot mix BigInt/,
  /Cannot destructure/,
  /Cannot use 'in' operator/,
  /Cannot (read|write) private member/,
  /Cannot assign to read only/,
  /is not a function/,
  /is not a constructor/,
  /is not iterable/,
  /is not an object/,
  /is not defined/,
  /is not a valid /,
  /object is not extensible/,
  /Iterator value/,
  /Iterator result/,
  /incompatible receiver/,
  /does not provide a 'throw' method/,
  /Maximum call stack/,
  /Generator is already/,
  /Right-hand side of 'instanceof'/,
  /Cyclic __proto__/,
  /Object prototype may only be/,
  /Invalid array length/,
  /The number .* cannot be converted to a BigInt/,
  /must be of type/,
  /was called on/,
];

/** A time in a message that is none, or none that elapses: the argument was not checked. */
const UNCHECKED_TIME = /(?<!-)(NaN|Infinity|undefined|null) ms/;

/** The value's own fault, which no function can explain better. */
const OF_THE_VALUE = [/proxy that has been revoked/, /^hostile: /];

/** Returns whether an error refuses an argument: nothing may have started then. */
export function isRefusal(error: unknown): boolean {
  try {
    return error instanceof TypeError && / was expected(,| as \S+,) got /.test(error.message);
  } catch {
    return false;
  }
}

/** Returns the message of an error that no public function should throw; null for an error of the house or of the value. */
export function rawError(error: unknown): string | null {
  try {
    if (error instanceof HostileError || !(error instanceof Error)) return null;
    const { message } = error;
    if (typeof message !== "string" || OF_THE_VALUE.some((text) => text.test(message))) return null;
    if (UNCHECKED_TIME.test(message)) return message.slice(0, 150);
    // Messages of the house begin with the function's name.
    if (RAW.some((text) => text.test(message)) && !/^[\w.()]+: /.test(message)) return message.slice(0, 150);
    for (const inner of [error.cause, ...(error instanceof AggregateError ? error.errors : [])]) {
      const raw = inner === error || inner === undefined ? null : rawError(inner);
      if (raw !== null) return raw;
    }
    return null;
  } catch {
    // A hostile error was passed on.
    return null;
  }
}
