import { HAS_DIAGNOSTICS } from "./edition.ts";

const ordinary = Function.prototype[Symbol.hasInstance];

/** Key of a branded class's name on its prototype. */
const NAME = Symbol.for("asyncio-ts/1 name");

/** Key of the method that the consoles of Node, Bun and Deno call. */
const INSPECT = Symbol.for("nodejs.util.inspect.custom");

function inspected(this: object): string {
  return this.toString();
}

const brandOf = (name: string): symbol => Symbol.for(`asyncio-ts/1 ${name}`);

/**
 * Returns a test for the instances of a branded class, of any copy of its package. Faster than `instanceof`, and false for a
 * proxy that throws.
 *
 * @param name the name given to `brand`
 */
export function branded(name: string): (value: unknown) => boolean {
  const key = brandOf(name);
  return (value) => {
    try {
      return typeof value === "object" && value !== null && (value as Record<symbol, unknown>)[key] === true;
    } catch {
      return false;
    }
  };
}

/**
 * Makes `instanceof` recognise a class across copies of its package, and names its errors.
 *
 * The brand is on the prototype, so instances carry nothing. Subclasses keep the ordinary `instanceof`.
 *
 * @param type the class to brand
 * @param name the name that all copies of the class share
 * @returns the class
 */
export function brand<C extends abstract new (...args: never[]) => unknown>(type: C, name: string): C {
  const isBranded = branded(name);
  Object.defineProperties(type.prototype, { [brandOf(name)]: { value: true }, [NAME]: { value: name } });
  const text = HAS_DIAGNOSTICS && Object.hasOwn(type.prototype, "toString") && !(type.prototype instanceof Error);
  // The console prints the text, not the fields.
  if (text) Object.defineProperty(type.prototype, INSPECT, { value: inspected, configurable: true });
  if (type.prototype instanceof Error) Object.defineProperty(type.prototype, "name", { value: name, writable: true, configurable: true });
  return Object.defineProperty(type, Symbol.hasInstance, {
    value(this: unknown, value: unknown): boolean {
      return this === type ? isBranded(value) : (ordinary.call(this as never, value) as boolean);
    },
  });
}

/** Returns the name of an object's class for texts. Prefers the brand, because bundlers rename classes. Never throws. */
export function nameOf(object: object): string {
  try {
    const prototype = Object.getPrototypeOf(object) as Record<symbol, string>;
    // The class's own `name` stays: redefining it makes V8 construct its objects a hundred times slower.
    return Object.hasOwn(prototype, NAME) ? prototype[NAME]! : String(object.constructor.name);
  } catch {
    return "Object";
  }
}
