import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A parameter of a public function. */
export interface Parameter {
  name: string;
  type: string;
}

/** A public function, constructor or method, as an API report lists it. */
export interface Target {
  /** The import specifier. */
  module: string;
  /** The exported name. */
  name: string;
  /** The method of a class; null for a function, `"constructor"` for a constructor. */
  member: string | null;
  parameters: Parameter[];
  /** The options that the parameters take, by the index of the parameter. */
  options: Record<number, string[]>;
}

/**
 * Entries without trials. The lowlevel ones are for packages that build on a package: their functions do not check their arguments.
 * Those of bullmq need a Redis. The tools are called by other tools.
 */
const UNCHECKED = /\/(?:lowlevel|bullmq)$|\/(?:eslint-plugin|unplugin)\b/;

/** Classes without trials: their methods are the seam that streams call, or belong to a simulation that runs. */
const INNER: ReadonlySet<string> = new Set([
  "Disk",
  "History",
  "MemoryNetwork",
  "SimulatedLink",
  "SimulatedNet",
  "SimulatedNode",
  "Simulation",
]);

/** Returns all public functions of all entries, from the API reports in a folder. */
export function surface(folder: string): Target[] {
  const reports = globSync("*.api.md", { cwd: folder })
    .toSorted()
    .map((file) => readFileSync(join(folder, file), "utf8"));
  return reports.flatMap((report) => targetsOf(report, reports));
}

/** Returns the functions of one report. A class also has the methods of bases that are exported elsewhere. */
export function targetsOf(report: string, reports: readonly string[]): Target[] {
  const module = /API Report File for "(.+)"/.exec(report)![1]!;
  if (UNCHECKED.test(module)) return [];
  const interfaces = interfacesOf(report);
  const aliases = new Map([...report.matchAll(/^export \{ (\w+) as (\w+) \}/gm)].map(([, local, exported]) => [local!, exported!]));
  const found = new Map<string, Target>();
  const add = (name: string, member: string | null, signature: string) => {
    if (INNER.has(aliases.get(name) ?? name)) return;
    const parameters = parametersOf(signature);
    const key = `${name}.${member}`;
    const earlier = found.get(key);
    // Of several overloads, the one with the most parameters.
    if (earlier !== undefined && earlier.parameters.length >= parameters.length) return;
    const options = Object.fromEntries(parameters.map(({ type }, index) => [index, optionsOf(type, interfaces)]));
    found.set(key, { module, name: aliases.get(name) ?? name, member, parameters, options });
  };

  for (const block of report.split(/\n\n/)) {
    const text = block.replace(/^\/\/.*\n/gm, "");
    const fn = /^export function (\w+)([\s\S]*)$/.exec(text);
    if (fn) add(fn[1]!, null, fn[2]!);
    const constant = /^export const (\w+): (?:(\w+);|(\(.*))/.exec(text);
    if (constant?.[3]) add(constant[1]!, null, constant[3]);
    if (constant?.[2]) for (const signature of interfaces.get(constant[2])?.calls ?? []) add(constant[1]!, null, signature);
    const type = CLASS.exec(text);
    if (type) {
      const { abstract, name, base } = type.groups!;
      const bodies = [type.groups!.body!, ...basesOf(base, report, reports)];
      for (const member of bodies.flatMap((body) => splitList(body, ";"))) {
        const match = /^(?:abstract )?(\w+)(?:<.*?>)?(\([\s\S]*)$/.exec(member);
        if (match && !(match[1] === "constructor" && abstract)) add(name!, match[1]!, match[2]!);
      }
    }
  }
  return [...found.values()];
}

const CLASS = /^(?:export )?(?<abstract>abstract )?class (?<name>\w+)(?:<.*?>)?(?: extends (?<base>\w+))?[^{]*\{\n(?<body>[\s\S]*)\}/;

/** Returns the bodies of the bases of a class that its own report does not list. */
function basesOf(base: string | undefined, report: string, reports: readonly string[]): string[] {
  if (base === undefined || report.includes(`class ${base}`)) return [];
  for (const block of reports.flatMap((other) => other.split(/\n\n/))) {
    const type = CLASS.exec(block.replace(/^\/\/.*\n/gm, ""));
    if (type?.groups!.name === base) return [type.groups!.body!.replace(/^\s*constructor.*;$/m, "")];
  }
  return [];
}

interface Interface {
  keys: string[];
  calls: string[];
}

function interfacesOf(report: string): Map<string, Interface> {
  const found = [...report.matchAll(/^export interface (\w+)[^{]*\{\n([\s\S]*?)^\}/gm)];
  return new Map(
    found.map(([, name, body]) => [
      name!,
      { keys: keysOf(body!), calls: splitList(body!, ";").filter((line) => /^\s*(<.*?>)?\(/.test(line)) },
    ]),
  );
}

function keysOf(body: string): string[] {
  return [...body.matchAll(/^\s*(\w+)\??:/gm)].map(([, key]) => key!);
}

function optionsOf(type: string, interfaces: Map<string, Interface>): string[] {
  const inline = type.includes("{") ? keysOf(type.replaceAll(/[{;]/g, "\n")) : [];
  const named = type.split(/[^\w]+/).flatMap((word) => (/Options/.test(word) ? (interfaces.get(word)?.keys ?? []) : []));
  const known: Record<string, string[]> = { BufferOptions: ["buffer", "overflow"], ErrorOptions: ["cause"] };
  return [...new Set([...inline, ...named, ...(known[type] ?? [])])];
}

/** Returns the parameters of a signature: `<T>(a: A, ...b: B[]): C`. */
function parametersOf(signature: string): Parameter[] {
  const start = signature.indexOf("(", signature.trimStart().startsWith("<") ? endOfBracket(signature, signature.indexOf("<")) : 0);
  const list = signature.slice(start + 1, endOfBracket(signature, start));
  return splitList(list).map((text) => {
    const colon = text.indexOf(":");
    return { name: text.slice(0, colon).replace("?", "").trim(), type: text.slice(colon + 1).trim() };
  });
}

const OPENING = "([{<";
const CLOSING = ")]}>";

function endOfBracket(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (OPENING.includes(text[at]!)) depth++;
    if (CLOSING.includes(text[at]!) && text[at - 1] !== "=" && --depth === 0) return at;
  }
  return text.length;
}

function splitList(list: string, separator: string = ","): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at <= list.length; at++) {
    const char = list[at] ?? separator;
    if (OPENING.includes(char)) depth++;
    if (CLOSING.includes(char) && list[at - 1] !== "=") depth--;
    if (char !== separator || depth > 0) continue;
    if (list.slice(start, at).trim() !== "") parts.push(list.slice(start, at).trim());
    start = at + 1;
  }
  return parts;
}
