// Evaluation asks for problems that training does not have, in whatever spelling.
import type { OverlapExample } from '@allot/spec';
import { displayName } from '../load/sources.js';
import { defineRule, settings } from './rule.js';

export const datasetOverlap = defineRule({
  kind: 'reinforcement',
  reads: ['datasets', 'training', 'evaluation'],
  catalog: {
    'dataset/overlap': {
      severity: 'warning',
      message:
        '{shared} of the {rows} problems of `{evaluated}` are in `{trained}` too, {exact} of them word for word: {examples}',
      help: 'Take them out of the training data, or put `dataset/overlap` with the reason into `allow`.',
      why: 'Accuracy on problems that the policy was trained on says little about new ones. Texts count as the same when they differ only in case, white space, punctuation and the spacing of LaTeX.',
      example: settings(
        'datasets:\n  train: { kind: jsonl, path: shared-problems.jsonl }\n  test: { kind: jsonl, path: train.jsonl }\n',
      ),
    },
  },
  accepts: {
    'dataset/overlap':
      'datasets:\n  train: { kind: jsonl, path: train.jsonl }\n  test: { kind: arithmetic, split: test }\n',
  },
  check({ datasets, training, evaluation }, { report, facts }) {
    const { overlap } = facts;
    if (!evaluation || !overlap || overlap.normalised === 0) return;
    const [trained, evaluated] = [training.dataset, evaluation.dataset];
    if (!datasets[trained] || !datasets[evaluated]) return;
    const related = overlap.examples.flatMap(({ trained: first, evaluated: second }) =>
      [first, second].flatMap(({ id, span }) =>
        span ? [{ span: { ...span, file: displayName(span.file) }, message: `problem ${id}` }] : [],
      ),
    );
    report(
      ['evaluation', 'dataset'],
      'dataset/overlap',
      {
        shared: overlap.normalised,
        exact: overlap.exact,
        rows: facts.datasets[evaluated]?.rows ?? overlap.normalised,
        evaluated,
        trained,
        examples: overlap.examples.map(printExample).join('; '),
      },
      related.length > 0 ? { related } : {},
    );
  },
});

const printExample = ({ exact, trained, evaluated }: OverlapExample): string =>
  `${printName(evaluated)} ${exact ? 'is' : 'reads like'} ${printName(trained)}`;

const printName = ({ id, span }: OverlapExample['trained']): string =>
  span ? `${id} (line ${span.line})` : id;
