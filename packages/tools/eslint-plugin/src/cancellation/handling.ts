import type { TSESTree } from "@typescript-eslint/utils";
import type { FunctionNode } from "../coroutines/functions.ts";
import { libraryName } from "../coroutines/library-name.ts";
import { unwrap } from "../coroutines/unwrap.ts";
import { type ErrorVariables, type File, functionOf, parameterOf } from "./file.ts";
import { areEqual, isError, truthOf } from "./truth.ts";

/**
 * How code that handles a CancelledError ends.
 *
 * - falls: the next statement runs
 * - breaks: a loop or a switch ends, or its next round begins
 * - leaves: the function returns
 * - wraps: another error is thrown in its place
 * - throws: the CancelledError is thrown again, or the process ends
 */
export type Outcome = "falls" | "breaks" | "leaves" | "wraps" | "throws";

type Outcomes = ReadonlySet<Outcome>;

/** The nested calls that are followed into helper functions. */
const MAX_DEPTH = 3;

/** Follows the code of a handler, as if the caught error were a CancelledError. */
export class Handling {
  private readonly file: File;
  private readonly errors: ErrorVariables;
  private readonly depth: number;

  constructor(file: File, errors: ErrorVariables, depth = 0) {
    this.file = file;
    this.errors = errors;
    this.depth = depth;
  }

  /** Returns how a function ends that receives the error at a position. */
  static ofFunction(file: File, fn: FunctionNode, position: number, depth = 0): Outcomes {
    const parameter = parameterOf(file, fn, position);
    const handling = new Handling(file, new Set(parameter ? [parameter] : []), depth);
    if (fn.body.type === "BlockStatement") return handling.of(fn.body);
    const outcomes = handling.ofCall(fn.body);
    return outcomes.has("falls") ? union(without(outcomes, "falls"), ["leaves"]) : outcomes;
  }

  /** Returns how a statement may end. */
  of(node: TSESTree.Statement): Outcomes {
    switch (node.type) {
      case "BlockStatement":
        return this.ofList(node.body);
      case "ThrowStatement":
        return this.ofThrown(unwrap(node.argument));
      case "ReturnStatement":
        return node.argument && this.isRejection(unwrap(node.argument)) ? only("throws") : only("leaves");
      case "BreakStatement":
      case "ContinueStatement":
        return only("breaks");
      case "IfStatement":
        return this.ofIf(node);
      case "ExpressionStatement":
        return this.ofCall(node.expression);
      case "LabeledStatement":
        return this.of(node.body);
      case "SwitchStatement":
        return this.ofSwitch(node);
      case "TryStatement":
        return this.ofTry(node);
      case "ForStatement":
      case "WhileStatement":
        return this.ofLoop(node.body, !node.test || truthOf(this.file, this.errors, node.test) === true);
      case "ForInStatement":
      case "ForOfStatement":
        return this.ofLoop(node.body, false);
      case "DoWhileStatement": {
        const body = this.of(node.body);
        return body.has("breaks") ? union(without(body, "breaks"), ["falls"]) : body;
      }
      default:
        return only("falls");
    }
  }

  private ofList(statements: readonly TSESTree.Statement[]): Outcomes {
    let outcomes: Outcomes = only("falls");
    for (const statement of statements) {
      if (!outcomes.has("falls")) break;
      outcomes = union(without(outcomes, "falls"), this.of(statement));
    }
    return outcomes;
  }

  private ofThrown(thrown: TSESTree.Expression): Outcomes {
    const isOther = thrown.type === "NewExpression" && libraryName(this.file.context, thrown.callee) !== "CancelledError";
    return only(isOther ? "wraps" : "throws");
  }

  private ofIf({ test, consequent, alternate }: TSESTree.IfStatement): Outcomes {
    const truth = truthOf(this.file, this.errors, test);
    const otherwise = (): Outcomes => (alternate ? this.of(alternate) : only("falls"));
    if (truth === null) return union(this.of(consequent), otherwise());
    return truth ? this.of(consequent) : otherwise();
  }

  private ofCall(expression: TSESTree.Expression): Outcomes {
    const node = unwrap(expression);
    if (node.type === "YieldExpression" || node.type === "AwaitExpression")
      return node.argument ? this.ofCall(node.argument) : only("falls");
    if (this.isRejection(node)) return only("throws");
    if (node.type !== "CallExpression") return only("falls");
    if (this.file.types?.isNever(node)) return only("throws");
    const position = node.arguments.findIndex((argument) => isError(this.file, this.errors, argument));
    const fn = position >= 0 && this.depth < MAX_DEPTH ? functionOf(this.file, node.callee) : null;
    if (!fn || fn.body.type !== "BlockStatement") return only("falls");
    const outcomes = Handling.ofFunction(this.file, fn, position, this.depth + 1);
    return outcomes.has("leaves") ? union(without(outcomes, "leaves"), ["falls"]) : outcomes;
  }

  /** Returns whether an expression passes the error on: `Promise.reject(error)`, `throwError(() => error)`. */
  private isRejection(node: TSESTree.Expression): boolean {
    if (node.type !== "CallExpression") return false;
    const [argument] = node.arguments;
    if (!argument) return false;
    const name = this.file.context.sourceCode.getText(node.callee);
    if (name === "Promise.reject") return isError(this.file, this.errors, argument);
    const isFactory = name === "throwError" && argument.type === "ArrowFunctionExpression";
    return isFactory && isError(this.file, this.errors, argument.body);
  }

  private ofLoop(body: TSESTree.Statement, isEndless: boolean): Outcomes {
    const outcomes = this.of(body);
    const ends = !isEndless || outcomes.has("breaks");
    return union(without(without(outcomes, "breaks"), "falls"), ends ? ["falls"] : []);
  }

  private ofSwitch({ discriminant, cases }: TSESTree.SwitchStatement): Outcomes {
    const outcomes = new Set<Outcome>();
    const follow = (index: number) => {
      for (const outcome of this.ofList(cases.slice(index).flatMap(({ consequent }) => consequent))) outcomes.add(outcome);
    };
    let isDecided = false;
    for (const [index, { test }] of cases.entries()) {
      if (!test || isDecided) continue;
      const isTrue = discriminant.type === "Literal" && discriminant.value === true;
      const truth = isTrue ? truthOf(this.file, this.errors, test) : areEqual(this.file, this.errors, discriminant, test);
      if (truth !== false) follow(index);
      isDecided = truth === true;
    }
    const rest = cases.findIndex(({ test }) => test === null);
    if (!isDecided && rest >= 0) follow(rest);
    if (!isDecided && rest < 0) outcomes.add("falls");
    return outcomes.has("breaks") ? union(without(outcomes, "breaks"), ["falls"]) : outcomes;
  }

  private ofTry({ block, handler, finalizer }: TSESTree.TryStatement): Outcomes {
    let outcomes = this.of(block);
    if (handler && outcomes.has("throws")) outcomes = union(without(outcomes, "throws"), this.of(handler.body));
    const last = finalizer ? this.of(finalizer) : only("falls");
    return last.has("falls") ? union(outcomes, without(last, "falls")) : last;
  }
}

function only(outcome: Outcome): Outcomes {
  return new Set([outcome]);
}

function union(a: Outcomes, b: Iterable<Outcome>): Outcomes {
  return new Set([...a, ...b]);
}

function without(outcomes: Outcomes, outcome: Outcome): Outcomes {
  return new Set([...outcomes].filter((each) => each !== outcome));
}
