// A forced first token is one token, does not end the response, and leaves room for more.
import { statedPrefill } from './prefill-text.js';
import { defineRule, settings } from './rule.js';

const first = (text: string, more = ''): string =>
  `tiers:\n  - { budget: 2, rollouts: 2, firstToken: { text: "${text}", probability: 0.5 }${more} }\n  - { budget: 36, rollouts: 2, prefill: "[{budget}]" }\n`;

export const firstToken = defineRule({
  kind: 'reinforcement',
  reads: ['tiers', 'response', 'policy'],
  catalog: {
    'tiers/first-token-not-one': {
      severity: 'error',
      message: 'The first token {text} is {count}',
      help: 'Write a text that is one token, for instance {tag}; a text of several belongs into `prefill`.',
      why: 'The probability is declared for one token, which is trained on. The tokenizer makes another number of tokens of the text.',
      example: settings(first('min')),
    },
    'tiers/first-token-ends': {
      severity: 'error',
      message: 'The first token {text} ends the response',
      help: 'Begin with another token.',
      why: 'It is the token after which nothing is sampled: every response of the tier would be empty.',
      example: settings(first('<eos>')),
    },
    'tiers/first-token-fills-cap': {
      severity: 'error',
      message: 'The first token leaves no room under the cap of {cap} tokens',
      help: 'Raise the cap to at least {least}.',
      why: 'The first token counts as part of the response, and at least one token is sampled after it.',
      example: settings(first('</think>', ', cap: 1').replace('budget: 2', 'budget: 1')),
    },
  },
  accepts: {
    'tiers/first-token-not-one': first('</think>'),
    'tiers/first-token-ends': first('</think>'),
    'tiers/first-token-fills-cap': first('</think>', ', cap: 2'),
  },
  check({ tiers, response }, { report, facts: { tokenizer } }) {
    if (!tokenizer) return;
    for (const [index, { firstToken: first, prefill, budget, cap }] of tiers.entries()) {
      if (!first) continue;
      const at = ['tiers', index, 'firstToken', 'text'];
      const tokens = tokenizer.encode(first.text);
      const text = JSON.stringify(first.text);
      if (tokens?.length !== 1) {
        const count = tokens ? `${tokens.length} tokens` : 'no token that the tokenizer knows';
        report(at, 'tiers/first-token-not-one', { text, count, tag: response.reasoningClose });
      } else if (tokenizer.stopTokens.includes(tokens[0] as number))
        report(at, 'tiers/first-token-ends', { text });
      const before = response.prefillInLength
        ? (tokenizer.encode(statedPrefill(prefill, budget))?.length ?? 0)
        : 0;
      if (cap < before + 2)
        report(['tiers', index, 'cap'], 'tiers/first-token-fills-cap', { cap, least: before + 2 });
    }
  },
});
