// What of a definition TRL cannot express, or does in another way: nothing is left out in silence.
import { ELSEWHERE, type Exported, partRefusals, type Refusal, shapeRefusals } from './export-refusals.js';
import { defineRule, settings } from './rule.js';

export const trlExpressible = defineRule({
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
    'trl/not-expressible': {
      severity: 'error',
      message: 'TRL cannot express {feature}',
      help: 'Instead, {alternative}.',
      why: 'A definition is compiled to the TRL that people install, without a change of its code. What it has no place for is refused, because a setting that is left out trains another policy in silence. docs/trl.md lists what is supported.',
      example: settings('engine: { name: trl }\ncut: { to: "48" }\n'),
    },
    'trl/differs': {
      severity: 'warning',
      message: 'On TRL, {how}',
      help: '{advice}.',
      why: 'The bundle trains what the definition says but for this, which TRL does in its own way. docs/trl.md has the list with the reasons.',
      example: settings('engine: { name: trl }\ntraining: { promptsPerMinibatch: 2 }\n'),
    },
  },
  accepts: {
    'trl/not-expressible': 'engine: { name: onnx }\ncut: { to: "48" }\n',
    'trl/differs': 'engine: { name: trl }\n',
  },
  check({ engine, ...definition }, { report, facts }) {
    if (engine.name !== 'trl') return;
    const { reward, advantage } = facts.shapes;
    const refusals: readonly Refusal[] = [
      ...partRefusals(definition),
      ...adapterRefusals(definition),
      ...objectiveRefusals(definition),
      ...groupRefusals(definition),
      ...skipRefusals(definition),
      ...shapeRefusals('reward', reward?.expression, definition.state),
      ...shapeRefusals('advantage', advantage?.expression, definition.state),
    ];
    for (const [path, feature, alternative] of refusals)
      report(path, 'trl/not-expressible', { feature, alternative });
    for (const [path, how, advice] of differences(definition)) report(path, 'trl/differs', { how, advice });
  },
});

const adapterRefusals = ({ policy }: Exported): readonly Refusal[] =>
  'lora' in policy && policy.lora
    ? [
        [
          ['policy', 'lora'],
          'an adapter',
          'leave `policy.lora` out, or train on the engine `torch` or on verl',
        ],
      ]
    : [];

function objectiveRefusals({ objective }: Exported): readonly Refusal[] {
  const { kind, dualClip, clipHigh, klCov, kl, groups, maskTruncated, aggregation, entropyBonus } = objective;
  const refusals: Refusal[] = [];
  const refuse = (path: readonly string[], feature: string, alternative: string): void => {
    refusals.push([['objective', ...path], feature, alternative]);
  };
  if (kind === 'cispo') refuse(['kind'], 'CISPO with a lower bound of its weights', 'use `kind: ppo-clip`');
  if (dualClip !== undefined && dualClip <= 1 + clipHigh)
    refuse(['dualClip'], 'a dual clip inside the clip', 'use a dualClip above 1 + clipHigh');
  if (entropyBonus > 0)
    refuse(
      ['entropyBonus'],
      'an entropy bonus that is averaged like the loss: it averages over the tokens of a pass',
      'leave entropyBonus out',
    );
  if (klCov) refuse(['klCov'], 'KL-Cov', ELSEWHERE);
  if (kl?.in === 'reward') refuse(['kl', 'in'], 'a divergence in the reward', 'use `in: loss`');
  if (kl && kl.estimator !== 'k3')
    refuse(['kl', 'estimator'], `the estimator \`${kl.estimator}\` of a divergence`, 'use `estimator: k3`');
  if (groups) refuse(['groups'], 'groups that are left out', 'leave `groups` out, or compile for verl');
  if (maskTruncated && aggregation === 'seq-mean-token-mean')
    refuse(
      ['maskTruncated'],
      'maskTruncated with `seq-mean-token-mean`: it divides by the masked responses too',
      'use `aggregation: token-mean`',
    );
  return refusals;
}

const groupRefusals = ({ training }: Exported): readonly Refusal[] =>
  training.rolloutsPerPrompt > 1
    ? []
    : [
        [
          ['training', 'rolloutsPerPrompt'],
          'groups of one rollout',
          'take at least two rollouts of a prompt',
        ],
      ];

const skipRefusals = ({ training }: Exported): readonly Refusal[] =>
  training.skipNotFinite === undefined
    ? []
    : [[['training', 'skipNotFinite'], 'optimizer steps that are skipped', ELSEWHERE]];

/** What is trained in another way, and what to make of it. */
function differences({ training, evaluation }: Exported): readonly Refusal[] {
  const found: Refusal[] = [];
  if (training.promptsPerMinibatch < training.promptsPerStep)
    found.push([
      ['training', 'promptsPerMinibatch'],
      'a minibatch is made of trajectories, not of whole groups',
      'Advantages are computed before, over whole groups. With `promptsPerMinibatch: ' +
        `${training.promptsPerStep}\` a step is one minibatch, and this difference is gone`,
    ]);
  if (evaluation?.problemsWhileTraining !== undefined)
    found.push([
      ['evaluation', 'problemsWhileTraining'],
      'every evaluation asks all problems',
      'Leave problemsWhileTraining out, or evaluate less often',
    ]);
  return found;
}
