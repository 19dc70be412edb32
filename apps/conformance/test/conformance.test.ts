import { beforeAll, expect, test } from "vitest";
import { Campaign } from "../src/campaign.ts";
import { Comparison } from "../src/comparison.ts";
import { installed } from "../src/installed.ts";
import { bootOracle } from "../src/oracle.ts";
import { allPrograms } from "../src/sequence.ts";
import { Subject } from "../src/subject/subject.ts";

let comparison: Comparison;

beforeAll(async () => {
  comparison = new Comparison(await bootOracle(), new Subject(installed));
});

const random = Math.floor(Math.random() * 1_000_000);

test.each([
  ["a fixed seed", 1],
  ["a random seed", random],
])("2,000 programs of %s, %i, have the same traces as under CPython", (_, seed) => {
  const campaign = new Campaign(comparison, allPrograms, seed, 2_000);
  campaign.run();
  console.log(`seed ${seed}: ${campaign.summary}`);
  expect(campaign.found.length, campaign.reports(3).join("\n\n")).toBe(0);
});
