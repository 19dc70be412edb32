// Names that the file has already.
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export async function main(): Promise<unknown> {
  const gather: number[] = [];
  const error = "no error";
  try {
    await sleep(1);
    gather.push(...(await Promise.all([Promise.resolve(1), Promise.resolve(2)])));
  } catch {
    return error;
  }
  return gather;
}
