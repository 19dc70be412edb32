import { asText } from "@asyncio-ts/loop/lowlevel";
import { inspect } from "./inspect.ts";

type Level = "debug" | "error" | "info" | "log" | "warn";

/** The console of a program. It writes texts to the console of the worker, which a recording observes. */
export class ProgramConsole {
  readonly #counts = new Map<string, number>();
  #indent = "";

  readonly debug = (...values: unknown[]) => this.#write("debug", values);
  readonly error = (...values: unknown[]) => this.#write("error", values);
  readonly info = (...values: unknown[]) => this.#write("info", values);
  readonly log = (...values: unknown[]) => this.#write("log", values);
  readonly warn = (...values: unknown[]) => this.#write("warn", values);
  readonly dir = (value: unknown) => this.#write("log", [value]);
  readonly trace = (...values: unknown[]) => this.#write("log", ["Trace:", ...values]);

  readonly assert = (isTrue: unknown, ...values: unknown[]) => {
    if (!isTrue) this.#write("error", ["Assertion failed:", ...values]);
  };

  readonly count = (label: unknown = "default") => {
    const name = String(label);
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    this.#write("log", [`${name}: ${count}`]);
  };

  readonly group = (...values: unknown[]) => {
    if (values.length > 0) this.#write("log", values);
    this.#indent += "  ";
  };

  readonly groupCollapsed = this.group;

  readonly groupEnd = () => {
    this.#indent = this.#indent.slice(2);
  };

  /** Writes a line for each row, because a recording keeps only the first characters of a line. */
  readonly table = (rows: unknown) => {
    if (typeof rows !== "object" || rows === null) return this.log(rows);
    for (const line of tableOf(rows)) this.#write("log", [line]);
  };

  #write(level: Level, values: readonly unknown[]): void {
    const text = formatted(values);
    globalThis.console[level](this.#indent === "" ? text : text.replaceAll(/^/gm, this.#indent));
  }
}

/** Returns the methods of a program's console, and those of the worker's that write nothing. */
export function newProgramConsole(): object {
  return Object.assign(Object.create(globalThis.console) as object, new ProgramConsole());
}

/** Puts values into the places that the first one has for them, and the others after it. */
function formatted([first, ...values]: readonly unknown[]): string {
  if (typeof first !== "string") return (first === undefined && values.length === 0 ? [] : [first, ...values]).map(shown).join(" ");
  const rest = [...values];
  const text = first.replaceAll(/%[%cdfijoOs]/g, (place) => {
    if (place === "%%") return "%";
    if (rest.length === 0) return place;
    const value = rest.shift();
    if (place === "%c") return "";
    if (place === "%d" || place === "%f") return String(Number(value));
    return place === "%i" ? String(Math.trunc(Number(value))) : shown(value);
  });
  return [text, ...rest.map(shown)].join(" ");
}

function shown(value: unknown): string {
  return typeof value === "object" ? inspect(value) : asText(value);
}

function tableOf(rows: object): string[] {
  const entries = Object.entries(rows);
  const isRow = (row: unknown): row is object => typeof row === "object" && row !== null;
  const columns = [...new Set(entries.flatMap(([, row]) => (isRow(row) ? Object.keys(row) : [])))];
  const hasValues = entries.some(([, row]) => !isRow(row));
  const cells = entries.map(([key, row]) => {
    const values = columns.map((column) =>
      isRow(row) && Object.hasOwn(row, column) ? shown((row as Record<string, unknown>)[column]) : "",
    );
    return [key, ...values, ...(hasValues ? [isRow(row) ? "" : shown(row)] : [])];
  });
  const table = [["(index)", ...columns, ...(hasValues ? ["Values"] : [])], ...cells];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  return table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join("  ")
      .trimEnd(),
  );
}
