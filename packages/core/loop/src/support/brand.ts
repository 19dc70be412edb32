const ordinary = Function.prototype[Symbol.hasInstance];

/** Stands on the prototype of each class that is branded: its name. */
const NAME = Symbol.for("asyncio-ts/1 name");

const markOf = (name: string): symbol => Symbol.for(`asyncio-ts/1 ${name}`);

/**
 * Tells the instances of a class, of whichever copy of its package, from everything else; quicker than `instanceof`.
 *
 * @param name what the class was branded with
 */
export function branded(name: string): (value: unknown) => boolean {
  const mark = markOf(name);
  return (value) => typeof value === "object" && value !== null && (value as Record<symbol, unknown>)[mark] === true;
}

/**
 * Lets `instanceof` recognise a class across copies of its package; errors of it show its name.
 *
 * The mark stands on the prototype, so instances pay nothing for it. Subclasses that users write keep the ordinary
 * `instanceof`, by prototype.
 *
 * @param type the class to mark
 * @param name its name, which every copy of the class shares
 * @returns the class
 */
export function brand<C extends abstract new (...args: never[]) => unknown>(type: C, name: string): C {
  const isBranded = branded(name);
  Object.defineProperties(type.prototype, { [markOf(name)]: { value: true }, [NAME]: { value: name } });
  if (type.prototype instanceof Error) Object.defineProperty(type.prototype, "name", { value: name, writable: true, configurable: true });
  return Object.defineProperty(type, Symbol.hasInstance, {
    value(this: unknown, value: unknown): boolean {
      return this === type ? isBranded(value) : (ordinary.call(this as never, value) as boolean);
    },
  });
}

/** The name of an object's class, as texts show it: what it was branded with, since bundlers rename classes. */
export function nameOf(object: object): string {
  const prototype = Object.getPrototypeOf(object) as Record<symbol, string>;
  // The class itself is given no other name: V8 would take a hundred times as long to make objects of it.
  return Object.hasOwn(prototype, NAME) ? prototype[NAME]! : object.constructor.name;
}
