// The text that parts segments is some text, and shapes look at segments.
import { readsOf } from '@allot/spec';
import { readersOf } from './readers-of.js';
import { defineRule, settings } from './rule.js';

const sure =
  "credit: [{ tokens: thinking, multiply: { expression: 'segment.mean((t) => t.logProbability, { empty: 0 }) < -2 ? 0 : 1' } }]\n";

export const segmentBreak = defineRule({
  kind: 'reinforcement',
  reads: ['response', 'credit'],
  catalog: {
    'response/empty-segment-break': {
      severity: 'error',
      message: 'The text behind which segments begin is empty',
      help: 'Write the text, or leave `segmentBreak` out: segments then begin behind blank lines.',
      why: 'An empty text stands behind every token, so that each would be a segment of its own.',
      example: settings(`response: { segmentBreak: '' }\n${sure}`),
    },
    'response/unread-segment-break': {
      severity: 'warning',
      message: 'No shape looks at segments, so `segmentBreak` changes nothing',
      help: 'Remove it, or let a shape read `segmentIndex` or ask for a statistic of a `segment`.',
      why: 'A setting that nobody reads is left over, or the shape that should read it does not.',
      example: settings("response: { segmentBreak: '=' }\n"),
    },
  },
  accepts: {
    'response/empty-segment-break': `response: { segmentBreak: '=' }\n${sure}`,
    'response/unread-segment-break': `response: { segmentBreak: '=' }\n${sure}`,
  },
  check({ response, credit }, { report, facts: { shapes } }) {
    const { segmentBreak: text } = response;
    if (text === undefined) return;
    const at = ['response', 'segmentBreak'];
    if (text === '') report(at, 'response/empty-segment-break', {});
    if (!shapes.reward || !shapes.advantage || Boolean(shapes.credit) !== Boolean(credit)) return;
    const { tokenFields } = readsOf(...readersOf(shapes).flatMap(({ expressions }) => expressions));
    if (!tokenFields.includes('segmentIndex')) report(at, 'response/unread-segment-break', {});
  },
});
