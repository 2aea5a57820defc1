// Datasets hold the problems that a step and an evaluation ask for.
import { defineRule, settings } from './rule.js';

export const enoughProblems = defineRule({
  kind: 'reinforcement',
  reads: ['training', 'evaluation', 'datasets'],
  catalog: {
    'training/too-few-problems': {
      severity: 'error',
      message: 'A step takes {promptsPerStep} prompts, and the dataset `{name}` has {rows} problems',
      help: 'Lower promptsPerStep to at most {rows}, or use a larger dataset.',
      why: 'The prompts of one step are different problems: each makes one group, named by its problem.',
      example: settings('datasets:\n  train: { kind: arithmetic, split: train, problems: 3 }\n'),
    },
    'evaluation/too-few-problems': {
      severity: 'warning',
      message: 'Evaluations while training ask for {wanted} problems, and the dataset `{name}` has {rows}',
      help: 'All {rows} are used; leave out problemsWhileTraining to say so.',
      why: 'problemsWhileTraining makes evaluations between steps cheaper than the final one; here it does nothing.',
      example: settings('evaluation: { dataset: test, everySteps: 10, problemsWhileTraining: 100000 }\n'),
    },
  },
  accepts: {
    'training/too-few-problems': 'datasets:\n  train: { kind: arithmetic, split: train, problems: 4 }\n',
    'evaluation/too-few-problems':
      'evaluation: { dataset: test, everySteps: 10, problemsWhileTraining: 64 }\n',
  },
  check({ training: { dataset: name, promptsPerStep }, evaluation }, { report, facts }) {
    const rows = facts.datasets[name]?.rows;
    if (rows !== undefined && promptsPerStep > rows)
      report(['training', 'promptsPerStep'], 'training/too-few-problems', { promptsPerStep, name, rows });
    const evaluated = evaluation && facts.datasets[evaluation.dataset]?.rows;
    const wanted = evaluation?.problemsWhileTraining;
    if (evaluation && evaluated !== undefined && wanted !== undefined && wanted > evaluated)
      report(['evaluation', 'problemsWhileTraining'], 'evaluation/too-few-problems', {
        wanted,
        name: evaluation.dataset,
        rows: evaluated,
      });
  },
});
