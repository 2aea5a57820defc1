// The key and value caches of the rows that are being sampled, owned by JavaScript: [rows, heads, capacity, headDimension].
import type { EmittedDecoder } from '@allot/spec';
import { Tensor } from 'onnxruntime-node';
import type { Tensors } from '../worker-sessions.js';
import type { PrefixCache } from './prefix-caches.js';

/** Positions by which caches grow. */
const BUCKET = 32;
/** Added to the scores of positions that hold nothing: their probability is exactly 0. */
const HIDDEN = -1e9;

export type RowCaches = ReturnType<typeof createRowCaches>;

export function createRowCaches(decoder: EmittedDecoder, slots: number) {
  const { layers, keyValueHeads: heads, headDimension: width } = decoder;
  const names = Array.from({ length: layers }, (_, layer) => [`key_${layer}`, `value_${layer}`]).flat();
  let capacity = 0;
  let mask = new Float32Array(0);
  let caches = names.map(() => new Float32Array(0));
  let views: { readonly rows: number; readonly feeds: Tensors } | undefined;

  /** Makes room for `positions` in each row; keeps the contents of the first `live` rows. */
  function reserve(positions: number, live: number): void {
    if (positions <= capacity) return;
    const grown = Math.ceil(positions / BUCKET) * BUCKET;
    caches = caches.map((cache) => {
      const wide = new Float32Array(slots * heads * grown * width);
      for (let lane = 0; lane < live * heads; lane++) {
        const from = lane * capacity * width;
        wide.set(cache.subarray(from, from + capacity * width), lane * grown * width);
      }
      return wide;
    });
    const wideMask = new Float32Array(slots * grown).fill(HIDDEN);
    for (let row = 0; row < live; row++) {
      wideMask.set(mask.subarray(row * capacity, (row + 1) * capacity), row * grown);
    }
    [mask, capacity, views] = [wideMask, grown, undefined];
  }

  /** Starts a row with a prefix in its first positions; what the row held before is hidden. */
  function load(row: number, prefix: PrefixCache): void {
    prefix.tensors.forEach((source, index) => {
      const cache = caches[index] as Float32Array;
      const size = prefix.positions * width;
      for (let head = 0; head < heads; head++) {
        cache.set(source.subarray(head * size, (head + 1) * size), (row * heads + head) * capacity * width);
      }
    });
    mask.fill(0, row * capacity, row * capacity + prefix.positions);
    mask.fill(HIDDEN, row * capacity + prefix.positions, (row + 1) * capacity);
  }

  function move(from: number, to: number): void {
    const size = heads * capacity * width;
    for (const cache of caches) cache.copyWithin(to * size, from * size, (from + 1) * size);
    mask.copyWithin(to * capacity, from * capacity, (from + 1) * capacity);
  }

  /** Writes the keys and values of the token just fed, at each row's position. */
  function append(outputs: Tensors, positions: Int32Array): void {
    names.forEach((name, index) => {
      const fresh = outputs[`new_${name}`]?.data as Float32Array;
      const cache = caches[index] as Float32Array;
      let from = 0;
      for (let row = 0; row < positions.length; row++) {
        for (let head = 0; head < heads; head++) {
          let to = ((row * heads + head) * capacity + (positions[row] as number)) * width;
          for (const end = from + width; from < end; ) cache[to++] = fresh[from++] as number;
        }
      }
    });
    for (let row = 0; row < positions.length; row++) mask[row * capacity + (positions[row] as number)] = 0;
  }

  /** Feeds over the first `rows` rows; views, not copies. */
  function feeds(rows: number): Tensors {
    if (views?.rows === rows) return views.feeds;
    const made: Record<string, Tensor> = {};
    const length = rows * heads * capacity * width;
    names.forEach((name, index) => {
      const cache = caches[index] as Float32Array;
      made[`past_${name}`] = new Tensor('float32', cache.subarray(0, length), [rows, heads, capacity, width]);
    });
    made.mask = new Tensor('float32', mask.subarray(0, rows * capacity), [rows, 1, 1, capacity]);
    views = { rows, feeds: made };
    return made;
  }

  return { reserve, load, move, append, feeds };
}
