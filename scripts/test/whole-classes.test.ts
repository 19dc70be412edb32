import { rolldown } from "rolldown";
import { describe, expect, test } from "vitest";
import { wholeClasses } from "../build/whole-classes.mjs";

/** A module as tsc writes it. */
const source = `
const calls = [];
function complete(type, ...rest) {
  calls.push([type.name, ...rest]);
  return type;
}
export class Plain {
}
export class Twice extends Plain {
  value = 1;
}
Object.assign(Twice, { also: 2 });
complete(Twice, "twice", () => {
  calls.push("later");
});
class Once {
}
complete(Once);
complete(calls);
export { calls, Once };
`;

const whole = wholeClasses(source);

test("wholeClasses() assigns the result of the calls to the class, and keeps other calls", async () => {
  const { calls, Once, Plain, Twice } = await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(whole)}`);
  expect(calls).toEqual([["Twice", "twice", expect.any(Function)], ["Once"], [undefined]]);
  expect([Plain.name, Once.name, Twice.also, new Twice().value]).toEqual(["Plain", "Once", 2, 1]);
});

test("wholeClasses() moves no line", () => {
  const lineOf = (text: string, part: string) => text.split("\n").findIndex((line) => line.includes(part));
  for (const part of ["value = 1", "also: 2", '"later"', "complete(calls)"]) expect(lineOf(whole, part)).toBe(lineOf(source, part));
});

describe("a bundle", () => {
  test.each(["Plain", "Twice", "Once"])("contains %s if a program uses it, and drops the other classes", async (used) => {
    const modules = new Map([
      ["program", `import { ${used} } from "whole"; console.log(new ${used}());`],
      ["whole", whole],
    ]);
    const bundle = await rolldown({
      input: "program",
      plugins: [{ name: "modules", resolveId: (id) => id, load: (id) => modules.get(id)! }],
    });
    const { output } = await bundle.generate();
    const unused = ["Twice", "Once"].filter((name) => name !== used);
    expect(output[0].code).toContain(`${used} = `);
    for (const name of unused) expect(output[0].code).not.toContain(name);
  });
});
