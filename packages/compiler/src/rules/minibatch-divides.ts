// A step's prompts divide into whole minibatches.
import { defineRule, settings } from './rule.js';

export const minibatchDivides = defineRule({
  kind: 'reinforcement',
  reads: ['training'],
  catalog: {
    'training/minibatch-does-not-divide': {
      severity: 'error',
      message: 'promptsPerMinibatch, {promptsPerMinibatch}, does not divide promptsPerStep, {promptsPerStep}',
      help: 'Choose a divisor of {promptsPerStep}: {divisors}.',
      why: 'The prompts of a step are split into minibatches of equal size, with one optimizer step for each.',
      example: settings('training: { promptsPerStep: 12, promptsPerMinibatch: 5 }\n'),
    },
  },
  accepts: {
    'training/minibatch-does-not-divide': 'training: { promptsPerStep: 12, promptsPerMinibatch: 6 }\n',
  },
  check({ training: { promptsPerStep, promptsPerMinibatch } }, { report }) {
    if (promptsPerStep % promptsPerMinibatch === 0) return;
    report(
      ['training', 'promptsPerMinibatch'],
      'training/minibatch-does-not-divide',
      { promptsPerStep, promptsPerMinibatch, divisors: divisorsOf(promptsPerStep).join(', ') },
      {
        relatedPaths: [{ path: ['training', 'promptsPerStep'], message: `${promptsPerStep} prompts a step` }],
      },
    );
  },
});

/** Divisors, the largest eight. */
function divisorsOf(value: number): number[] {
  const divisors: number[] = [];
  for (let candidate = 1; candidate * candidate <= value; candidate++)
    if (value % candidate === 0) divisors.push(candidate, value / candidate);
  return [...new Set(divisors)].sort((a, b) => a - b).slice(-8);
}
