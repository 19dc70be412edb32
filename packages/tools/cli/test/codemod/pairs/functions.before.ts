// Declarations, constants, methods and functions inside functions.
const log: string[] = [];

async function twice(n: number): Promise<number> {
  await null;
  return 2 * n;
}

const plusOne = async (n: number) => (await twice(n)) / 2 + 1;

class Counter {
  #count = 0;

  async add(n: number): Promise<this> {
    this.#count += await this.#rounded(n);
    return this;
  }

  async #rounded(n: number) {
    return Math.round((await twice(n)) / 2);
  }

  static async of(n: number): Promise<Counter> {
    return new Counter().add(n);
  }

  get count() {
    return this.#count;
  }
}

async function first<T>(...items: T[]): Promise<T | undefined> {
  const pick = async () => items[0];
  return await pick();
}

export async function main(): Promise<unknown> {
  log.push(`${await twice(2)}`, `${-(await plusOne(2))}`);
  const counter = await Counter.of(3.2);
  log.push(`${(await counter.add(1)).count}`, (await first("a", "b")) ?? "none");
  return log;
}
