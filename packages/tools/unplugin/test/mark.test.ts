import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { isCoroutineFunction, run } from "asyncio-ts";
import { mark } from "@asyncio-ts/unplugin";
import { describe, expect, test } from "vitest";
import { runMarked } from "./run-marked.ts";

/** Returns what a coroutine prints, and closes it. */
function text(made: Generator): string {
  const shown = String(made);
  made.return(undefined);
  return shown;
}

const marked = (name: string) => `<coroutine ${name}>`;
const PLAIN = "[object Generator]";

describe("a declaration", () => {
  test("is marked where its scope begins, before the line that declares it", () => {
    const [outer, inner] = runMarked(`
      const early = outer;
      return [early, (() => { return later; function* later() {} })()];
      function* outer() {}
    `);
    expect([text(outer()), text(inner())]).toEqual([marked("outer"), marked("later")]);
  });

  test("is marked after directives, so that these stay", () => {
    const isStrict = runMarked(`
      function strict() {
        "use strict"
        return [this === undefined, later];
        function* later() {}
      }
      return strict();
    `);
    expect([isStrict[0], text(isStrict[1]())]).toEqual([true, marked("later")]);
  });

  test("in a block or a case is marked in it", () => {
    const [block, before, later] = runMarked(`
      let block, before, later;
      { block = f; function* f() {} }
      switch (1) { case 1: before = f; function* f() {} later = f; }
      return [block, before, later];
    `);
    expect([block(), before(), later()].map(text)).toEqual([marked("f"), marked("f"), marked("f")]);
  });

  test("that a later declaration of the same name replaces leaves that one", () => {
    const replaced = runMarked("return (function () { function* f() {} function f() { return 1; } return f; })();");
    expect(replaced()).toBe(1);
  });

  test("recurses through the marked function", () => {
    const down = runMarked("function* down(n) { return n === 0 ? 0 : 1 + (yield* down(n - 1)); } return down;");
    return expect(run(() => down(50_000))).resolves.toBe(50_000);
  });

  test("with a comment @asyncio-ts:plain before it stays plain", () => {
    const [f, g, o] = runMarked(`
      // @asyncio-ts:plain
      function* f() {}
      const g = /* @asyncio-ts:plain */ function* () {};
      const o = { /* @asyncio-ts:plain */ *m() {}, *n() {} };
      return [f, g, o];
    `);
    expect([f(), g(), o.m(), o.n()].map(text)).toEqual([PLAIN, PLAIN, PLAIN, marked("n")]);
  });
});

test("a generator that yields values itself, an async generator and an arrow function stay as they are", () => {
  expect(mark("function* f() { yield 1; } async function* g() { yield* x; } const h = () => 1 * 2;", "a.js")).toBeNull();
  const [f, inner] = runMarked("function* f() { yield function* inner() {}; } return [f, f().next().value];");
  expect([text(f()), text(inner())]).toEqual([PLAIN, marked("inner")]);
});

describe("a class", () => {
  const { C, Derived } = runMarked(
    `
    class C {
      *method() { return yield* this.#hidden(); }
      *"quoted name"() {}
      *[key()]() {}
      *[symbol]() {}
      *42() {}
      *#hidden() { return [this, isOwn(this)]; }
      static *make() { return yield* C.#build(); }
      static *#build() { return new this(); }
      static first = C.make;
      field = function* () {};
      #secret = function* () {};
      secret() { return this.#secret(); }
      hidden() { return this.#hidden(); }
      *[Symbol.iterator]() { yield* []; }
      async *items() {}
      get value() { return 1; }
    }
    function isOwn(object) { return object instanceof C; }
    class Derived extends C { *method() { return ["derived", ...yield* super.method()]; } }
    return { C, Derived };
    `,
    { symbol: Symbol("sym"), key: () => "computed" },
  );

  test("has marked methods, private ones too, under their own names", () => {
    const made = new C();
    const symbol = Object.getOwnPropertySymbols(C.prototype).find((each) => each.description === "sym")!;
    const all = [made.method(), made["quoted name"](), made.computed(), made[symbol](), made[42](), made.hidden(), C.make()];
    expect(all.map(text)).toEqual(["method", "quoted name", "computed", "[sym]", "42", "#hidden", "make"].map(marked));
  });

  test("has marked fields, and methods that are marked before the first static field is set", () => {
    const made = new C();
    expect([made.field(), made.secret(), C.first()].map(text)).toEqual([marked("field"), marked("#secret"), marked("make")]);
  });

  test("keeps [Symbol.iterator], async generators, accessors, and what a for…in sees", () => {
    const made = new C();
    expect([isCoroutineFunction(made.method), [...made], made.value]).toEqual([true, [], 1]);
    expect(String(made[Symbol.iterator]())).toBe(PLAIN);
    expect(Object.prototype.toString.call(made.items())).toBe("[object AsyncGenerator]");
    expect(Object.keys(made)).toEqual(["field"]);
  });

  test("keeps this, super and private names in its methods", async () => {
    const made = new Derived();
    expect(await run(() => made.method())).toEqual(["derived", made, true]);
    expect(await run(() => C.make())).toBeInstanceOf(C);
  });
});

