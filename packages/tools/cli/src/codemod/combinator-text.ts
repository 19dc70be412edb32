import { ts } from "ts-morph";
import { plainCallText } from "./call-text.ts";
import type { Printer } from "./printer.ts";
import { gatherArguments } from "./gather-text.ts";
import type { Combinator } from "./promise-combinator.ts";

/** Returns the text of an awaited `Promise.all` or one of its siblings; null to await its promise. */
export function combinatorText(printer: Printer, { argument, name }: Combinator, node: ts.Node): string | null {
  if (name === "any") {
    printer.note(node, "Promise.any stays: staggeredRace of asyncio-ts also cancels the losers");
    return null;
  }
  if (name === "race") return raceText(printer, argument, node);
  const args = gatherArguments(printer, argument);
  return args === null ? null : `yield* ${printer.names.use(name === "all" ? "gather" : "gatherSettled")}(${args})`;
}

function raceText(printer: Printer, argument: ts.Expression, node: ts.Node): string | null {
  if (!ts.isArrayLiteralExpression(argument) || argument.elements.length === 0) return null;
  const futures = argument.elements.map((element) => futureText(printer, element));
  if (futures.includes(null)) return null;
  printer.note(node, "the losers of this race go on, as before: the recipe Race cancels them");
  const done = `(yield* ${printer.names.use("wait")}([${futures.join(", ")}], { returnWhen: "FIRST_COMPLETED" })).done`;
  return `yield* [...${done}][0]${printer.isTypeScript ? "!" : ""}`;
}

function futureText(printer: Printer, element: ts.Expression): string | null {
  const call = printer.coroutineCallOf(element);
  if (call !== null) return `${printer.names.use("createTask")}(${plainCallText(printer, call)})`;
  return printer.isPromise(element) ? `${printer.names.use("fromPromise")}(${printer.print(element)})` : null;
}
