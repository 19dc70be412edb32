// `for await`: forEach where the body goes on to the next item, else iterate.
function lines(): AsyncIterable<string> {
  return new Blob(["one\ntwo\nthree"]).stream().pipeThrough(new TextDecoderStream()) as unknown as AsyncIterable<string>;
}

async function shout(text: string): Promise<string> {
  return text.toUpperCase();
}

async function firstLong(limit: number): Promise<string | undefined> {
  for await (const text of lines()) {
    if (text.length < limit) continue;
    return await shout(text);
  }
  return undefined;
}

export async function main(): Promise<unknown> {
  const log: string[] = [];
  for await (const text of lines()) {
    log.push(await shout(text));
  }
  return [log, await firstLong(3), await firstLong(100)];
}
