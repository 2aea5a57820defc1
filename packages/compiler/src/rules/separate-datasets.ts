// Evaluation uses problems that training does not see.
import type { FilledDataset } from '../schema/filled-definition.js';
import { defineRule, settings } from './rule.js';

export const separateDatasets = defineRule({
  kind: 'reinforcement',
  reads: ['datasets', 'training', 'evaluation'],
  catalog: {
    'evaluation/trained-problems': {
      severity: 'warning',
      message: 'Evaluation uses the problems that training uses: {reason}',
      help: 'Evaluate on problems held out from training, for instance the `test` split or another file.',
      why: 'Accuracy on problems the policy was trained on says little about new problems.',
      example: settings('evaluation: { dataset: train }\n'),
    },
  },
  accepts: { 'evaluation/trained-problems': 'evaluation: { dataset: test }\n' },
  check({ datasets, training, evaluation }, { report, facts }) {
    if (!evaluation) return;
    const [trained, evaluated] = [datasets[training.dataset], datasets[evaluation.dataset]];
    if (!trained || !evaluated) return;
    const reason =
      training.dataset === evaluation.dataset
        ? `both are the dataset \`${training.dataset}\``
        : sharedProblems(trained, evaluated, [
            facts.datasets[training.dataset]?.digest,
            facts.datasets[evaluation.dataset]?.digest,
          ]);
    if (reason !== undefined)
      report(
        ['evaluation', 'dataset'],
        'evaluation/trained-problems',
        { reason },
        { relatedPaths: [{ path: ['training', 'dataset'], message: 'the dataset of training' }] },
      );
  },
});

/** Whether a dataset takes every problem of its file. */
const isWhole = ({ filter, ...rest }: Exclude<FilledDataset, { kind: 'arithmetic' }>): boolean =>
  filter === undefined && !('years' in rest);

type Digests = readonly [string | undefined, string | undefined];

function sharedProblems(a: FilledDataset, b: FilledDataset, [digestA, digestB]: Digests): string | undefined {
  if (a.kind !== 'arithmetic' && b.kind !== 'arithmetic' && isWhole(a) && isWhole(b) && digestA !== undefined)
    return digestA === digestB ? 'both datasets are the same file' : undefined;
  if (a.kind !== 'arithmetic' || b.kind !== 'arithmetic' || a.split !== b.split) return undefined;
  const apart = a.operations[1] < b.operations[0] || b.operations[1] < a.operations[0];
  return apart ? undefined : `both datasets are of the split \`${a.split}\` and share difficulties`;
}
