/** A binary heap of small numbers by key, in flat arrays that are used again for every search. */
export class MinHeap {
  #keys: Float64Array;
  #values: Int32Array;
  #size = 0;

  constructor(capacity: number) {
    this.#keys = new Float64Array(capacity);
    this.#values = new Int32Array(capacity);
  }

  /** The least key; NaN of an empty heap. */
  get least(): number {
    return this.#size === 0 ? Number.NaN : (this.#keys[0] as number);
  }

  clear(): void {
    this.#size = 0;
  }

  push(key: number, value: number): void {
    if (this.#size === this.#keys.length) this.#grow();
    let at = this.#size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const parentKey = this.#keys[parent] as number;
      if (parentKey <= key) break;
      this.#keys[at] = parentKey;
      this.#values[at] = this.#values[parent] as number;
      at = parent;
    }
    this.#keys[at] = key;
    this.#values[at] = value;
  }

  /** The value with the least key; -1 of an empty heap. */
  pop(): number {
    if (this.#size === 0) return -1;
    const least = this.#values[0] as number;
    this.#size -= 1;
    if (this.#size > 0) this.#sink(this.#keys[this.#size] as number, this.#values[this.#size] as number);
    return least;
  }

  #sink(key: number, value: number): void {
    const [keys, values, size] = [this.#keys, this.#values, this.#size];
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && (keys[child + 1] as number) < (keys[child] as number)) child += 1;
      if ((keys[child] as number) >= key) break;
      keys[at] = keys[child] as number;
      values[at] = values[child] as number;
      at = child;
    }
    keys[at] = key;
    values[at] = value;
  }

  #grow(): void {
    const [keys, values] = [this.#keys, this.#values];
    this.#keys = new Float64Array(keys.length * 2 + 16);
    this.#values = new Int32Array(values.length * 2 + 16);
    this.#keys.set(keys);
    this.#values.set(values);
  }
}
