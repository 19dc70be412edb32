import type { ParserServices, ParserServicesWithTypeInformation, TSESTree } from "@typescript-eslint/utils";
import type ts from "typescript";
import type { Context } from "../eslint/define-rule.ts";
import { declaredGenerator, type GeneratorNode } from "./functions.ts";

/** The kinds of operands of `yield*`. A task is a future too, and all are awaitables. */
export type AwaitableKind = "coroutine" | "task" | "future" | "awaitable";

/** The start of the name of the property that the type of traps has for the compiler's messages. */
const TRAP = "yielded by the library only";

/** TypeScript's internal name of `Symbol.iterator` as a property. */
const ITERATOR = /^__@iterator\b/;

/** The types of a file, as far as coroutines are concerned. */
export class AwaitableTypes {
  private readonly services: ParserServicesWithTypeInformation;
  private readonly checker: ts.TypeChecker;
  private readonly kinds = new WeakMap<ts.Type, { readonly kind: AwaitableKind | null }>();

  private constructor(services: ParserServicesWithTypeInformation) {
    this.services = services;
    this.checker = services.program.getTypeChecker();
  }

  /** Returns the types of a file; null if it was parsed without them, as by oxlint. */
  static of(context: Context<never>): AwaitableTypes | null {
    const services = context.sourceCode.parserServices as ParserServices | undefined;
    return services?.program ? new AwaitableTypes(services) : null;
  }

  /** Returns the kind of an expression of which every value is awaitable, apart from null and undefined. */
  kindOf(node: TSESTree.Node): AwaitableKind | null {
    const kinds = this.members(this.typeOf(node)).map((type) => this.kindOfType(type));
    return kinds.includes(null) ? null : (kinds[0] ?? null);
  }

  /** Returns the kind of the first awaitable that the value of an expression may be. */
  possibleKindOf(node: TSESTree.Node): AwaitableKind | null {
    return this.members(this.typeOf(node)).reduce<AwaitableKind | null>((found, type) => found ?? this.kindOfType(type), null);
  }

  /** Returns whether the value of an expression is never null or undefined. */
  isPresent(node: TSESTree.Node): boolean {
    const type = this.typeOf(node);
    return !type.isUnion() || this.members(type).length === type.types.length;
  }

  /** Returns the kinds of the items of an array or tuple. */
  kindsInList(node: TSESTree.Node): (AwaitableKind | null)[] {
    const type = this.typeOf(node);
    if (!this.checker.isArrayType(type) && !this.checker.isTupleType(type)) return [];
    return this.typeArguments(type).flatMap((item) => this.members(item).map((member) => this.kindOfType(member)));
  }

  /** Returns whether `yield*` on an expression may wait. A function* without waits yields nothing. */
  mayWait(node: TSESTree.Node): boolean {
    return this.members(this.typeOf(node)).some((type) => this.yieldsTraps(type));
  }

  /** Returns whether a `function*` is a coroutine function: it awaits somewhere, or its declaration or place says so. */
  isCoroutine(fn: GeneratorNode): boolean {
    return [...this.results(this.typeOf(fn)), ...this.expectedResults(fn)].some((type) => this.yieldsTraps(type));
  }

  /** Returns the `function*` of this file that a name or member is declared as; null if it is something else. */
  generatorOf(callee: TSESTree.Expression): GeneratorNode | null {
    const name = callee.type === "MemberExpression" ? callee.property : callee;
    const declaration = this.services.getSymbolAtLocation(name)?.valueDeclaration;
    const node = declaration && this.services.tsNodeToESTreeNodeMap.get(declaration);
    return node ? declaredGenerator(node) : null;
  }

  /** Returns whether calls of the function make a coroutine. */
  isCoroutineFunction(node: TSESTree.Node): boolean {
    const results = this.results(this.typeOf(node));
    return results.length > 0 && results.every((type) => this.kindOfType(type) === "coroutine");
  }

  /** Returns whether the place of an expression expects a function of which the result is ignored. */
  isResultIgnored(node: TSESTree.Expression): boolean {
    const results = this.expectedResults(node);
    return results.length > 0 && results.every((type) => type === this.checker.getVoidType());
  }

