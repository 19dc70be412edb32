// With `--exports promise`, exported functions and public methods return promises as before.
export async function load(id: number): Promise<string> {
  return labelled(id, await Promise.resolve("loaded"));
}

async function labelled(id: number, what: string): Promise<string> {
  return `${what} ${id}`;
}

export async function identity<T>(value: T): Promise<T> {
  return await Promise.resolve(value);
}

export class Store {
  readonly name = "store";

  async get(id: number, ...more: number[]): Promise<string[]> {
    const values = await Promise.all([id, ...more].map(async (each) => `${this.name}: ${await load(each)}`));
    return values;
  }
}

export const main = async (): Promise<unknown> => [await load(1), await identity(2), await new Store().get(3, 4)];
