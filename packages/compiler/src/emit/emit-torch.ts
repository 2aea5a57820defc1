// The stages of the torch engine: jobs that `python -m allot_worker JOB` executes over files beside them.
import type { Plan, ResolvedReinforcement } from '@allot/spec';
import { printJson } from './print-json.js';
import type { FolderFile } from './write-folder.js';

/** As `allot_worker.PROTOCOL`. */
const PROTOCOL = 1;

interface Call {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/**
 * One job for each call of the engine. Each opens the Hugging Face folder `policy` beside it, with the folder `adapter` where
 * one is trained, and reads `NAME.input.safetensors`; it writes `NAME.output.safetensors`, or an update what it trains and
 * `optimizer.safetensors` anew. The learning rate is the schedule's peak.
 */
export function emitJobs({ settings, engine }: Plan): readonly FolderFile[] {
  const optimizer = 'optimizer.safetensors';
  const { lora } = settings.policy;
  const { device, sampler, deterministic } = engine;
  const opening = {
    manifest: '../manifest.json',
    device,
    policy: 'policy',
    ...(lora && { adapter: 'adapter' }),
    ...(sampler === 'vllm' && { sampler }),
    ...(deterministic && { deterministic }),
  };
  const job = (name: string, open: object, calls: readonly Call[]): FolderFile => ({
    path: `jobs/${name}.json`,
    content: printJson({ protocol: PROTOCOL, open: { ...opening, ...open }, calls }),
  });
  const update = job('update', { optimizer }, [
    { method: 'update', params: { input: 'update.input.safetensors', ...updateNumbers(settings) } },
    { method: 'snapshot', params: { of: lora ? 'adapter' : 'weights' } },
    { method: 'save', params: lora ? { adapter: 'adapter', optimizer } : { policy: 'policy', optimizer } },
  ]);
  if (settings.kind === 'supervised') return [update];
  const { temperature, topP } = settings.training;
  const files = (name: string) => ({
    input: `${name}.input.safetensors`,
    output: `${name}.output.safetensors`,
  });
  const sampling = { temperature, top_p: topP, stop_tokens: settings.policy.stopTokens ?? [] };
  return [
    job('rollout', {}, [{ method: 'rollout', params: { ...files('rollout'), ...sampling } }]),
    job('log-probabilities', {}, [
      {
        method: 'log-probabilities',
        params: { ...files('log-probabilities'), temperature, of: 'current' },
      },
    ]),
    update,
  ];
}

function updateNumbers({ training, optimizer, ...settings }: Plan['settings']): Call['params'] {
  return {
    tokens_per_microbatch: training.tokensPerMicrobatch,
    temperature: 'temperature' in training ? training.temperature : 1,
    numbers: settings.kind === 'supervised' ? {} : lossNumbers(settings.objective),
    optimizer: {
      learning_rate: optimizer.learningRate,
      beta1: optimizer.beta1,
      beta2: optimizer.beta2,
      epsilon: optimizer.epsilon,
      weight_decay: optimizer.weightDecay,
      max_gradient_norm: optimizer.maxGradientNorm,
    },
  };
}

function lossNumbers(objective: ResolvedReinforcement['objective']): Readonly<Record<string, number>> {
  const { clipLow, clipHigh, dualClip, entropyBonus, kl } = objective;
  return {
    clip_low: clipLow,
    clip_high: clipHigh,
    ...(dualClip !== undefined && { dual_clip: dualClip }),
    ...(entropyBonus > 0 && { entropy_bonus: entropyBonus }),
    ...(kl?.in === 'loss' && { kl_coefficient: kl.coefficient }),
  };
}
