/** Returns a Date class that takes the present time from `now`. Its objects are ordinary dates. */
export function dateClass(Original: DateConstructor, now: () => number): DateConstructor {
  function SimulatedDate(...args: unknown[]): unknown {
    if (new.target === undefined) return new Original(now()).toString();
    const target = new.target === (SimulatedDate as unknown) ? Original : new.target;
    return Reflect.construct(Original, args.length === 0 ? [now()] : args, target);
  }
  Object.defineProperty(SimulatedDate, "name", { value: "Date" });
  Object.defineProperty(SimulatedDate, "length", { value: Original.length });
  SimulatedDate.prototype = Original.prototype;
  SimulatedDate.now = () => Math.floor(now());
  SimulatedDate.parse = Original.parse;
  SimulatedDate.UTC = Original.UTC;
  return SimulatedDate as unknown as DateConstructor;
}
