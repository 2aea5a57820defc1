// Finds numbers by 64-bit keys in 16 to 32 bytes an entry: an index of millions of rows that fits in memory.
import { hash } from 'node:crypto';

/** Two 32-bit halves of a text's sha256; two texts share a key once in 2^64 pairs. */
export type Key = readonly [number, number];

export function keyOf(text: string): Key {
  const bytes = hash('sha256', text, 'buffer');
  return [bytes.readUInt32LE(0), bytes.readUInt32LE(4)];
}

/** Open addressing with linear probing; grows by doubling at three quarters. Values are below 2^32 - 1. */
export class KeyTable {
  #high: Uint32Array;
  #low: Uint32Array;
  /** Value + 1; 0 where the slot is free. */
  #values: Uint32Array;
  #size = 0;

  constructor(expected = 0) {
    const capacity = 2 ** Math.max(6, Math.ceil(Math.log2((expected + 1) / 0.75)));
    [this.#high, this.#low, this.#values] = columns(capacity);
  }

  get size(): number {
    return this.#size;
  }

  get(key: Key): number | undefined {
    const value = this.#values[this.#slot(key)] as number;
    return value === 0 ? undefined : value - 1;
  }

  /** The value that the key had before, which it keeps; else undefined, and the key has the new one. */
  add(key: Key, value: number): number | undefined {
    if (this.#size + 1 > this.#values.length * 0.75) this.#grow();
    const slot = this.#slot(key);
    const before = this.#values[slot] as number;
    if (before !== 0) return before - 1;
    this.#put(slot, key, value + 1);
    this.#size++;
    return undefined;
  }

  #put(slot: number, [high, low]: Key, stored: number): void {
    this.#high[slot] = high;
    this.#low[slot] = low;
    this.#values[slot] = stored;
  }

  /** The key's slot, or the free one where it would go. */
  #slot([high, low]: Key): number {
    const mask = this.#values.length - 1;
    let slot = low & mask;
    while (this.#values[slot] !== 0 && (this.#high[slot] !== high || this.#low[slot] !== low))
      slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const [high, low, values] = [this.#high, this.#low, this.#values];
    [this.#high, this.#low, this.#values] = columns(values.length * 2);
    for (const [slot, stored] of values.entries()) {
      if (stored === 0) continue;
      const key = [high[slot] as number, low[slot] as number] as const;
      this.#put(this.#slot(key), key, stored);
    }
  }
}

const columns = (capacity: number): [Uint32Array, Uint32Array, Uint32Array] => [
  new Uint32Array(capacity),
  new Uint32Array(capacity),
  new Uint32Array(capacity),
];
