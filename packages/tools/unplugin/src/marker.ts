import type MagicString from "magic-string";
import { isCoroutineFunction, isOptedOut } from "./coroutine-functions.ts";
import { inferredName, keyOf, placeOf } from "./inferred-name.ts";
import type { Names } from "./names.ts";
import { beginningOf, statementsOf } from "./scopes.ts";
import { type Node, type Syntax, walk } from "./syntax.ts";

const PURE = "/* @__PURE__ */ ";

/** Marks the coroutine functions of one file. The file's own code stays in place, and only gets code around it. */
export class Marker {
  readonly #code: string;
  readonly #edits: MagicString;
  readonly #syntax: Syntax;
  readonly #names: Names;
  readonly #fixed: ReadonlySet<string>;
  /** The names that the file uses. */
  readonly used: Set<keyof Names> = new Set();
  /** The variables of computed keys. */
  readonly keys: string[] = [];
  readonly #keyOfNode = new Map<Node, string>();

  /** @param fixed the names of functions that get no new value. Dropped coroutines of these are not reported. */
  constructor(code: string, edits: MagicString, syntax: Syntax, names: Names, fixed: ReadonlySet<string>) {
    this.#code = code;
    this.#edits = edits;
    this.#syntax = syntax;
    this.#names = names;
    this.#fixed = fixed;
  }

  /** Marks what belongs to a node itself, but not what is inside its children. */
  visit(node: Node, parents: readonly Node[]): void {
    if (statementsOf(node) !== null) this.#markDeclarations(node);
    else if (node.type === "SwitchCase") this.#markCase(node);
    else if (node.type === "ClassBody") this.#markClass(node);
    else if (node.type === "ObjectExpression") this.#markObject(node, parents);
    else if (node.type === "FunctionExpression") this.#markExpression(node, parents);
  }

  /** Declarations are marked where their scope begins, because they can be called from there on. */
  #markDeclarations(scope: Node): void {
    const marks: string[] = [];
    for (const statement of statementsOf(scope)!) {
      const declared = this.#declared(statement);
      if (declared !== null) marks.push(this.#assignment(declared, scope.type === "Program"));
    }
    if (marks.length === 0) return;
    const { at, before } = beginningOf(this.#code, scope);
    this.#edits.appendLeft(at, `${before}${marks.join(" ")} `);
  }

  /** A case has no beginning of its own scope. Before its line a declaration stays plain. */
  #markCase(node: Node): void {
    for (const statement of node["consequent"] as Node[]) {
      const declared = this.#declared(statement);
      if (declared !== null) this.#edits.appendRight(statement.start, `${this.#assignment(declared, false)} `);
    }
  }

