// Stages of the credit change something, and their markers are texts that the tokenizer can express.
import { inexpressible } from './prefill-text.js';
import { defineRule, settings } from './rule.js';

export const creditStages = defineRule({
  kind: 'reinforcement',
  reads: ['credit', 'policy'],
  catalog: {
    'credit/does-nothing': {
      severity: 'error',
      message: 'The stage changes no advantage',
      help: 'Give `multiply`, `add` or both.',
      why: 'A stage multiplies the advantages of its tokens and adds to them. One that does neither was hardly meant.',
      example: settings('credit: [{ tokens: first }]\n'),
    },
    'credit/empty-marker': {
      severity: 'error',
      message: 'The marker is empty',
      help: 'Write the text behind which the tokens are meant, or `tokens: all`.',
      why: 'An empty text stands before every response, so that its tokens would be all of them.',
      example: settings("credit: [{ tokens: { after: '' }, multiply: 2 }]\n"),
    },
    'credit/marker-not-expressible': {
      severity: 'error',
      message: 'The tokenizer cannot express the marker {text}: it has no token for {character}',
      help: 'Write the marker with characters that the tokenizer knows.',
      why: 'A marker is looked for among the tokens of a response; one that is no row of tokens is never found.',
      example: settings("credit: [{ tokens: { after: 'Wait' }, multiply: 2 }]\n"),
    },
  },
  accepts: {
    'credit/does-nothing': 'credit: [{ tokens: first, multiply: 0.5 }]\n',
    'credit/empty-marker': 'credit: [{ tokens: all, multiply: 2 }]\n',
    'credit/marker-not-expressible': "credit: [{ tokens: { after: '=' }, multiply: 2 }]\n",
  },
  check({ credit = [] }, { report, facts: { tokenizer } }) {
    for (const [index, { tokens, multiply, add }] of credit.entries()) {
      const at = ['credit', index];
      if (multiply === undefined && add === undefined) report(at, 'credit/does-nothing', {});
      if (typeof tokens === 'string') continue;
      const { after } = tokens;
      const place = [...at, 'tokens', 'after'];
      if (after === '') report(place, 'credit/empty-marker', {});
      const character = tokenizer && inexpressible(tokenizer, after);
      if (character !== undefined)
        report(place, 'credit/marker-not-expressible', {
          text: JSON.stringify(after),
          character: JSON.stringify(character),
        });
    }
  },
});