  /** Returns whether a declaration or the place of a function* says that it yields awaitables, as an iterable of them does. */
  isDeclaredIterable(fn: GeneratorNode): boolean {
    if (fn.returnType) return !this.isCoroutine(fn);
    return this.expectedResults(fn).some((type) => {
      const item = this.itemOf(type);
      return item !== null && this.members(item).some((member) => this.kindOfType(member) !== null);
    });
  }

  /** Returns whether a type guard of this call names CancelledError: true or false, or null if the call guards nothing. */
  guardsCancelledError(call: TSESTree.CallExpression): boolean | null {
    const signature = this.checker.getResolvedSignature(this.services.esTreeNodeToTSNodeMap.get(call) as ts.CallExpression);
    const guard = signature && this.checker.getTypePredicateOfSignature(signature);
    return guard?.type ? ["CancelledError", "Error"].includes(guard.type.symbol?.name) : null;
  }

  /** Returns whether an expression has no value, because it always throws. */
  isNever(node: TSESTree.Node): boolean {
    return this.typeOf(node) === this.checker.getNeverType();
  }

  /** Returns whether the compiler knows nothing about a value, or only that there is none. */
  isUntyped(node: TSESTree.Node): boolean {
    const { checker } = this;
    return [checker.getAnyType(), checker.getNeverType(), checker.getUndefinedType()].includes(this.typeOf(node));
  }

  /** Returns whether `await` waits for a value. */
  isThenable(node: TSESTree.Node): boolean {
    return this.typeOf(node).getProperty("then") !== undefined;
  }

  /** Returns the name of the class or interface of an expression. */
  className(node: TSESTree.Node): string | null {
    return this.typeOf(node).symbol?.name ?? null;
  }

  private typeOf(node: TSESTree.Node): ts.Type {
    return this.services.getTypeAtLocation(node);
  }

  private members(type: ts.Type): ts.Type[] {
    const nothing = [this.checker.getUndefinedType(), this.checker.getNullType(), this.checker.getVoidType()];
    return (type.isUnion() ? type.types : [type]).filter((member) => !nothing.includes(member));
  }

  private results(type: ts.Type): ts.Type[] {
    return type.getCallSignatures().map((signature) => signature.getReturnType());
  }

  /** Returns the results of the functions that the place of an expression expects. */
  private expectedResults(node: TSESTree.Expression | TSESTree.FunctionDeclaration): ts.Type[] {
    const expected =
      node.type === "FunctionDeclaration"
        ? undefined
        : this.checker.getContextualType(this.services.esTreeNodeToTSNodeMap.get(node) as ts.Expression);
    return expected ? this.members(expected).flatMap((type) => this.results(type)) : [];
  }

  private yieldsTraps(type: ts.Type): boolean {
    const item = this.itemOf(type);
    return item !== null && this.isTrap(item);
  }

  private kindOfType(type: ts.Type): AwaitableKind | null {
    const known = this.kinds.get(type);
    if (known) return known.kind;
    const kind = this.findKind(type);
    this.kinds.set(type, { kind });
    return kind;
  }

  private findKind(type: ts.Type): AwaitableKind | null {
    const item = this.itemOf(type);
    if (item === null) return null;
    const isGenerator = type.symbol?.name === "Generator";
    if (isGenerator && item === this.checker.getNeverType()) return "coroutine";
    if (!this.isTrap(item)) return null;
    if (isGenerator) return "coroutine";
    if (!type.getProperty("addDoneCallback")) return "awaitable";
    return type.getProperty("uncancel") ? "task" : "future";
  }

  /** Returns the type of the items of an iterable; null if the type is none. */
  private itemOf(type: ts.Type): ts.Type | null {
    const object = this.checker.getBaseConstraintOfType(type) ?? type;
    const property = this.checker.getPropertiesOfType(object).find(({ escapedName }) => ITERATOR.test(String(escapedName)));
    const iterator = property && this.results(this.checker.getTypeOfSymbol(property))[0];
    return (iterator && this.typeArguments(iterator)[0]) ?? null;
  }

  private typeArguments(type: ts.Type): readonly ts.Type[] {
    return "target" in type ? this.checker.getTypeArguments(type as ts.TypeReference) : [];
  }

  private isTrap(item: ts.Type): boolean {
    return this.members(item).some((type) => type.getProperties().some(({ name }) => name.startsWith(TRAP)));
  }
}
