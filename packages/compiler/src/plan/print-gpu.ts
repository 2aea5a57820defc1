// Prints what the torch engine will pick on a GPU of a given size, and the peaks that follow.

import { parseDecoderConfig } from '@allot/graph';
import { type Plan, pickSizes, rowsAtOnce, SHARE } from '@allot/spec';
import { printBytes, table, whole } from './print-plan.js';
import { torchMemory, torchMemoryModel } from './torch-memory.js';

/** Text without a final newline, for a plan of the torch engine. */
export function printGpu({ settings, cost, origins, engine }: Plan, bytes: number): string {
  const { config } = parseDecoderConfig(settings.policy.config);
  if (!config) throw new Error('the plan holds a config that the compiler does not know');
  const hasReference = settings.kind === 'reinforcement' && settings.objective.kl !== undefined;
  const longest = cost.longestSequence ?? config.maxPositions;
  const adapter = settings.policy.lora;
  const { processes = 1, sampler, deterministic = false } = engine;
  const device = { device: 'cuda', hasReference, processes, adapter } as const;
  const model = torchMemoryModel(config, device);
  const picked = pickSizes(model, 'cuda', bytes);
  const isPicked = processes === 1 && origins['training.tokensPerMicrobatch']?.from === 'default';
  const tokens = isPicked ? picked.tokensPerMicrobatch : settings.training.tokensPerMicrobatch;
  const rows = rowsAtOnce(picked, 'cuda', longest);
  const picksRows = processes === 1 && sampler !== 'vllm';
  const responses = picksRows
    ? `${whole(rows)}, picked for ${whole(longest)} tokens each`
    : sampler === 'vllm'
      ? 'as vLLM schedules them'
      : `up to 512 in each of ${processes} processes`;
  const peaks = torchMemory(config, { ...device, tokens, longest, rows: picksRows ? rows : 512 * processes });
  // Rows are halved where they do not fit; these do not count.
  const fewest = picksRows
    ? peaks.rollout
    : torchMemory(config, { ...device, tokens, longest, rows: 8 * processes }).rollout;
  const most = Math.max(fewest, peaks.update);
  // Beside the caches of the last rollout, which are kept for the next one.
  const { fixed, perTokenKept } = model.update;
  const caches = picksRows ? rows * longest * model.rollout.perToken : 0;
  const withLayers =
    perTokenKept === undefined
      ? Number.POSITIVE_INFINITY
      : fixed + caches + Math.max(tokens, longest) * perTokenKept;
  const isKept = !deterministic && withLayers <= SHARE * bytes;
  return [
    `GPU with ${printBytes(bytes)} free (no part of the key)`,
    ...table([
      ['tokens of a micro-batch', `${whole(tokens)}${isPicked ? ', picked' : ''}`],
      ['responses at once', responses],
      ['peak of a rollout', `about ${printBytes(peaks.rollout)}`],
      [
        'peak of an update',
        isKept
          ? `about ${printBytes(withLayers)}, layers and caches kept`
          : `about ${printBytes(peaks.update)}, layers computed again`,
      ],
      ...(most > bytes ? [['', 'The policy does not fit: use a larger GPU, or a smaller policy.']] : []),
    ]),
  ].join('\n');
}