describe("an object", () => {
  test("has marked methods and properties under their names, and its keys run once, in order", () => {
    const keys: string[] = [];
    const key = (name: string) => {
      keys.push(name);
      return name;
    };
    const o = runMarked(
      "return { *m() {}, [key('a')]: function* () {}, *[key('b')]() {}, 'x y': (function* () {}), [symbol]: function* () {}, n: 1 };",
      { key, symbol: Symbol("s") },
    );
    const symbol = Object.getOwnPropertySymbols(o)[0]!;
    const made = [o.m(), o.a(), o.b(), o["x y"](), o[symbol]()];
    expect(made.map(text)).toEqual(["m", "a", "b", "x y", "[s]"].map(marked));
    expect([keys, Object.keys(o), o.n]).toEqual([["a", "b"], ["m", "a", "b", "x y", "n"], 1]);
  });

  test("keeps super and this in its methods", async () => {
    const o = runMarked("return { __proto__: { name: 'proto' }, *m() { return [super.name, this.own]; }, own: 1 };");
    expect(await run(() => o.m())).toEqual(["proto", 1]);
  });
});

describe("a function expression", () => {
  test.each([
    ["const f = function* () {}; return f;", "f"],
    ["let f; f ??= function* () {}; return f;", "f"],
    ["const { f = function* () {} } = {}; return f;", "f"],
    ["return ((f = function* () {}) => f)();", "f"],
    ["return [function* () {}][0];", ""],
    ["const f = function* g() {}; return f;", "g"],
  ])("of %s has the name %j", (code, name) => {
    const f = runMarked(code);
    expect([f.name, text(f())]).toEqual([name, marked(name)]);
  });

  test("that is marked by hand is not marked again", () => {
    expect(mark("const f = coroutine(function* () {});", "a.js")).toBeNull();
  });

  test("that mentions its own name means the marked function", async () => {
    const [f, inside] = runMarked("const g = function* f(n) { return n === 0 ? f : yield* f(n - 1); }; return [g, g(3)];");
    expect([text(f(0)), await run(inside)]).toEqual([marked("f"), f]);
  });

  test("is called in place, bound and passed on as before", async () => {
    const value = runMarked("return (function* () { return [this.x, ...arguments]; }).call({ x: 1 }, 2, 3);");
    expect(await run(value)).toEqual([1, 2, 3]);
  });
});

describe("TypeScript", () => {
  const marks = (code: string, file = "a.ts") => mark(code, file)?.code.split("\n")[0];

  test("types, overloads, generics, abstract and declared members stay in place", () => {
    const code = "abstract class A<T> { abstract m(): T; declare x: T; m2(): T; *m2<U extends T>(this: A<T>, u?: U): any {} }";
    expect(marks(code)).toBe(code.replace("{", '{ static { __asyncio_markMethods(this.prototype, "m2"); }'));
    expect(marks("function f(a: 1): any;function* f(a: any): any {}")).toContain("function f(a: 1): any;function* f(a: any): any {}");
    expect(marks("declare namespace N { function f(): void; } const f = function* <T,>(x: T) {} as any;")).toContain(
      '= __asyncio_mark(function* <T,>(x: T) {}, "f") as any;',
    );
  });

  test("JSX is read in .tsx, .jsx and .js", () => {
    for (const file of ["a.tsx", "a.jsx", "a.js"]) expect(marks("const f = function* () { return <p />; };", file)).toContain("_mark(");
  });

  test("code with an error, and code without a generator, is left to the next tool", () => {
    expect([mark("function* f( {", "a.ts"), mark("/** doc */ const x: number = 2 * 3;", "a.ts")]).toEqual([null, null]);
  });

  test("default exports are hoisted, with and without a name", () => {
    expect(marks("export default function* <T>() {}")).toContain('__asyncio_default, "default"');
    expect(marks("export default function* f() {}")).toContain("f = /* @__PURE__ */ __asyncio_mark(f);");
    expect(marks("export default (function* () {})")).toContain('(__asyncio_mark(function* () {}, "default"))');
  });
});

test("without new values for exports, exported declarations are marked in place", () => {
  const code = "export function* a() {} function* b() {} function* c() {} export { b as x };";
  const first = mark(code, "a.js", { reassignsExports: false })!.code.split("export")[0];
  expect(first).toBe("__asyncio_mark(a); __asyncio_mark(b); c = /* @__PURE__ */ __asyncio_mark(c); ");
});

test("the names that are added are free in the file", () => {
  expect(mark("const __asyncio = 1; const f = function* () {};", "a.js")!.code).toContain('__asyncio__mark(function* () {}, "f")');
});

test("no line moves, and the source map has the exact place of each word", () => {
  const code = `#!/usr/bin/env node
import { sleep } from "asyncio-ts"; export function* main() { yield* sleep(1); word1; }
const o = { *m() { word2; } }; class C { *#p() { word3; } *[word4]() { word5; } }
const f = function* f(n) { return f; }; word6;
`;
  const { code: marked, map } = mark(code, "a.js")!;
  const trace = new TraceMap(map as never);
  for (const word of code.matchAll(/word\d/g)) {
    const place = (text: string, index: number) => [text.slice(0, index).split("\n").length, index - text.lastIndexOf("\n", index) - 1];
    const [line, column] = place(marked, marked.indexOf(word[0]));
    const { line: from, column: at } = originalPositionFor(trace, { line: line!, column: column! });
    expect([word[0], line, from, at]).toEqual([word[0], from, ...place(code, word.index)]);
  }
});
