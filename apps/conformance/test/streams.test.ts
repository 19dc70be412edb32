import { beforeAll, expect, test } from "vitest";
import { Campaign } from "../src/campaign.ts";
import { Comparison } from "../src/comparison.ts";
import { generateStreams } from "../src/generator/stream-program.ts";
import { installed } from "../src/installed.ts";
import { bootOracle } from "../src/oracle.ts";
import { streamPrograms } from "../src/sequence.ts";
import { Subject } from "../src/subject/subject.ts";

let comparison: Comparison;

beforeAll(async () => {
  comparison = new Comparison(await bootOracle(), new Subject(installed));
});

const random = Math.floor(Math.random() * 1_000_000);

test.each([
  ["a fixed seed", 1],
  ["a random seed", random],
])("6,000 programs about streams of %s, %i, have the same traces as under CPython", (_, seed) => {
  const campaign = new Campaign(comparison, streamPrograms, seed, 6_000);
  campaign.run();
  console.log(`seed ${seed}: ${campaign.summary}`);
  expect(campaign.found.length, campaign.reports(3).join("\n\n")).toBe(0);
});

test("a difference is shrunk to the statements that cause it", () => {
  // The lines of this copy of the packages lose their ends.
  class Shortened extends installed.StreamReader {
    override *readline(): ReturnType<(typeof installed.StreamReader.prototype)["readline"]> {
      return (yield* super.readline()).subarray(0, -1);
    }
  }
  const faulty = new Comparison({ traces: (programs) => oracleTraces(programs) }, new Subject({ ...installed, StreamReader: Shortened }));
  const oracleTraces = (programs: Parameters<Subject["trace"]>[0][]) => programs.map((program) => new Subject(installed).trace(program));
  const programs = Array.from({ length: 200 }, (_, index) => generateStreams(1, index));
  const difference = faulty.compare(programs).find((found) => found !== null)!;
  const { body } = faulty.shrink(difference).program;
  expect(body.length).toBeLessThanOrEqual(4);
  expect(JSON.stringify(body)).toContain("readline");
});
