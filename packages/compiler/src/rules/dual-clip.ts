// The dual clip lies beyond what the clip already does, and something reads it.
import { defineRule, settings } from './rule.js';

export const dualClip = defineRule({
  kind: 'reinforcement',
  reads: ['objective'],
  catalog: {
    'objective/dual-clip-too-low': {
      severity: 'error',
      message: 'A dualClip of {dualClip} takes the gradient from unchanged tokens',
      help: 'Use 3, as verl does, or 10, as DLER and DOT do.',
      why: 'The dual clip stops the push against a token of negative advantage once its ratio exceeds dualClip. Before an update every ratio is 1, so at 1 or below no wrong answer would teach anything (arXiv 1912.09729 asks for more than 1).',
      example: settings('objective: { dualClip: 0.9 }\n'),
    },
    'objective/dual-clip-inside-clip': {
      severity: 'warning',
      message: 'dualClip, {dualClip}, is not above 1 + clipHigh, {upper}',
      help: 'Use 3, as verl does, or 10, as DLER and DOT do.',
      why: 'The dual clip is for the rare tokens whose ratio has exploded; so near to 1 it takes the gradient from every token that a wrong answer made slightly likelier, and they are no longer pushed down.',
      example: settings('objective: { dualClip: 1.2 }\n'),
    },
    'objective/dual-clip-unread': {
      severity: 'error',
      message: 'CISPO has no dual clip, so that nothing reads dualClip',
      help: 'Remove dualClip, or use `kind: ppo-clip`.',
      why: 'CISPO bounds the weight of every token by its clip, whatever the sign of the advantage (arXiv 2506.13585). A setting that changes nothing only misleads.',
      example: settings('objective: { kind: cispo, dualClip: 3 }\n'),
    },
  },
  accepts: {
    'objective/dual-clip-too-low': 'objective: { dualClip: 3 }\n',
    'objective/dual-clip-inside-clip': 'objective: { dualClip: 10 }\n',
    'objective/dual-clip-unread': 'objective: { kind: ppo-clip, dualClip: 3 }\n',
  },
  check({ objective: { kind, dualClip: bound, clipHigh } }, { report }) {
    if (bound === undefined) return;
    const path = ['objective', 'dualClip'];
    if (kind === 'cispo') report(path, 'objective/dual-clip-unread', {});
    else if (bound <= 1) report(path, 'objective/dual-clip-too-low', { dualClip: bound });
    else if (bound <= 1 + clipHigh)
      report(path, 'objective/dual-clip-inside-clip', {
        dualClip: bound,
        upper: Number((1 + clipHigh).toPrecision(6)),
      });
  },
});
