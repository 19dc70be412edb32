// Functions for foreign callers keep returning promises.
import { EventEmitter, once } from "node:events";

async function label(n: number): Promise<string> {
  return `item ${n}`;
}

class Cache {
  #loads = 0;

  load = async (n: number): Promise<string> => {
    this.#loads++;
    return `${await label(n)}, load ${this.#loads}`;
  };

  async loadAll(numbers: number[]): Promise<string[]> {
    return Promise.all(numbers.map(async (n) => this.load(n)));
  }
}

const handlers: Record<string, (n: number) => Promise<string>> = {
  plain: label,
  async shouting(n) {
    return (await label(n)).toUpperCase();
  },
  quiet: async (n) => label(n),
};

export async function main(): Promise<unknown> {
  const emitter = new EventEmitter();
  emitter.on("item", async (n: number) => {
    emitter.emit("label", await label(n));
  });
  const labelled = once(emitter, "label");
  emitter.emit("item", 7);
  const values = await Promise.all(Object.values(handlers).map((handler) => handler(1)));
  return [await labelled, values, await new Cache().loadAll([1, 2])];
}
