// A worker's trouble as diagnostics with a remedy.
import type { Diagnostic } from '@allot/spec';
import { reportEngine } from '../engine-catalog.js';
import { EngineFailure } from '../engine-failure.js';
import { WorkerProblem } from './worker-process.js';

/** Rejections of a running engine: what the user can act on becomes an EngineFailure. */
export function failureOf(error: unknown): unknown {
  if (!(error instanceof WorkerProblem)) return error;
  return new EngineFailure(describeProblem(error), error);
}

export function describeProblem({ kind, message }: WorkerProblem): Diagnostic {
  const reason = message.trim();
  const remedy = kind === 'lost' && killed.test(reason) ? killedRemedy : remedies[kind];
  return reportEngine('engine/worker-failed', { reason, remedy }, { actual: reason });
}

/** How a process ends that the system ends when its own memory runs out. */
const killed = /\((?:SIGKILL|signal 9|code 137)\)/;

const again = 'Resume the run from its last checkpoint; if it fails again at the same place, report it.';

const smaller =
  'Use smaller micro-batches (`training.tokensPerMicrobatch`), shorter responses (`response.maxTokens`) or a device with more memory, and resume the run.';
const killedRemedy = `The system ends processes like this when memory runs out. ${smaller}`;

const remedies: Readonly<Record<WorkerProblem['kind'], string>> = {
  user: 'Put that right, and resume the run.',
  memory: smaller,
  cancelled: again,
  bug: again,
  lost: again,
};

/** Why the engine could not be opened: Python lacks something, the device is not there, or the model does not load. */
export function describeStart(error: unknown, python: string, device: string): Diagnostic {
  if (!(error instanceof WorkerProblem)) throw error;
  const { kind, message } = error;
  if (kind === 'lost')
    return reportEngine('engine/no-python', { python, reason: lastLine(message) }, { path: 'engine.python' });
  if (device !== 'cpu' && message.includes('CUDA device'))
    return reportEngine(
      'engine/device-unavailable',
      { device, reason: message, remedy: cudaRemedy },
      { path: 'engine.device' },
    );
  if (message.startsWith(NO_VLLM))
    return reportEngine('engine/no-vllm', { python, reason: message.trim() }, { path: 'engine.sampler' });
  return describeProblem(error);
}

/** As the worker says it. */
const NO_VLLM = 'vLLM cannot be imported';

const cudaRemedy =
  'Use a machine with an NVIDIA GPU and its driver, and a torch that was built for CUDA (`allot setup torch`); or use `device: cpu`. `allot doctor` says what is there.';

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';
