// Thinkless's reward: the short mode is preferred when it is right.
import { when } from '../algebra.js';
import { correct, mode } from '../fields.js';
import { defineTemplate, lines } from '../template.js';

/**
 * Thinkless (arXiv 2505.13379):
 *
 *     R = 1 right and short, thinking right and thinking
 *         -1 wrong
 *
 * The paper takes R - mean R as advantage: `dr-grpo`.
 */
export const thinkless = defineTemplate({
  name: 'thinkless',
  kind: 'reward',
  title: 'Thinkless: a right answer without thinking is worth twice one with it',
  formula: lines('R = 1 right and short, thinking right and thinking', '    -1 wrong'),
  source: 'Thinkless: LLM Learns When to Think, arXiv 2505.13379',
  verified: 'VainF/Thinkless at aa225d2.',
  notes:
    "The decoupled loss (DeGRPO), which weights the control token's loss by 0.001, belongs to the objective; `mode` stands for the control token.",
  parameters: {
    thinking: {
      description: 'What a right answer with thinking earns.',
      unit: 'reward',
      default: 0.5,
      range: [-1, 1],
    },
  },
  build: ({ thinking }) => when(correct, when(mode, thinking, 1), -1),
});
