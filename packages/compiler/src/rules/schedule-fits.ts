// The schedule fits into the run, and says nothing it does not do.
import { defineRule, settings } from './rule.js';

const schedule = (text: string): string =>
  `optimizer:\n  kind: adamw\n  learningRate: 0.0003\n  schedule: { ${text} }\n`;

export const scheduleFits = defineRule({
  kind: 'both',
  reads: ['optimizer', 'steps', 'training'],
  catalog: {
    'optimizer/warmup-too-long': {
      severity: 'error',
      message: 'The warm-up takes {warmup} optimizer steps, and the run has {steps}',
      help: 'Shorten the warm-up, or train for more steps.',
      why: 'The learning rate would never reach its peak.',
      example: settings(schedule('kind: constant, warmupSteps: 100')),
    },
    'optimizer/constant-decay': {
      severity: 'warning',
      message: '`{key}` does nothing: a constant schedule has no decay',
      help: 'Choose the schedule linear or cosine, or remove `{key}`.',
      why: 'decayFrom and floor describe how the learning rate falls; a constant one does not fall.',
      example: settings(schedule('kind: constant, decayFrom: 0.5')),
    },
    'optimizer/no-decay': {
      severity: 'warning',
      message: 'The decay begins at the end of the run, so the learning rate never falls',
      help: 'Choose a decayFrom below 1, or the schedule constant.',
      why: 'decayFrom is the share of the run after which the decay begins: 0.5 is half way.',
      example: settings(schedule('kind: linear, decayFrom: 1')),
    },
  },
  accepts: {
    'optimizer/warmup-too-long': schedule('kind: constant, warmupSteps: 99'),
    'optimizer/constant-decay': schedule('kind: linear, decayFrom: 0.5'),
    'optimizer/no-decay': schedule('kind: linear, decayFrom: 0.9'),
  },
  check({ optimizer, steps: rounds, training }, { report, isWritten }) {
    const { kind, warmupSteps, decayFrom } = optimizer.schedule;
    const updates = 'promptsPerStep' in training ? training.promptsPerStep / training.promptsPerMinibatch : 1;
    const steps = rounds * Math.max(1, Math.floor(updates));
    const at = ['optimizer', 'schedule'] as const;
    if (warmupSteps >= steps)
      report([...at, 'warmupSteps'], 'optimizer/warmup-too-long', { warmup: warmupSteps, steps });
    if (kind !== 'constant' && decayFrom === 1) report([...at, 'decayFrom'], 'optimizer/no-decay', {});
    for (const key of ['decayFrom', 'floor'])
      if (kind === 'constant' && isWritten([...at, key]))
        report([...at, key], 'optimizer/constant-decay', { key });
  },
});
