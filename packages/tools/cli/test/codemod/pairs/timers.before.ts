// Promises of setTimeout.
import { setTimeout as pause } from "node:timers/promises";

const log: string[] = [];
const delay = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

async function say(words: string, ms: number): Promise<void> {
  await delay(ms);
  log.push(words);
}

export async function main(): Promise<unknown> {
  await Promise.all([say("second", 20), say("first", 5)]);
  await new Promise((resolve) => {
    setTimeout(() => resolve("value"), 1);
  });
  return [log, await pause(1, "paused")];
}
