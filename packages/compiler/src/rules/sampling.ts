// Rollouts are sampled so that they differ, from the distribution that the update assumes.
import { defineRule, settings } from './rule.js';

export const trainingSampling = defineRule({
  kind: 'reinforcement',
  reads: ['training', 'objective'],
  catalog: {
    'training/greedy-rollouts': {
      severity: 'error',
      message: 'At temperature 0 all rollouts of a tier are the same',
      help: 'Use the temperature 1, at which the update is on-policy.',
      why: 'The advantage compares the rollouts of a group. Greedy rollouts do not differ, so there is nothing to learn from.',
      example: settings('training: { temperature: 0 }\n'),
    },
    'training/truncated-sampling': {
      severity: 'warning',
      message: 'topP {topP} samples from a truncated distribution, and the update assumes the full one',
      help: 'Use topP 1 in training; evaluation may use another.',
      why: 'Log-probabilities are those of the full distribution. Tokens cut off by topP are never sampled, so their probability drifts, and the ratio of the update is biased.',
      example: settings('training: { topP: 0.9 }\n'),
    },
  },
  accepts: {
    'training/greedy-rollouts': 'training: { temperature: 0.6 }\n',
    'training/truncated-sampling': 'training: { topP: 1 }\n',
  },
  check({ training: { temperature, topP } }, { report }) {
    if (temperature === 0) report(['training', 'temperature'], 'training/greedy-rollouts', {});
    if (topP < 1) report(['training', 'topP'], 'training/truncated-sampling', { topP });
  },
});

export const evaluationSampling = defineRule({
  kind: 'both',
  reads: ['evaluation'],
  catalog: {
    'evaluation/greedy-samples': {
      severity: 'warning',
      message: 'At temperature 0 the {samples} samples of a problem are all the same',
      help: 'Use one sample a problem, or a temperature above 0.',
      why: 'Several samples measure how much answers vary; greedy ones do not vary, and only cost time.',
      example: settings('evaluation: { temperature: 0, samplesPerProblem: 4 }\n'),
    },
  },
  accepts: { 'evaluation/greedy-samples': 'evaluation: { temperature: 0, samplesPerProblem: 1 }\n' },
  check({ evaluation }, { report }) {
    if (evaluation?.temperature !== 0 || evaluation.samplesPerProblem === 1) return;
    report(['evaluation', 'samplesPerProblem'], 'evaluation/greedy-samples', {
      samples: evaluation.samplesPerProblem,
    });
  },
});
