// A ratio of whole responses comes with a clip and an aggregation that fit it.
import { defineRule, settings } from './rule.js';

/** A hundred times the range of the GSPO paper: beyond it the clip is that of single tokens. */
const WIDEST = 0.04;

export const sequenceRatio = defineRule({
  kind: 'reinforcement',
  reads: ['objective'],
  catalog: {
    'objective/sequence-ratio-with-cispo': {
      severity: 'error',
      message: 'CISPO weighs every token by its own ratio, not by that of its response',
      help: 'Use `ratioLevel: token`, or `kind: ppo-clip` for GSPO.',
      why: 'CISPO (arXiv 2506.13585) and GSPO (arXiv 2507.18071) answer the same question in two ways: the one keeps the gradient of clipped tokens, the other clips whole responses. Nobody has described both at once.',
      example: settings('objective: { kind: cispo, ratioLevel: sequence }\n'),
    },
    'objective/sequence-clip-wide': {
      severity: 'warning',
      message: 'clipHigh, {clipHigh}, hardly ever clips the ratio of a response',
      help: 'Set clipLow and clipHigh to about 0.0003 and 0.0004, as GSPO does.',
      why: 'The ratio of a response is the geometric mean of those of its tokens, which differ from 1 both ways and cancel: it stays very near to 1. GSPO clips at 1 - 0.0003 and 1 + 0.0004 (arXiv 2507.18071, section 5.1).',
      example: settings('objective: { ratioLevel: sequence }\n'),
    },
    'objective/sequence-aggregation': {
      severity: 'warning',
      message: 'With `{aggregation}` long responses count more than short ones, though each has one ratio',
      help: 'Use `aggregation: seq-mean-token-mean`, as GSPO does.',
      why: 'GSPO optimises responses: each has one ratio, one advantage and one vote (arXiv 2507.18071, equation 5). An aggregation over tokens gives a response as many votes as it has tokens.',
      example: settings(
        'objective: { ratioLevel: sequence, clipLow: 0.0003, clipHigh: 0.0004, aggregation: token-mean }\n',
      ),
    },
  },
  accepts: {
    'objective/sequence-ratio-with-cispo': 'objective: { kind: cispo }\n',
    'objective/sequence-clip-wide':
      'objective: { ratioLevel: sequence, clipLow: 0.0003, clipHigh: 0.0004 }\n',
    'objective/sequence-aggregation':
      'objective: { ratioLevel: sequence, clipLow: 0.0003, clipHigh: 0.0004 }\n',
  },
  check({ objective: { kind, ratioLevel, clipHigh, aggregation } }, { report }) {
    if (ratioLevel !== 'sequence') return;
    const path = ['objective', 'ratioLevel'];
    if (kind === 'cispo') {
      report(path, 'objective/sequence-ratio-with-cispo', {});
      return;
    }
    if (clipHigh > WIDEST) report(path, 'objective/sequence-clip-wide', { clipHigh });
    if (aggregation !== 'seq-mean-token-mean')
      report(['objective', 'aggregation'], 'objective/sequence-aggregation', { aggregation });
  },
});
