// AutoThink's base reward: thinking is optional.
import { when } from '../algebra.js';
import { correct, mode } from '../fields.js';
import { defineTemplate, lines } from '../template.js';

/** 1 or 0 with thinking, 2 or -1 without. */
export const autothinkBase = when(mode, correct, when(correct, 2, -1));

/**
 * AutoThink (arXiv 2505.10832), stage 2:
 *
 *     R = 1 right, 0 wrong   when the response thinks
 *         2 right, -1 wrong  when it does not
 */
export const autothink = defineTemplate({
  name: 'autothink',
  kind: 'reward',
  title: 'AutoThink: answering without thinking wins more and loses more',
  formula: lines(
    'R = 1 right, 0 wrong   when the response thinks',
    '    2 right, -1 wrong  when it does not',
  ),
  source: 'AutoThink, arXiv 2505.10832, stage 2',
  verified: 'TU2021/AutoThink at be0bcb0: verl/verl/trainer/main_ppo.py and scripts.',
  notes:
    'Stage 1 is `autothink-balance`, stage 3 `autothink-length`. The prefill that lets the model choose, an ellipsis after the reasoning tag, belongs to the tiers.',
  parameters: {},
  build: () => autothinkBase,
});
