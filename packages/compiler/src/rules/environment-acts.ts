// The environment does something, and can act on the tokens of this tokenizer.
import { defineRule, settings } from './rule.js';

const HIGHEST = 0.5;

export const environmentActs = defineRule({
  kind: 'both',
  reads: ['environment', 'policy'],
  catalog: {
    'environment/no-slip': {
      severity: 'warning',
      message: 'With slipRate 0 the environment does nothing',
      help: 'Choose a rate such as 0.04, or remove the environment.',
      why: 'Without slips from outside, checking finished work is never worth its tokens, and the shortest work wins at every difficulty.',
      example: settings('environment: { kind: shaky-scratchpad, slipRate: 0 }\n'),
    },
    'environment/too-many-slips': {
      severity: 'warning',
      message: 'With slipRate {rate} more than half of all written digits are wrong',
      help: 'Choose a rate such as 0.04.',
      why: 'Checks agree on the most frequent value; when most are replaced, that is the wrong one, and no amount of checking helps.',
      example: settings('environment: { kind: shaky-scratchpad, slipRate: 0.8 }\n'),
    },
    'environment/no-digits': {
      severity: 'error',
      message: 'The shaky scratchpad needs a token of its own for {character}, and the tokenizer has none',
      help: 'Use the environment with a character-level tokenizer such as allot:arithmetic, or remove it.',
      why: 'The environment replaces a digit right after `=` or `?`. It works on tokens, so each of these must be one token.',
      example: settings(
        'policy:\n  model: ./model-with-word-tokens\nenvironment: { kind: shaky-scratchpad, slipRate: 0.04 }\n',
      ),
    },
  },
  accepts: {
    'environment/no-slip': 'environment: { kind: shaky-scratchpad, slipRate: 0.01 }\n',
    'environment/too-many-slips': 'environment: { kind: shaky-scratchpad, slipRate: 0.5 }\n',
    'environment/no-digits': 'environment: { kind: shaky-scratchpad, slipRate: 0.04 }\n',
  },
  check({ environment }, { report, facts: { tokenizer } }) {
    if (!environment) return;
    const { slipRate: rate } = environment;
    const at = ['environment', 'slipRate'];
    if (rate === 0) report(at, 'environment/no-slip', {});
    if (rate > HIGHEST) report(at, 'environment/too-many-slips', { rate });
    const character =
      tokenizer && Array.from('0123456789=?').find((one) => tokenizer.encode(one)?.length !== 1);
    if (character !== undefined)
      report(['environment'], 'environment/no-digits', { character: `\`${character}\`` });
  },
});
