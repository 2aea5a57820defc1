// Grading: a verifier that exists, and a judgement that the answers allow.
import { defineRule, settings } from './rule.js';

export const grading = defineRule({
  kind: 'both',
  reads: ['grading', 'datasets'],
  catalog: {
    'grading/no-module': {
      severity: 'error',
      message: 'There is no verifier `{module}`',
      help: 'Give the path of a TypeScript or JavaScript module, from the folder of the definition.',
      why: 'The module is read when the definition is checked, so that a run cannot stop for want of it after its first rollouts.',
      example: settings('grading: { kind: module, module: verify.ts }\n'),
    },
    'grading/tolerance-unused': {
      severity: 'warning',
      message: 'A tolerance has no effect on the datasets of this definition',
      help: 'Remove `tolerance`, or name a dataset whose answers are measured values.',
      why: 'Answers of the arithmetic task are digits: one is right, or it is another digit.',
      example: settings('grading: { kind: math, tolerance: 0.01 }\n'),
    },
  },
  accepts: {
    'grading/no-module': 'grading: { kind: command, command: [python3, verify.py] }\n',
    'grading/tolerance-unused': 'grading: { kind: math }\n',
  },
  check({ grading: given, datasets }, { report, facts: { verifierDigest } }) {
    if (given?.kind === 'module' && verifierDigest === undefined)
      report(['grading', 'module'], 'grading/no-module', { module: given.module });
    const generated = Object.values(datasets).every(({ kind }) => kind === 'arithmetic');
    if (given?.kind === 'math' && given.tolerance !== undefined && generated)
      report(['grading', 'tolerance'], 'grading/tolerance-unused', {});
  },
});
