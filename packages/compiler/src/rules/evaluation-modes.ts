// Modes of an evaluation are different, and efficiency mode's prefill is used where it is written.
import { defineRule, settings } from './rule.js';

export const evaluationModes = defineRule({
  kind: 'both',
  reads: ['evaluation'],
  catalog: {
    'evaluation/duplicate-mode': {
      severity: 'error',
      message: 'The mode `{mode}` stands twice',
      help: 'Remove one of the two.',
      why: 'Results are kept by mode; the second evaluation would write over the first.',
      example: settings('evaluation: { modes: [natural, natural] }\n'),
    },
    'evaluation/unused-prefill': {
      severity: 'warning',
      message: 'efficientPrefill does nothing: `efficient` is not among the modes',
      help: 'Add `efficient` to evaluation.modes, or remove efficientPrefill.',
      why: 'efficientPrefill is what efficiency mode puts after the reasoning tag.',
      example: settings('evaluation: { modes: [natural], efficientPrefill: "[min]" }\n'),
    },
  },
  accepts: {
    'evaluation/duplicate-mode': 'evaluation: { modes: [natural, efficient] }\n',
    'evaluation/unused-prefill': 'evaluation: { modes: [natural, efficient], efficientPrefill: "[min]" }\n',
  },
  check({ evaluation }, { report, isWritten }) {
    if (!evaluation) return;
    const { modes } = evaluation;
    for (const [index, mode] of modes.entries())
      if (modes.indexOf(mode) < index)
        report(['evaluation', 'modes', index], 'evaluation/duplicate-mode', { mode });
    if (!modes.includes('efficient') && isWritten(['evaluation', 'efficientPrefill']))
      report(['evaluation', 'efficientPrefill'], 'evaluation/unused-prefill', {});
  },
});
