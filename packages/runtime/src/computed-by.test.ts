import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Numerics, RunEvent } from '@allot/spec';
import { expect, test } from 'vitest';
import { fakeHost } from '../test-support/fake-engine.js';
import { codesOf, startTiny } from '../test-support/start-tiny.js';
import { temporaryFolder } from '../test-support/temporary-folder.js';
import { otherBits } from './computed-by.js';
import { onnxNumerics } from './engines/onnx/numerics.js';
import { torchNumerics } from './engines/torch/numerics.js';
import type { RuntimeHost } from './outcome.js';
import { resumeRun } from './resume-run.js';
import { startRun } from './start-run.js';

const folder = temporaryFolder();

/** The fake engine, as if it computed so. */
function computing(numerics: Numerics): RuntimeHost {
  const host = fakeHost();
  const open = host.openEngine as NonNullable<RuntimeHost['openEngine']>;
  return {
    ...host,
    openEngine: async (options) => {
      const [engine, diagnostics] = await open(options);
      return engine ? [{ ...engine, numerics }, diagnostics] : [undefined, diagnostics];
    },
  };
}

const eventsOf = (run: string): readonly RunEvent[] =>
  readFileSync(path.join(run, 'events.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as RunEvent);

test('a run that goes on with other threads says so once, and remembers both', async () => {
  const [two, four] = [
    computing({ threads: '2', torch: '2.13.0' }),
    computing({ threads: '4', torch: '2.13.0' }),
  ];
  const options = startTiny(folder(), {}, two);
  const stopAfter = (step: number) => {
    const controller = new AbortController();
    const onEvent = (event: RunEvent): void => {
      if (event.type === 'step-completed' && event.step === step) controller.abort('SIGINT');
    };
    return { signal: controller.signal, onEvent };
  };
  expect((await startRun({ ...options, ...stopAfter(1) })).status).toBe('interrupted');
  const resumed = await resumeRun({ ...options, host: four, ...stopAfter(3) });
  expect(resumed.diagnostics.map(({ message }) => message)).toEqual([
    'The run goes on with another threads (4, not 2), so its last bits may differ from those of a run that was never interrupted.',
  ]);
  expect(codesOf(await resumeRun({ ...options, host: four }))).toEqual([]);
  expect(
    eventsOf(options.runDirectory).flatMap((event) => ('numerics' in event ? [event.numerics?.threads] : [])),
  ).toEqual(['2', '4', '4']);
});

test('a log that tells nothing of it gives no warning', async () => {
  const options = startTiny(folder(), {}, computing({ threads: '2' }));
  await startRun({ ...options, signal: AbortSignal.abort('SIGINT') });
  const log = path.join(options.runDirectory, 'events.jsonl');
  writeFileSync(log, readFileSync(log, 'utf8').replace(/,"numerics":\{[^}]*\}/g, ''));
  expect(codesOf(await resumeRun({ ...options, host: computing({ threads: '4' }) }))).toEqual([]);
});

const started = { time: '', step: 0, type: 'run-started', planKey: '', workers: 2, version: '' } as const;
const onCpu = { engine: 'torch', device: 'cpu', numerics: { threads: '2' } } as const;

test.each([
  [{ ...onCpu, engine: 'onnx' }, ['engine (onnx, not torch)']],
  [{ ...onCpu, device: 'cuda' }, ['device (cuda, not cpu)']],
  [{ ...onCpu, numerics: { threads: '2', kernels: 'new' } }, []],
  [{ engine: 'torch', device: 'cpu' }, []],
])('of what computes %j it says %j', (now, said) => {
  const found = otherBits([{ ...started, ...onCpu }], now);
  expect(found).toHaveLength(said.length);
  for (const text of said) expect(found[0]?.message).toContain(text);
});

test('the onnx engine names its version and what its kernels are chosen by, not its workers', () => {
  const { onnxruntime, processor, ...rest } = onnxNumerics();
  expect(onnxruntime).toMatch(/^\d+\.\d+\.\d+$/);
  expect(processor).toMatch(/^(x64|arm64)\b/);
  expect(rest).toEqual({});
});

test('the torch engine names threads on a CPU, GPUs where its kernels are deterministic, and nothing where they are not', () => {
  const kernels = { triton: '3.6.0', 'liger-kernel': '0.8.5' };
  const versions = { python: '3.12', torch: '2.13.0', transformers: '5.17.0', cuda: '12.8', ...kernels };
  const devices = [{ name: 'cpu' }, { name: 'cuda', model: 'H100' }] as const;
  const hello = { protocol: 1, versions, devices, threads: 8, capability: 'AVX512' };
  const common = { torch: '2.13.0', transformers: '5.17.0', processes: '1' };
  expect(torchNumerics(hello, { device: 'cpu' })).toEqual({ ...common, threads: '8', processor: 'AVX512' });
  expect(torchNumerics(hello, { device: 'cuda', deterministic: true })).toEqual({
    ...common,
    cuda: '12.8',
    triton: '3.6.0',
    liger: '0.8.5',
    gpu: 'H100',
  });
  expect(torchNumerics(hello, { device: 'cuda' })).toBeUndefined();
});
