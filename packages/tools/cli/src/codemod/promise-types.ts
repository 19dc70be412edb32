import { ts } from "ts-morph";

/** What `await` would do with a value: wait for a promise, nothing, or either. */
export type Thenability = "promise" | "value" | "either";

/** Returns whether the values of a type are promises. */
export function thenabilityOf(type: ts.Type, checker: ts.TypeChecker): Thenability {
  if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return "either";
  if (type.flags & ts.TypeFlags.Never) return "value";
  if (type.isUnion()) {
    const parts = new Set(type.types.map((part) => thenabilityOf(part, checker)));
    return parts.size === 1 ? [...parts][0]! : "either";
  }
  if (type.flags & ts.TypeFlags.Instantiable) {
    const constraint = checker.getBaseConstraintOfType(type);
    const bound = constraint === undefined || constraint === type ? "either" : thenabilityOf(constraint, checker);
    // A subclass of a class without `then` hardly adds one.
    const isThis = (type as { isThisType?: boolean }).isThisType === true;
    return bound === "promise" || isThis ? bound : "either";
  }
  if (type.flags & ts.TypeFlags.NonPrimitive || isEmptyObject(type)) return "either";
  const then = type.getProperty("then");
  return then === undefined ? "value" : "promise";
}

/** The type `{}`, and the instances of an empty class. */
function isEmptyObject(type: ts.Type): boolean {
  const isLiteral = ((type.symbol as ts.Symbol | undefined)?.flags ?? 0) & ts.SymbolFlags.ObjectLiteral;
  return (
    !isLiteral && (type.flags & ts.TypeFlags.Object) !== 0 && type.getProperties().length === 0 && type.getStringIndexType() === undefined
  );
}
