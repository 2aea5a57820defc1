import { expect, test } from 'vitest';
import { checkGpus, checkKernels } from './examine-torch.js';

const gpu = { name: 'cuda', model: 'NVIDIA H100', free: 2 ** 36, total: 2 ** 36 + 2 ** 34 } as const;

test('a line for each GPU, or one that there is none', () => {
  expect(checkGpus([])).toMatchObject([{ name: 'cuda', found: expect.stringContaining('no GPU') }]);
  expect(checkGpus([gpu])).toEqual([
    { name: 'cuda', status: 'ok', found: 'NVIDIA H100, 64.0 GiB free of 80.0 GiB' },
  ]);
  expect(checkGpus([gpu, gpu]).map(({ name }) => name)).toEqual(['cuda:0', 'cuda:1']);
});

test('what kernels need is named where there is a GPU for them', () => {
  const versions = { python: '3.12', torch: '2.13.0', transformers: '5.17.0' };
  const installed = { ...versions, triton: '3.6.0', 'liger-kernel': '0.8.5' };
  expect(checkKernels({ versions, devices: [{ name: 'cpu' }] })).toEqual([]);
  expect(checkKernels({ versions: installed, devices: [gpu] })).toEqual([
    { name: 'triton', status: 'ok', found: '3.6.0' },
    { name: 'liger-kernel', status: 'ok', found: '0.8.5' },
  ]);
  expect(checkKernels({ versions, devices: [gpu] })).toMatchObject([
    { name: 'triton', status: 'ok', help: expect.stringContaining('allot setup torch') },
    { name: 'liger-kernel', status: 'ok', found: expect.stringContaining('not installed') },
  ]);
});
