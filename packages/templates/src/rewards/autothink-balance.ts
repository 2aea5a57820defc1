// AutoThink's first stage: neither mode may take over the batch.
import type { Expression } from '@allot/spec';
import { clip, minus, plus, times, when } from '../algebra.js';
import { correct, mode } from '../fields.js';
import { batch } from '../scopes.js';
import { defineTemplate, lines } from '../template.js';

/**
 * AutoThink (arXiv 2505.10832), stage 1: with z the share of responses in the batch that think,
 *
 *     think:    u = clip(slope * (z - balance), 0, 1)      R = (1 - u) * {1 right, 0 wrong}  + u * {0, -1}
 *     no-think: u = clip(slope * (1 - z - balance), 0, 1)  R = (1 - u) * {2 right, -1 wrong} + u * {1, -2}
 */
export const autothinkBalance = defineTemplate({
  name: 'autothink-balance',
  kind: 'reward',
  title: 'AutoThink, stage 1: the mode that most of the batch chose earns less',
  formula: lines(
    'think:    u = clip(slope * (z - balance), 0, 1)      R = (1 - u) * {1 right, 0 wrong}  + u * {0, -1}',
    'no-think: u = clip(slope * (1 - z - balance), 0, 1)  R = (1 - u) * {2 right, -1 wrong} + u * {1, -2}',
  ),
  source: 'AutoThink, arXiv 2505.10832, stage 1',
  verified: 'TU2021/AutoThink at be0bcb0: verl/verl/trainer/main_ppo.py and scripts.',
  notes: 'z is the share of the batch that thinks. The batch is that of one step.',
  parameters: {
    balance: {
      description: 'Share of the batch above which a mode earns less.',
      default: 0.5,
      range: [0, 1],
    },
    slope: { description: 'How fast it earns less above that share.', default: 2, range: [0, 100] },
  },
  build: ({ balance, slope }) => {
    const thinks = batch.mean(mode);
    const excess = (share: Expression): Expression => clip(times(slope, minus(share, balance)), 0, 1);
    return when(
      mode,
      blend(correct, minus(correct, 1), excess(thinks)),
      blend(when(correct, 2, -1), when(correct, 1, -2), excess(minus(1, thinks))),
    );
  },
});

/** (1 - u) * base + u * target */
const blend = (base: Expression, target: Expression, u: Expression): Expression =>
  plus(times(minus(1, u), base), times(u, target));
