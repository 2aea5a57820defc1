// Combinations of shapes combine something: bounds that leave room, parts that have names.
import { definedShapes } from '../shape/shape-parts.js';
import { defineRule, settings } from './rule.js';

const NAME = /^[a-zA-Z][a-zA-Z0-9_]{0,31}$/;

export const combinations = defineRule({
  kind: 'reinforcement',
  reads: ['reward', 'advantage', 'credit'],
  catalog: {
    'shape/clamp-order': {
      severity: 'error',
      message: 'Nothing lies between {min} and {max}',
      help: 'Give `min` the smaller value.',
      why: 'A shape that is kept above its upper bound has one value everywhere, and teaches nothing.',
      example: settings('reward: { clamp: { template: hbpo }, min: 1, max: 0 }\n'),
    },
    'shape/clamp-without-bounds': {
      severity: 'error',
      message: 'The shape is clamped to no bounds',
      help: 'Give `min`, `max` or both.',
      why: 'Without a bound a clamp changes nothing, which was hardly meant.',
      example: settings('reward: { clamp: { template: hbpo } }\n'),
    },
    'shape/no-parts': {
      severity: 'error',
      message: '`{place}` has no parts',
      help: 'Name at least one shape in it.',
      why: 'The sum of nothing, or a shape for no tier, is no reward.',
      example: settings('reward: { sum: {} }\n'),
    },
    'shape/component-name': {
      severity: 'error',
      message: '`{name}` cannot name a component',
      help: 'Use a letter, then letters, digits and underscores, at most 32.',
      why: 'A component is stored with every trajectory in a column `reward_NAME`, and reported under its name.',
      example: settings('reward: { sum: { the length: { template: hbpo } } }\n'),
    },
  },
  accepts: {
    'shape/clamp-order': 'reward: { clamp: { template: hbpo }, min: 0, max: 1 }\n',
    'shape/clamp-without-bounds': 'reward: { clamp: { template: hbpo }, max: 1 }\n',
    'shape/no-parts': 'reward: { sum: { all: { template: hbpo } } }\n',
    'shape/component-name': 'reward: { sum: { the_length: { template: hbpo } } }\n',
  },
  check(shapes, { report }) {
    const parts = definedShapes(shapes);
    for (const { at, shape } of parts) {
      if ('clamp' in shape) {
        const { min, max } = shape;
        if (min === undefined && max === undefined) report(at, 'shape/clamp-without-bounds', {});
        else if (min !== undefined && max !== undefined && min > max)
          report(at, 'shape/clamp-order', { min, max });
      }
      const key = 'sum' in shape ? 'sum' : 'perTier' in shape ? 'perTier' : undefined;
      if (!key) continue;
      const names = Object.keys('sum' in shape ? shape.sum : 'perTier' in shape ? shape.perTier : {});
      if (names.length === 0) report([...at, key], 'shape/no-parts', { place: [...at, key].join('.') });
      if (key === 'sum')
        for (const name of names.filter((other) => !NAME.test(other)))
          report([...at, key, name], 'shape/component-name', { name });
    }
  },
});
