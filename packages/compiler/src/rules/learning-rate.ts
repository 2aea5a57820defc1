// The learning rate is one that AdamW can train a decoder with.
import { defineRule, settings } from './rule.js';

const HIGHEST = 1e-2;

export const learningRate = defineRule({
  kind: 'both',
  reads: ['optimizer'],
  catalog: {
    'optimizer/learning-rate-high': {
      severity: 'warning',
      message: 'The learning rate {rate} is high for AdamW',
      help: 'Usual rates: 1e-6 for models of a billion parameters, 3e-4 for the embedded policy, 3e-3 for supervised training from scratch.',
      why: 'AdamW moves every weight by about the learning rate in each step, whatever the gradient. Above 0.01 a few steps destroy a trained policy.',
      example: settings('optimizer: { learningRate: 0.1 }\n'),
    },
  },
  accepts: { 'optimizer/learning-rate-high': 'optimizer: { learningRate: 0.003 }\n' },
  check({ optimizer }, { report }) {
    const { learningRate: rate } = optimizer;
    if (rate > HIGHEST) report(['optimizer', 'learningRate'], 'optimizer/learning-rate-high', { rate });
  },
});
