import { Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { createRowCaches } from './row-caches.js';

const decoder = {
  vocabularySize: 4,
  layers: 1,
  heads: 4,
  keyValueHeads: 2,
  headDimension: 3,
  maxPositions: 64,
};
const [heads, width] = [decoder.keyValueHeads, decoder.headDimension];

/** A prefix whose every number says where it belongs: 1000 row + 100 head + position. */
const prefix = (row: number, positions: number) => {
  const tensor = Float32Array.from({ length: heads * positions * width }, (_, index) => {
    const head = Math.floor(index / (positions * width));
    return 1000 * row + 100 * head + (Math.floor(index / width) % positions);
  });
  return { positions, lastToken: 0, tensors: [tensor, tensor.map((value) => -value)] };
};

function readRow(feeds: Readonly<Record<string, Tensor>>, row: number, positions: number): number[] {
  const { data, dims } = feeds.past_key_0 as Tensor;
  const capacity = dims[2] as number;
  return Array.from({ length: heads * positions }, (_, index) => {
    const [head, position] = [Math.floor(index / positions), index % positions];
    return (data as Float32Array)[((row * heads + head) * capacity + position) * width] as number;
  });
}

const seen = (feeds: Readonly<Record<string, Tensor>>, row: number): number => {
  const { data, dims } = feeds.mask as Tensor;
  const capacity = dims[3] as number;
  return (data as Float32Array).subarray(row * capacity, (row + 1) * capacity).filter((value) => value === 0)
    .length;
};

const appended = (rows: number, value: number) => {
  const tensor = (sign: number) =>
    new Tensor('float32', new Float32Array(rows * heads * width).fill(sign * value), [rows, heads, 1, width]);
  return { new_key_0: tensor(1), new_value_0: tensor(-1) };
};

test('rows are loaded, appended to, grown, moved and reused', () => {
  const caches = createRowCaches(decoder, 8);
  caches.reserve(4, 0);
  caches.load(0, prefix(1, 3));
  caches.load(1, prefix(2, 2));
  caches.append(appended(2, 7), Int32Array.of(3, 2));
  expect(readRow(caches.feeds(2), 0, 4)).toEqual([1000, 1001, 1002, 7, 1100, 1101, 1102, 7]);
  expect(readRow(caches.feeds(2), 1, 3)).toEqual([2000, 2001, 7, 2100, 2101, 7]);
  expect([seen(caches.feeds(2), 0), seen(caches.feeds(2), 1)]).toEqual([4, 3]);

  caches.reserve(40, 2);
  expect(caches.feeds(2).past_key_0?.dims).toEqual([2, heads, 64, width]);
  expect(readRow(caches.feeds(2), 0, 4)).toEqual([1000, 1001, 1002, 7, 1100, 1101, 1102, 7]);
  expect([seen(caches.feeds(2), 0), seen(caches.feeds(2), 1)]).toEqual([4, 3]);

  caches.move(1, 0);
  expect(readRow(caches.feeds(1), 0, 3)).toEqual([2000, 2001, 7, 2100, 2101, 7]);
  caches.load(1, prefix(3, 1));
  expect(seen(caches.feeds(2), 0)).toBe(3);
  expect(seen(caches.feeds(2), 1)).toBe(1);
});
