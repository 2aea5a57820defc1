import { expect, test } from 'vitest';
import { checkGpus } from './examine-torch.js';

const gpu = { name: 'cuda', model: 'NVIDIA H100', free: 2 ** 36, total: 2 ** 36 + 2 ** 34 } as const;

test('a line for each GPU, or one that there is none', () => {
  expect(checkGpus([])).toMatchObject([{ name: 'cuda', found: expect.stringContaining('no GPU') }]);
  expect(checkGpus([gpu])).toEqual([
    { name: 'cuda', status: 'ok', found: 'NVIDIA H100, 64.0 GiB free of 80.0 GiB' },
  ]);
  expect(checkGpus([gpu, gpu]).map(({ name }) => name)).toEqual(['cuda:0', 'cuda:1']);
});
