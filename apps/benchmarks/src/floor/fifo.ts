/** A first-in, first-out queue in a ring, which doubles when it is full. */
export class Fifo<T> {
  #ring: (T | undefined)[] = Array<T | undefined>(1_024).fill(undefined);
  #mask = 1_023;
  #first = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  push(item: T): void {
    if (this.#size > this.#mask) this.#grow();
    this.#ring[(this.#first + this.#size++) & this.#mask] = item;
  }

  shift(): T | undefined {
    if (this.#size === 0) return undefined;
    const item = this.#ring[this.#first];
    this.#ring[this.#first] = undefined;
    this.#first = (this.#first + 1) & this.#mask;
    this.#size--;
    return item;
  }

  #grow(): void {
    const items = [...this.#ring.slice(this.#first), ...this.#ring.slice(0, this.#first)];
    this.#ring = items.concat(Array<undefined>(items.length).fill(undefined));
    this.#mask = this.#ring.length - 1;
    this.#first = 0;
  }
}
