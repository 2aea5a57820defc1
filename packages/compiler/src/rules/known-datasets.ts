// Training and evaluation name datasets that are declared, and every declared dataset is named.
import { adviseName } from '../diagnostics/suggest.js';
import { defineRule, settings } from './rule.js';

export const knownDatasets = defineRule({
  kind: 'both',
  reads: ['datasets', 'training', 'evaluation', 'pilot'],
  catalog: {
    'dataset/unknown-name': {
      severity: 'error',
      message: 'There is no dataset called `{name}`',
      help: '{advice}',
      why: 'training.dataset, evaluation.dataset and pilot.dataset refer to datasets by the names they are declared under.',
      example: settings('training: { dataset: trian }\n'),
    },
    'dataset/unused': {
      severity: 'warning',
      message: 'The dataset `{name}` is never used',
      help: 'Name it in training.dataset, evaluation.dataset or pilot.dataset, or remove it.',
      why: 'A dataset that nothing names is read and checked for nothing; often the wrong one is named elsewhere.',
      example: settings('datasets:\n  extra: { kind: arithmetic, split: test, operations: [8, 8] }\n'),
    },
  },
  accepts: {
    'dataset/unknown-name': 'training: { dataset: train }\n',
    'dataset/unused': 'datasets:\n  test: { kind: arithmetic, split: test, operations: [8, 8] }\n',
  },
  check({ datasets, training, evaluation, pilot }, { report }) {
    const names = Object.keys(datasets);
    const used = [
      ...('dataset' in training ? [['training', training.dataset] as const] : []),
      ...(evaluation ? [['evaluation', evaluation.dataset] as const] : []),
      ...(pilot ? [['pilot', pilot.dataset] as const] : []),
    ];
    for (const [place, name] of used) {
      if (names.includes(name)) continue;
      const advice = names.length === 0 ? 'Declare it in `datasets`.' : adviseName(name, names);
      report([place, 'dataset'], 'dataset/unknown-name', { name, advice });
    }
    const misspelt = used.some(([, name]) => !names.includes(name));
    for (const name of misspelt ? [] : names)
      if (!used.some(([, other]) => other === name)) report(['datasets', name], 'dataset/unused', { name });
  },
});
