// Guards that can fire, and rollbacks that change something.
import type { ResolvedAction, ResolvedGuard } from '@allot/spec';
import type { FilledReinforcement } from '../schema/filled-definition.js';
import { defineRule, settings } from './rule.js';

type Read = Pick<
  FilledReinforcement,
  'tiers' | 'evaluation' | 'objective' | 'optimizer' | 'response' | 'training'
>;

export const guards = defineRule({
  kind: 'reinforcement',
  reads: [
    'guards',
    'steps',
    'tiers',
    'evaluation',
    'objective',
    'optimizer',
    'checkpoints',
    'response',
    'training',
  ],
  catalog: {
    'guards/duplicate-name': {
      severity: 'error',
      message: 'Two guards are called `{name}`',
      help: 'Give one of them a `name`.',
      why: 'Events, checkpoints and the report tell guards apart by their names; a guard without one is called by its kind.',
      example: settings('guards:\n  - { kind: spending, tokens: 1000 }\n  - { kind: spending, hours: 2 }\n'),
    },
    'guards/never-fires': {
      severity: 'error',
      message: 'The guard `{name}` can never fire: {reason}',
      help: '{remedy}.',
      why: 'A guard that cannot fire lets a run that harms itself go on, while everybody believes it to be watched.',
      example: settings('guards:\n  - { kind: accuracy-floor, floor: 0.6, difficulty: hard }\n'),
    },
    'guards/short-run': {
      severity: 'warning',
      message: 'The guard `{name}` first looks after {needed} steps, and the run has {steps}',
      help: 'Choose a smaller window, or train for longer.',
      why: 'A guard judges the mean of as many steps as its window has; a collapse is seen against as many steps at the beginning, which must be others.',
      example: settings('steps: 15\nguards:\n  - { kind: entropy-collapse, window: 10 }\n'),
    },
    'guards/changes-nothing': {
      severity: 'error',
      message: 'The rollback of the guard `{name}` has a change without effect: {reason}',
      help: '{remedy}.',
      why: 'A run that goes back and trains on as before comes to the same end: it is deterministic.',
      example: settings(
        'guards:\n  - { kind: entropy-collapse, action: { rollback: { entropyBonus: 2 } } }\n',
      ),
    },
    'guards/checkpoint-gone': {
      severity: 'warning',
      message:
        'The guard `{name}` judges {window} steps, but the checkpoints that are kept reach back {kept} steps: it would go back to the base policy',
      help: 'Keep more checkpoints, or let its window be at most {kept} steps.',
      why: 'A rollback goes to the newest checkpoint before the steps that were judged. Older ones than `checkpoints.keep` are deleted; that of step 0 never is.',
      example: settings(
        'checkpoints: { everySteps: 5, keep: 2 }\nguards:\n  - { kind: entropy-collapse, action: { rollback: { learningRate: 0.5 } } }\n',
      ),
    },
  },
  accepts: {
    'guards/duplicate-name':
      'guards:\n  - { kind: spending, tokens: 1000 }\n  - { kind: spending, name: night, hours: 2 }\n',
    'guards/never-fires':
      'evaluation: { difficulty: { hard: [6, 8] } }\nguards:\n  - { kind: accuracy-floor, floor: 0.6, difficulty: hard }\n',
    'guards/short-run': 'steps: 20\nguards:\n  - { kind: entropy-collapse, window: 10 }\n',
    'guards/changes-nothing':
      'objective: { entropyBonus: 0.01 }\nguards:\n  - { kind: entropy-collapse, action: { rollback: { entropyBonus: 2 } } }\n',
    'guards/checkpoint-gone':
      'checkpoints: { everySteps: 5, keep: 3 }\nguards:\n  - { kind: entropy-collapse, action: { rollback: { learningRate: 0.5 } } }\n',
  },
  check({ guards: list, steps, checkpoints: { keep, everySteps }, ...read }, { report }) {
    for (const [index, guard] of (list ?? []).entries()) {
      const { name } = guard;
      const at = ['guards', index];
      if (list?.findIndex((other) => other.name === name) !== index)
        report(at, 'guards/duplicate-name', { name });
      const idle = whyIdle(guard, read);
      if (idle) report(at, 'guards/never-fires', { name, reason: idle[0], remedy: idle[1] });
      const needed = stepsNeeded(guard);
      if (needed > steps) report(at, 'guards/short-run', { name, needed, steps });
      const vain = whyVain(guard.action, read);
      if (vain)
        report([...at, 'action'], 'guards/changes-nothing', { name, reason: vain[0], remedy: vain[1] });
      const window = 'window' in guard ? guard.window : 0;
      const kept = (keep - 1) * everySteps;
      if (typeof guard.action === 'object' && keep > 0 && kept < window)
        report(at, 'guards/checkpoint-gone', { name, window, kept });
    }
  },
});

