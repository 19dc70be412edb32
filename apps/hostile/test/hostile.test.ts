import { describe as suite, expect, test } from "vitest";
import { Campaign } from "../src/campaign.ts";
import { rawError } from "../src/oracle.ts";
import { targetsOf } from "../src/surface.ts";
import { describe, fullNameOf } from "../src/trial.ts";

const SECONDS = Number(process.env.HOSTILE_SECONDS ?? 60);

test("no public function yields to hostile values", async () => {
  const seed = Number(process.env.SEED ?? 1);
  const campaign = new Campaign(seed, { seconds: SECONDS });
  await campaign.run();
  console.log(`SEED=${seed}: ${campaign.count} calls, ${Math.round(campaign.count / SECONDS)} a second`);
  const texts = campaign.results.map(
    ({ trial, kind, detail, index }) => `${describe(trial)}: ${kind}: ${detail} (--seed ${seed} --trial ${index})`,
  );
  expect(texts).toEqual([]);
});

test("a campaign finds a planted defect, and a seed repeats its trials", async () => {
  const campaigns = [1, 2].map(() => new Campaign(7, { to: 200, match: "CancelledError.constructor" }));
  for (const campaign of campaigns) await campaign.run();
  const [first, second] = campaigns.map(({ results }) => results.map(({ trial, kind, index }) => `${index} ${describe(trial)} ${kind}`));
  expect(first).toEqual(second);
  expect(campaigns[0]!.count).toBe(200);
});

suite("the oracle", () => {
  test.each([
    "Cannot read properties of undefined (reading 'x')",
    "body is not a function",
    "x is not iterable",
    "Cannot convert a Symbol value to a number",
    "Cannot mix BigInt and other types, use explicit conversions",
  ])("takes %s for an error of V8", (message) => {
    expect(rawError(new TypeError(message))).toBe(message);
    expect(rawError(new AggregateError([new Error("fine"), new TypeError(message)]))).toBe(message);
  });

  test("accepts errors of the house, of the value, and thrown values that are no errors", () => {
    for (const error of [
      new TypeError("timeout: a function was expected, got 5"),
      new TypeError("Cannot perform 'get' on a proxy that has been revoked"),
      Symbol("thrown"),
      undefined,
    ]) {
      expect(rawError(error)).toBe(null);
    }
  });
});

test("a report yields functions, constructors and methods, with their parameters and options", () => {
  const report = `## API Report File for "@asyncio-ts/example"

// @public
export function run<T, L extends Loop = Host>(main: () => T, options?: {
    loop?: L;
    debug?: boolean;
}): Ran<L, T>;

// @public
export abstract class Base {
    constructor(a: number);
    stop(reason: string): void;
}

// @public
class Lock_2 extends Base {
    constructor(options?: LockOptions);
    acquire(ms: number, ...rest: unknown[]): void;
}
export { Lock_2 as Lock }

// @public
export interface LockOptions {
    fair?: boolean;
}
`;
  const found = targetsOf(report, [report]).map((target) => {
    const options = Object.values(target.options).flat();
    return `${fullNameOf(target)}(${target.parameters.map(({ name }) => name).join()})${options.length > 0 ? ` {${options.join()}}` : ""}`;
  });
  expect(found).toEqual([
    "@asyncio-ts/example run(main,options) {loop,debug}",
    "@asyncio-ts/example Base.stop(reason)",
    "@asyncio-ts/example Lock.constructor(options) {fair}",
    "@asyncio-ts/example Lock.acquire(ms,...rest)",
  ]);
});
