import { expect, test } from 'vitest';
import { misusedOptions } from './cluster-options.js';

test.each([
  [{ nodes: 2, detach: true }, 'onnx', 'cluster/flag-without-cluster'],
  [{ rayAddress: 'head:6379' }, 'verl', 'cluster/bad-address'],
  [{ rayAddress: 'ray://head:10001' }, 'verl', 'cluster/bad-address'],
  [{ rayAddress: 'https://head:8265', nodes: 2 }, 'verl', undefined],
  [{ nodes: 2 }, 'verl', 'cluster/needs-address'],
  [{}, 'torch', undefined],
])('%j on %s is %s', (options, engine, code) => {
  expect(misusedOptions(options, engine)?.code).toBe(code);
});
