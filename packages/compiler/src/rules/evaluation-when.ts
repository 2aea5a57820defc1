// Evaluations and checkpoints come about within the run.
import { defineRule, settings } from './rule.js';

export const evaluationWhen = defineRule({
  kind: 'both',
  reads: ['evaluation', 'steps'],
  catalog: {
    'evaluation/never-while-training': {
      severity: 'warning',
      message: 'Evaluation every {every} steps never comes in a run of {steps} steps',
      help: 'Leave everySteps out, or choose one below the number of steps.',
      why: 'The base and the final policy are evaluated in any case; everySteps adds evaluations between them.',
      example: settings('evaluation: { everySteps: 200 }\n'),
    },
    'evaluation/unused-problems-while-training': {
      severity: 'warning',
      message: 'problemsWhileTraining does nothing without everySteps',
      help: 'Set evaluation.everySteps, or remove problemsWhileTraining.',
      why: 'Only the base and the final policy are evaluated, and those evaluations take all problems.',
      example: settings('evaluation: { problemsWhileTraining: 64 }\n'),
    },
  },
  accepts: {
    'evaluation/never-while-training': 'evaluation: { everySteps: 50 }\n',
    'evaluation/unused-problems-while-training':
      'evaluation: { everySteps: 50, problemsWhileTraining: 64 }\n',
  },
  check({ evaluation, steps }, { report }) {
    if (!evaluation) return;
    const { everySteps: every, problemsWhileTraining } = evaluation;
    if (every !== undefined && every > steps)
      report(['evaluation', 'everySteps'], 'evaluation/never-while-training', { every, steps });
    if (every === undefined && problemsWhileTraining !== undefined)
      report(['evaluation', 'problemsWhileTraining'], 'evaluation/unused-problems-while-training', {});
  },
});

export const checkpointsWhen = defineRule({
  kind: 'both',
  reads: ['checkpoints', 'steps'],
  catalog: {
    'checkpoints/only-last': {
      severity: 'warning',
      message: 'A checkpoint every {every} steps never comes in a run of {steps} steps but at its end',
      help: 'Choose everySteps below {steps}, or leave it out: a run that is stopped goes on from its last checkpoint.',
      why: 'What was trained since the last checkpoint has to be trained again when a run is resumed.',
      example: settings('checkpoints: { everySteps: 200 }\n'),
    },
  },
  accepts: { 'checkpoints/only-last': 'checkpoints: { everySteps: 100 }\n' },
  check({ checkpoints: { everySteps: every }, steps }, { report, isWritten }) {
    if (every > steps && isWritten(['checkpoints', 'everySteps']))
      report(['checkpoints', 'everySteps'], 'checkpoints/only-last', { every, steps });
  },
});
