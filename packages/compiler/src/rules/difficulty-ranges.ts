// Ranges of difficulty ascend, do not overlap, and hold problems.
import { defineRule, settings } from './rule.js';

export const difficultyRanges = defineRule({
  kind: 'both',
  reads: ['evaluation', 'datasets'],
  catalog: {
    'evaluation/difficulty-reversed': {
      severity: 'error',
      message: 'The range of `{name}` runs backwards: from {from} to {to}',
      help: 'Write the smaller number first: [{to}, {from}].',
      why: 'A range of difficulty holds the problems from its first number to its second, both included.',
      example: settings('evaluation: { difficulty: { hard: [8, 6] } }\n'),
    },
    'evaluation/difficulty-overlap': {
      severity: 'warning',
      message: 'The ranges `{first}` and `{second}` share the difficulties {from} to {to}',
      help: 'Let each range begin after the one before it ends.',
      why: 'Problems in both ranges count twice, so the rows of the table cannot be compared as separate groups.',
      example: settings('evaluation: { difficulty: { easy: [1, 3], medium: [3, 5] } }\n'),
    },
    'evaluation/difficulty-outside': {
      severity: 'warning',
      message: 'The dataset `{dataset}` has no problem in the range of `{name}`, {from} to {to}',
      help: 'Its difficulties run from {least} to {most}.',
      why: 'The row of this range would always be empty.',
      example: settings('evaluation: { difficulty: { extreme: [9, 12] } }\n'),
    },
    'evaluation/no-difficulty': {
      severity: 'warning',
      message: 'The dataset `{dataset}` states no difficulties, so every range of difficulty is empty',
      help: 'Remove evaluation.difficulty, or give the rows a field `difficulty` (datasets.<name>.map names another).',
      why: 'Results are split by the difficulty that a problem states.',
      example: settings(
        'datasets:\n  test: { kind: jsonl, path: rows-without-difficulty.jsonl }\nevaluation: { difficulty: { easy: [1, 2] } }\n',
      ),
    },
  },
  accepts: {
    'evaluation/difficulty-reversed': 'evaluation: { difficulty: { hard: [8, 8] } }\n',
    'evaluation/difficulty-overlap': 'evaluation: { difficulty: { easy: [1, 2], medium: [3, 5] } }\n',
    'evaluation/difficulty-outside': 'evaluation: { difficulty: { extreme: [8, 12] } }\n',
    'evaluation/no-difficulty': 'evaluation: { difficulty: { easy: [1, 2] } }\n',
  },
  check({ evaluation }, { report, facts }) {
    const ranges = Object.entries(evaluation?.difficulty ?? {});
    if (!evaluation || ranges.length === 0) return;
    const { dataset } = evaluation;
    const inspected = facts.datasets[dataset];
    if (inspected && !inspected.difficulty)
      report(['evaluation', 'difficulty'], 'evaluation/no-difficulty', { dataset });
    for (const [index, [name, [from, to]]] of ranges.entries()) {
      const at = ['evaluation', 'difficulty', name];
      if (from > to) {
        report(at, 'evaluation/difficulty-reversed', { name, from, to });
        continue;
      }
      for (const [other, [otherFrom, otherTo]] of ranges.slice(0, index)) {
        const [low, high] = [Math.max(from, otherFrom), Math.min(to, otherTo)];
        if (low <= high)
          report(at, 'evaluation/difficulty-overlap', { first: other, second: name, from: low, to: high });
      }
      const [least, most] = inspected?.difficulty ?? [from, to];
      if (to < least || from > most)
        report(at, 'evaluation/difficulty-outside', { dataset, name, from, to, least, most });
    }
  },
});
