// A shape for every tier is one for each budget there is, and for no other.
import type { PerTierShape } from '@allot/spec';
import { adviseName } from '../diagnostics/suggest.js';
import { definedShapes, type PlacedShape } from '../shape/shape-parts.js';
import { defineRule, settings } from './rule.js';

const both = '18: { template: hbpo }, 36: { template: classic }';

export const tierShapes = defineRule({
  kind: 'reinforcement',
  reads: ['reward', 'advantage', 'credit', 'tiers'],
  catalog: {
    'shape/tier-without-shape': {
      severity: 'error',
      message: 'The tier with budget {budget} has no shape in `{place}`',
      help: 'Add `{budget}: ...` to it.',
      why: '`perTier` names the shape of every tier by its budget. What a tier without one should earn nobody can guess.',
      example: settings('reward: { perTier: { 18: { template: hbpo } } }\n'),
    },
    'shape/no-such-tier': {
      severity: 'error',
      message: 'There is no tier with budget {budget}',
      help: '{advice}',
      why: '`perTier` names the shape of every tier by its budget. A shape for a budget that no tier has would never be used.',
      example: settings(`reward: { perTier: { ${both}, 72: { template: classic } } }\n`),
    },
  },
  accepts: {
    'shape/tier-without-shape': `reward: { perTier: { ${both} } }\n`,
    'shape/no-such-tier': `reward: { perTier: { ${both} } }\n`,
  },
  check({ tiers, ...shapes }, { report }) {
    const budgets = tiers.map(({ budget }) => String(budget));
    const parts = definedShapes(shapes);
    const perTier = parts.filter((part): part is PlacedShape<PerTierShape> => 'perTier' in part.shape);
    for (const { at, shape } of perTier) {
      const named = Object.keys(shape.perTier);
      for (const budget of budgets.filter((other) => !named.includes(other)))
        report([...at, 'perTier'], 'shape/tier-without-shape', { budget, place: at.join('.') });
      for (const budget of named.filter((other) => !budgets.includes(other))) {
        const advice = adviseName(budget, budgets);
        report([...at, 'perTier', budget], 'shape/no-such-tier', { budget, advice });
      }
    }
  },
});
