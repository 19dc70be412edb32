// Calls that are not awaited start at once, as before.
const log: string[] = [];

async function note(text: string): Promise<string> {
  log.push(`begin ${text}`);
  await null;
  log.push(`end ${text}`);
  return text;
}

function noteLater(text: string): Promise<string> {
  return note(text).then((noted) => `${noted}!`);
}

export async function main(): Promise<unknown> {
  void note("a");
  const later = note("b");
  log.push("called");
  return [await noteLater("c"), await later, await (async () => note("d"))(), log];
}
