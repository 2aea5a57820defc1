// Names of datasets are names of files in the run folder.
import { showText } from '@allot/spec';
import { defineRule, settings } from './rule.js';

export const datasetNames = defineRule({
  kind: 'both',
  reads: ['datasets'],
  catalog: {
    'dataset/bad-name': {
      severity: 'error',
      message: '{name} cannot be the name of a dataset',
      help: 'Use 1 to 64 letters, digits, `-`, `_`, `.` and spaces, and begin with a letter, a digit or `_`.',
      why: 'A run keeps the problems of each dataset in a file that has its name. Such a name would be a path, or no name of a file at all.',
      example: settings('datasets:\n  ../train: { kind: arithmetic, split: train }\n'),
    },
  },
  accepts: { 'dataset/bad-name': 'datasets:\n  train-2.b: { kind: arithmetic, split: train }\n' },
  check({ datasets }, { report }) {
    for (const name of Object.keys(datasets))
      if (!/^[\p{L}\p{N}_][\p{L}\p{N}_. -]{0,63}$/u.test(name))
        report(['datasets', name], 'dataset/bad-name', { name: showText(name) });
  },
});
