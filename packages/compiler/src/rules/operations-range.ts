// Ranges of operations are whole numbers from 1 to 8, the smaller first.
import type { Path } from '../path.js';
import { defineRule, settings } from './rule.js';

const MOST_OPERATIONS = 8;

export const operationsRange = defineRule({
  kind: 'both',
  reads: ['datasets'],
  catalog: {
    'dataset/operations-range': {
      severity: 'error',
      message: 'Operations must be a range of whole numbers from 1 to 8, not [{from}, {to}]',
      help: 'Write the fewest and the most operations of a problem, for instance [1, 8].',
      why: 'The difficulty of an arithmetic problem is its number of operations; the generator knows problems of 1 to 8.',
      example: settings('datasets:\n  train: { kind: arithmetic, split: train, operations: [8, 1] }\n'),
    },
  },
  accepts: {
    'dataset/operations-range':
      'datasets:\n  train: { kind: arithmetic, split: train, operations: [8, 8] }\n',
  },
  check({ datasets }, { report }) {
    for (const [name, dataset] of Object.entries(datasets)) {
      const range = dataset.kind === 'arithmetic' ? dataset.operations : undefined;
      if (range && !isOperationsRange(range))
        report(operationsPath(name), 'dataset/operations-range', { from: range[0], to: range[1] });
    }
  },
});

const operationsPath = (name: string): Path => ['datasets', name, 'operations'];

export const isOperationsRange = ([from, to]: readonly [number, number]): boolean =>
  Number.isInteger(from) && Number.isInteger(to) && from >= 1 && from <= to && to <= MOST_OPERATIONS;
