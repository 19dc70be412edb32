// Promise.all and its siblings.
async function square(n: number): Promise<number> {
  if (n < 0) throw new RangeError("negative");
  return n * n;
}

async function squares(numbers: number[]): Promise<number[]> {
  return Promise.all(numbers.map(square));
}

export async function main(): Promise<unknown> {
  const [four, text] = await Promise.all([square(2), Promise.resolve("text")]);
  const sums = await Promise.all([1, 2].map(async (n) => (await square(n)) + four));
  const settled = await Promise.allSettled([square(3), square(-1)]);
  const first = await Promise.race([square(4), new Promise<number>(() => {})]);
  const any = await Promise.any([square(-1), square(5)]);
  const mixed = await Promise.all([square(6), 7]);
  return [text, sums, settled.map(({ status }) => status), first, any, mixed, await squares([1, 2, 3])];
}
