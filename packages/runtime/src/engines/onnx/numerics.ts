// What decides the last bits of the onnx engine on the CPU. The number of its workers does not: sums have four fixed lanes.
import { createRequire } from 'node:module';
import type { Numerics } from '@allot/spec';
import { processorKernels } from '../processor.js';

const require = createRequire(import.meta.url);

export function onnxNumerics(): Numerics {
  const { version } = require('onnxruntime-node/package.json') as { readonly version: string };
  return { onnxruntime: version, processor: processorKernels() };
}