/** A collapse is seen against the beginning: the windows do not overlap. */
function stepsNeeded(guard: ResolvedGuard): number {
  if (!('window' in guard)) return 0;
  const collapses = guard.kind === 'exploration-collapse' || guard.kind === 'entropy-collapse';
  return collapses ? 2 * guard.window : guard.window;
}

/** A reason, and what to do. */
type Reason = readonly [reason: string, remedy: string];

/** Why a guard can never fire; undefined where it can. */
function whyIdle(guard: ResolvedGuard, read: Read): Reason | undefined {
  const { tiers, objective, response, training } = read;
  switch (guard.kind) {
    case 'exploration-collapse':
      return training.rolloutsPerPrompt > 1
        ? undefined
        : ['a group of one response has no spread', 'Use at least 2 rollouts a prompt'];
    case 'tier-starving':
      return tiers.length > 1 ? undefined : ['there is one tier, and it has everything', 'Leave it out'];
    case 'answers-without-thinking':
      return response.reasoningClose === ''
        ? ['`response.reasoningClose` is empty, so nobody knows where thinking ends', 'Leave it out']
        : undefined;
    case 'accuracy-floor':
    case 'reward-hacking':
      return withoutEvaluation(guard, read);
    case 'range':
      return outOfReach(guard, objective);
    case 'spending':
      return guard.tokens === undefined && guard.hours === undefined && guard.gigabytes === undefined
        ? ['it states no limit', 'State `tokens`, `hours` or `gigabytes`']
        : undefined;
    default:
      return undefined;
  }
}

function withoutEvaluation(
  guard: Extract<ResolvedGuard, { readonly kind: 'accuracy-floor' | 'reward-hacking' }>,
  { evaluation }: Read,
): Reason | undefined {
  if (!evaluation) return ['the definition has no evaluation', 'Add `evaluation`'];
  if (!evaluation.modes.includes(guard.mode))
    return [`no evaluation has the mode \`${guard.mode}\``, 'Add it to `evaluation.modes`'];
  if (guard.kind === 'reward-hacking' || guard.difficulty === undefined) return undefined;
  if (Object.hasOwn(evaluation.difficulty, guard.difficulty)) return undefined;
  const names = Object.keys(evaluation.difficulty).map((name) => `\`${name}\``);
  return [
    `no evaluation has the range \`${guard.difficulty}\``,
    names.length > 0 ? `Known: ${names.join(', ')}` : 'Add it to `evaluation.difficulty`',
  ];
}

function outOfReach(
  { metric, atLeast, atMost }: Extract<ResolvedGuard, { readonly kind: 'range' }>,
  objective: Read['objective'],
): Reason | undefined {
  if (metric === 'referenceKl' && !objective.kl)
    return ['without `objective.kl` there is no divergence from the base policy', 'Guard `kl`, or add it'];
  return atLeast === undefined && atMost === undefined
    ? ['it states no end of the range', 'State `atLeast` or `atMost`']
    : undefined;
}

/** Why a rollback changes nothing; undefined where it does. */
function whyVain(action: ResolvedAction, { objective, optimizer }: Read): Reason | undefined {
  if (typeof action !== 'object') return undefined;
  const { learningRate, entropyBonus, kl, maxGradientNorm } = action.rollback;
  if (entropyBonus !== undefined && objective.entropyBonus === 0)
    return ['`objective.entropyBonus` is 0', 'State a bonus, or change the learning rate'];
  if (kl !== undefined && !objective.kl)
    return ['the objective has no `kl`', 'Add it, or change the learning rate'];
  if (maxGradientNorm !== undefined && optimizer.maxGradientNorm === 0)
    return [
      '`optimizer.maxGradientNorm` is 0, which clips nothing',
      'State a norm, or change the learning rate',
    ];
  return [learningRate, entropyBonus, kl, maxGradientNorm].some(
    (factor) => factor !== undefined && factor !== 1,
  )
    ? undefined
    : [
        'it names no setting with a factor other than 1',
        'Lower the learning rate: `rollback: { learningRate: 0.5 }`',
      ];
}
