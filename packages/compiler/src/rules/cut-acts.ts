// A cut can happen, and leaves something.
import { type Expression, evaluateShape, somePart } from '@allot/spec';
import { defineRule, settings } from './rule.js';

export const cutActs = defineRule({
  kind: 'reinforcement',
  reads: ['cut', 'tiers'],
  catalog: {
    'cut/never': {
      severity: 'error',
      message: 'No response is ever cut: {reason}',
      help: '{remedy}',
      why: 'A cut takes responses that are longer than `to` by at least `atLeast` tokens, where `when` holds. One that cannot happen was hardly meant, and would be taken for a method that it is not.',
      example: settings("cut: { to: 'group.mean((r) => r.tokens, { empty: 0 })', atLeast: 64 }\n"),
    },
    'cut/nothing-left': {
      severity: 'error',
      message: 'Responses are cut to {to} tokens',
      help: 'Cut to at least 1 token.',
      why: 'Of a response that is cut, at least one sampled token is left to train on.',
      example: settings("cut: { to: '0' }\n"),
    },
  },
  accepts: {
    'cut/never': "cut: { to: 'group.mean((r) => r.tokens, { empty: 0 })', atLeast: 32 }\n",
    'cut/nothing-left': "cut: { to: '12' }\n",
  },
  check({ cut, tiers }, { report, facts: { shapes } }) {
    if (!cut) return;
    const longest = Math.max(...tiers.map(({ cap }) => cap));
    const { atLeast } = cut;
    const to = shapes.cut && constantOf(shapes.cut.to);
    const when = shapes.cut && constantOf(shapes.cut.when);
    const least = Math.max(1, Math.floor(to ?? 1));
    if (when !== undefined && !when)
      report(['cut', 'when'], 'cut/never', {
        reason: 'the condition never holds',
        remedy: 'Write a condition that holds for some responses, or remove the cut.',
      });
    else if (to !== undefined && to < 1) report(['cut', 'to'], 'cut/nothing-left', { to });
    else if (least + atLeast > longest)
      report(['cut', to === undefined ? 'atLeast' : 'to'], 'cut/never', {
        reason: `${least} tokens and ${atLeast} more are over the longest response, ${longest} tokens`,
        remedy: `Let them be at most ${longest} together.`,
      });
  },
});

/** The value of an expression that depends on no trajectory. */
function constantOf(expression: Expression): number | undefined {
  const depends = (part: Expression): boolean => ['field', 'state', 'signal', 'reduce'].includes(part.kind);
  return somePart(expression, depends) ? undefined : evaluateShape(expression, { length: 1, fields: {} })[0];
}
