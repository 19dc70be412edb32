import { deflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { fromFragment, type LinkedState, toFragment } from "../src/page/link.ts";

const states: LinkedState[] = [
  { program: "two-locks", source: null, schedule: null, interventions: [], at: null },
  { program: "gallery/crawler", source: null, schedule: "f-10u00z", interventions: [], at: { events: 0, time: null } },
  {
    program: null,
    source: 'console.log("ünï & code=1#?");\n'.repeat(50),
    schedule: null,
    interventions: [
      { step: 3, task: 1, time: 12.5 },
      { step: 40, task: 2, time: 1000 },
    ],
    at: { events: 17, time: 12.5 },
  },
];

test.each(states)("a fragment carries the program, the schedule, the cancellations and the place: %j", async (state) => {
  expect(await fromFragment(await toFragment(state))).toEqual(state);
});

test("the fragment of a program is that of the documentation's links, and shorter than the program", async () => {
  const source = "await run(main);\n".repeat(100);
  const fragment = await toFragment({ program: null, source, schedule: null, interventions: [], at: null });
  expect(fragment.length).toBeLessThan(source.length / 4);
  expect((await fromFragment(`#code=${deflateRawSync(source).toString("base64url")}`)).source).toBe(source);
});

test.each(["#code=%%%", "#code=!!", "#code=abc"])("a program that cannot be read is an error: %j", async (fragment) => {
  await expect(fromFragment(fragment)).rejects.toThrow("the program in this link cannot be read; part of the link may be missing");
});

test.each(["#at=-1&cancel=a_b~1_2", "#", ""])("other parts of a fragment that cannot be read are left out: %j", async (fragment) => {
  expect(await fromFragment(fragment)).toEqual({ program: null, source: null, schedule: null, interventions: [], at: null });
});