  /** Returns the coroutine function that a statement declares; null for other statements. */
  #declared(statement: Node): Node | null {
    const isExport = statement.type === "ExportNamedDeclaration" || statement.type === "ExportDefaultDeclaration";
    const declared: Node | null = isExport ? statement["declaration"] : statement;
    if (declared?.type !== "FunctionDeclaration" || !isCoroutineFunction(declared)) return null;
    return this.#isOptedOut(statement.start) || this.#isOptedOut(declared.start) ? null : declared;
  }

  #assignment(declared: Node, isGlobal: boolean): string {
    const { mark, anonymous } = this.#use("mark", "anonymous");
    const name: string = declared["id"]?.name ?? anonymous;
    // `export default function* () {}` is hoisted too.
    if (!declared["id"]) this.#edits.appendLeft(declared.start + this.#headOf(declared).length, ` ${anonymous}`);
    const call = `${mark}(${name}${name === anonymous ? ', "default"' : ""});`;
    return isGlobal && this.#fixed.has(declared["id"]?.name ?? "default") ? call : `${name} = ${PURE}${call}`;
  }

  /** Returns the text of a function expression or declaration up to its star. */
  #headOf(node: Node): string {
    return /^function(?:\s|\/\*[^]*?\*\/|\/\/.*)*\*/.exec(this.#code.slice(node.start))![0];
  }

  /** Methods are marked before the first static field, and private methods behind a getter, because nothing can replace them. */
  #markClass(body: Node): void {
    const marked = { prototype: [] as string[], itself: [] as string[] };
    for (const member of body["body"] as Node[]) {
      if (member.type !== "MethodDefinition" || !this.#isCoroutineMethod(member)) continue;
      if (member["key"].type === "PrivateIdentifier") this.#markPrivate(member);
      else (member["static"] === true ? marked.itself : marked.prototype).push(this.#keyText(member));
    }
    const { markMethods } = this.#names;
    let block = "";
    if (marked.prototype.length > 0) block += ` ${markMethods}(this.prototype, ${marked.prototype.join(", ")});`;
    if (marked.itself.length > 0) block += ` ${markMethods}(this, ${marked.itself.join(", ")});`;
    if (block === "") return;
    this.#use("markMethods");
    this.#edits.appendLeft(body.start + 1, ` static {${block} }`);
  }

  #markPrivate(method: Node): void {
    // A decorator expects the method itself.
    if (method["decorators"].length > 0) return;
    const { markPrivate, suffix } = this.#use("markPrivate");
    const name = `#${method["key"].name}`;
    const modifier = method["static"] === true ? "static " : "";
    const getter = `${modifier}get ${name}() { return ${markPrivate}(this.${name}${suffix}, "${name}"); } `;
    this.#edits.appendRight(method.start, getter);
    this.#edits.appendLeft(method["key"].end, suffix);
  }

  /** The whole object is passed on, so that its methods keep their `super`. */
  #markObject(object: Node, parents: readonly Node[]): void {
    const methods = (object["properties"] as Node[]).filter((each) => each["method"] === true && this.#isCoroutineMethod(each));
    if (methods.length === 0) return;
    const keys = methods.map((method) => this.#keyText(method));
    this.#use("markMethods");
    this.#wrap(object, parents, this.#names.markMethods, `, ${keys.join(", ")}`);
  }

  /** `yield*` never awaits what `[Symbol.iterator]()` returns as a coroutine, so that a mark would be of no use. */
  #isCoroutineMethod(method: Node): boolean {
    const { start, end } = method["key"] as Node;
    const isIterator = method["computed"] === true && /^Symbol\s*\.\s*iterator$/.test(this.#code.slice(start, end));
    return !isIterator && isCoroutineFunction(method["value"]) && !this.#isOptedOut(method.start);
  }

  #markExpression(node: Node, parents: readonly Node[]): void {
    const { value, parent } = placeOf(node, parents);
    if (isMethodOf(parent, value) || isMarkedByHand(parent) || !isCoroutineFunction(node)) return;
    if (this.#isOptedOut(node.start) || this.#isOptedOut(parent.start)) return;
    const { mark } = this.#use("mark");
    if (node["id"]) return this.#markNamed(node, parents);
    const name = inferredName(value, parent);
    if (name !== undefined && typeof name !== "string") {
      // The key of a field is not known any more when the field is set.
      if (parent.type === "Property") this.#wrap(node, parents, mark, `, ${this.#keyText(parent)}`);
    } else this.#wrap(node, parents, mark, name === undefined ? "" : `, ${JSON.stringify(name)}`);
  }

  /** A function that mentions its own name means the marked function by it. */
  #markNamed(node: Node, parents: readonly Node[]): void {
    const { name, start, end } = node["id"];
    const { mark } = this.#names;
    if (!hasMention(node, name)) return this.#wrap(node, parents, mark, "");
    this.#edits.remove(start, end);
    this.#edits.appendRight(node.start, `(() => { const ${name} = ${mark}(`);
    this.#edits.prependLeft(node.end, `, "${name}"); return ${name}; })()`);
  }

  #wrap(node: Node, parents: readonly Node[], callee: string, rest: string): void {
    const isVariable = parents.at(-1)!.type === "VariableDeclarator";
    this.#edits.appendRight(node.start, `${isVariable ? PURE : ""}${callee}(`);
    this.#edits.prependLeft(node.end, `${rest})`);
  }

  /** Returns the code of a member's key. The value of a computed key is stored, because its expression must run only once. */
  #keyText(member: Node): string {
    const key = keyOf(member);
    if (typeof key === "string") return JSON.stringify(key);
    let variable = this.#keyOfNode.get(key);
    if (variable === undefined) {
      const { keyOf: normalize, key: prefix } = this.#use("keyOf", "key");
      variable = `${prefix}${this.keys.length + 1}`;
      this.keys.push(variable);
      this.#keyOfNode.set(key, variable);
      this.#edits.appendRight(key.start, `${variable} = ${normalize}(`);
      this.#edits.prependLeft(key.end, ")");
    }
    return variable;
  }

  #isOptedOut(start: number): boolean {
    return isOptedOut(this.#code, this.#syntax.comments, start);
  }

  #use(...used: (keyof Names)[]): Names {
    for (const name of used) this.used.add(name);
    return this.#names;
  }
}

function isMethodOf(parent: Node, value: Node): boolean {
  if (parent.type === "MethodDefinition") return true;
  return parent.type === "Property" && parent["value"] === value && (parent["method"] === true || parent["kind"] !== "init");
}

/** Returns whether a function is the argument of `coroutine(…)`. */
function isMarkedByHand(parent: Node): boolean {
  return parent.type === "CallExpression" && parent["callee"].type === "Identifier" && parent["callee"].name === "coroutine";
}

/** Returns whether the body or a parameter of a function has an identifier of a name. */
function hasMention(node: Node, name: string): boolean {
  let found = false;
  for (const part of [...(node["params"] as Node[]), node["body"] as Node]) {
    walk(part, (inner) => (found ||= inner.type === "Identifier" && inner["name"] === name));
  }
  return found;
}
