// What of a definition verl cannot express, or does in another way: nothing is left out in silence.
import type { Expression } from '@allot/spec';
import { somePart } from '@allot/spec';
import { ELSEWHERE, type Exported, partRefusals, type Refusal, shapeRefusals } from './export-refusals.js';
import { defineRule, settings } from './rule.js';

/** The largest of vLLM's `MaxLoRARanks`, which verl asks for. */
const VLLM_RANKS = 512;

export const verlExpressible = defineRule({
  kind: 'reinforcement',
  reads: [
    'engine',
    'policy',
    'environment',
    'credit',
    'cut',
    'signals',
    'guards',
    'gates',
    'pilot',
    'state',
    'tiers',
    'grading',
    'objective',
    'optimizer',
    'training',
    'evaluation',
    'reward',
    'advantage',
  ],
  catalog: {
    'verl/not-expressible': {
      severity: 'error',
      message: 'verl cannot express {feature}',
      help: 'Instead, {alternative}.',
      why: 'A definition is compiled to the verl that people run, without a change of its code. What verl has no place for is refused, because a setting that is left out trains another policy in silence. docs/verl.md lists what is supported.',
      example: settings('engine: { name: verl }\ncut: { to: "48" }\n'),
    },
    'verl/differs': {
      severity: 'warning',
      message: 'On verl, {how}',
      help: '{advice}.',
      why: 'The bundle trains what the definition says but for this, which verl does in its own way. docs/verl.md has the list with the reasons.',
      example: settings(
        'engine: { name: verl }\noptimizer: { schedule: { kind: constant, warmupSteps: 10 } }\n',
      ),
    },
  },
  accepts: {
    'verl/not-expressible': 'engine: { name: onnx }\ncut: { to: "48" }\n',
    'verl/differs': 'engine: { name: verl }\noptimizer: { schedule: { kind: constant } }\n',
  },
  check({ engine, ...definition }, { report, facts }) {
    if (engine.name !== 'verl') return;
    const { reward, advantage } = facts.shapes;
    const refusals: readonly Refusal[] = [
      ...partRefusals(definition),
      ...adapterRefusals(definition),
      ...objectiveRefusals(definition, reward?.expression),
      ...scheduleRefusals(definition),
      ...shapeRefusals('reward', reward?.expression, definition.state),
      ...shapeRefusals('advantage', advantage?.expression, definition.state),
    ];
    for (const [path, feature, alternative] of refusals)
      report(path, 'verl/not-expressible', { feature, alternative });
    for (const [path, how, advice] of differences(definition)) report(path, 'verl/differs', { how, advice });
  },
});

const adapterRefusals = ({ policy }: Exported): readonly Refusal[] =>
  'lora' in policy && policy.lora && policy.lora.rank > VLLM_RANKS
    ? [
        [
          ['policy', 'lora', 'rank'],
          `an adapter of rank ${policy.lora.rank}: vLLM samples with ranks up to ${VLLM_RANKS}`,
          `use a rank of at most ${VLLM_RANKS}, or leave \`policy.lora\` out`,
        ],
      ]
    : [];

function objectiveRefusals({ objective }: Exported, reward: Expression | undefined): readonly Refusal[] {
  const { kind, ratioLevel, dualClip, klCov, kl, groups, maskTruncated, aggregation } = objective;
  const refusals: Refusal[] = [];
  if (ratioLevel === 'sequence' && dualClip !== undefined)
    refusals.push([
      ['objective', 'dualClip'],
      'a dual clip of ratios of whole responses',
      'leave dualClip out',
    ]);
  if (ratioLevel === 'sequence' && kind === 'cispo')
    refusals.push([
      ['objective', 'ratioLevel'],
      'CISPO with ratios of whole responses',
      'use `ratioLevel: token`',
    ]);
  if (klCov)
    refusals.push([
      ['objective', 'klCov'],
      'KL-Cov with a share of a minibatch: it takes one of every micro-batch',
      ELSEWHERE,
    ]);
  if (kl?.in === 'reward')
    refusals.push([['objective', 'kl', 'in'], 'a divergence in the reward', 'use `in: loss`']);
  if (maskTruncated && aggregation.startsWith('seq-mean') && aggregation !== 'seq-mean-token-sum-norm')
    refusals.push([
      ['objective', 'maskTruncated'],
      `maskTruncated with \`${aggregation}\`: it divides by the masked responses too`,
      'use `aggregation: token-mean`',
    ]);
  if (groups) refusals.push(...groupRefusals(groups, reward));
  return refusals;
}

function groupRefusals(
  { drop, refill }: NonNullable<Exported['objective']['groups']>,
  reward: Expression | undefined,
): readonly Refusal[] {
  if (!refill)
    return [
      [['objective', 'groups'], 'groups that are left out without others in their place', 'add `refill`'],
    ];
  const equal = drop.length === 1 && drop[0] === 'equal-rewards';
  if (!equal && (drop.includes('equal-rewards') || drop.length !== 2))
    return [
      [
        ['objective', 'groups', 'drop'],
        'this choice of groups',
        'drop [equal-rewards], or [all-correct, all-wrong]',
      ],
    ];
  if (equal && reward && somePart(reward, ({ kind }) => kind === 'reduce'))
    return [
      [
        ['objective', 'groups', 'drop'],
        'groups chosen by a reward that reads its siblings',
        'drop [all-correct, all-wrong]',
      ],
    ];
  return [];
}

function scheduleRefusals({ optimizer: { schedule } }: Exported): readonly Refusal[] {
  const path = ['optimizer', 'schedule'];
  if (schedule.kind === 'linear')
    return [[[...path, 'kind'], 'a learning rate that falls linearly', 'use `cosine` or `constant`']];
  if (schedule.kind === 'cosine' && schedule.decayFrom > 0)
    return [[[...path, 'decayFrom'], 'a decay that begins later', 'leave decayFrom out']];
  return [];
}

/** What is trained in another way, and what to make of it. */
function differences({ optimizer, training, objective, evaluation }: Exported): readonly Refusal[] {
  const found: Refusal[] = [];
  if (optimizer.schedule.warmupSteps > 0)
    found.push([
      ['optimizer', 'schedule', 'warmupSteps'],
      'the first step of a warm-up has the learning rate 0, and the rate moves once a training step',
      'One step more of warm-up makes up for it',
    ]);
  if (training.promptsPerMinibatch < training.promptsPerStep)
    found.push([
      ['training', 'promptsPerMinibatch'],
      'a minibatch is made of trajectories, not of whole groups',
      'Advantages are computed before, over whole groups. With `promptsPerMinibatch: ' +
        `${training.promptsPerStep}\` a step is one minibatch, and this difference is gone`,
    ]);
  if (training.skipNotFinite !== undefined)
    found.push([
      ['training', 'skipNotFinite'],
      'every optimizer step whose gradient is not finite is skipped, however many in a row',
      'Watch the gradient norm',
    ]);
  if (objective.groups?.refill)
    found.push([
      ['objective', 'groups', 'refill', 'mostRounds'],
      'groups are refilled until a step is full, however many rounds that takes',
      'Watch the time of a step',
    ]);
  if (evaluation?.problemsWhileTraining !== undefined)
    found.push([
      ['evaluation', 'problemsWhileTraining'],
      'every evaluation asks all problems',
      'Leave problemsWhileTraining out, or evaluate less often',
    ]);
  return found;
}
