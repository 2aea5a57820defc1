// The instructions that kernels of matrix products are chosen by.
import { readFileSync } from 'node:fs';
import { arch, cpus } from 'node:os';

/** What onnxruntime's kernels look for, on x64 and on arm64. */
const looked = [
  'sse4_1',
  'avx',
  'avx2',
  'fma',
  'f16c',
  'avx_vnni',
  'avx512f',
  'avx512bw',
  'avx512dq',
  'avx512vl',
  'avx512_vnni',
  'avx512_bf16',
  'amx_tile',
  'asimd',
  'asimddp',
  'fphp',
  'bf16',
  'i8mm',
  'sve',
];

/** For instance `x64 avx avx2 fma`; where the system does not list instructions, the processor's name. */
export function processorKernels(): string {
  const features = readFeatures();
  if (features === undefined) return `${arch()} ${cpus()[0]?.model ?? ''}`.trim();
  return [arch(), ...looked.filter((name) => features.has(name))].join(' ');
}

/** Of Linux; undefined on other systems. */
function readFeatures(): ReadonlySet<string> | undefined {
  try {
    const line = /^(?:flags|Features)\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1];
    return line === undefined ? undefined : new Set(line.trim().split(/\s+/));
  } catch {
    return undefined;
  }
}
