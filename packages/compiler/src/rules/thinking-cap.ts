// A cap of the reasoning leaves room for reasoning and for an answer, and its closing closes.
import { statedPrefill } from './prefill-text.js';
import { defineRule, settings } from './rule.js';

const tier = (changes: string, response = ''): string =>
  `${response}tiers:\n  - { budget: 9, rollouts: 2, prefill: "[{budget}]", ${changes} }\ntraining: { rolloutsPerPrompt: 2 }\n`;
const counted = 'response: { prefillInLength: true }\n';

export const thinkingCap = defineRule({
  kind: 'reinforcement',
  reads: ['tiers', 'response', 'policy'],
  catalog: {
    'tiers/thinking-cap-over-cap': {
      severity: 'error',
      message:
        'After {thinkingCap} tokens of reasoning and a closing of {closing}, the cap of {cap} tokens leaves none for the answer',
      help: 'Lower thinkingCap to at most {most}, or raise the cap.',
      why: 'A reasoning that is still open at thinkingCap is closed, and the answer follows up to the cap of the tier. It needs at least one token.',
      example: settings(tier('cap: 20, thinkingCap: 19')),
    },
    'tiers/no-thinking': {
      severity: 'error',
      message: 'thinkingCap is {thinkingCap}, and {taken} tokens are taken before the first one is sampled',
      help: 'Raise thinkingCap to at least {least}.',
      why: 'thinkingCap counts the tokens of the reasoning as the length of the response does: with a forced first token, and with the prefill under response.prefillInLength.',
      example: settings(tier('thinkingCap: 3', counted)),
    },
    'tiers/closing-without-cap': {
      severity: 'error',
      message: 'The closing is never used: the tier has no thinkingCap',
      help: 'Set thinkingCap, or remove the closing.',
      why: 'The closing is put where the reasoning is still open at thinkingCap. Without a cap of its own the reasoning may take the whole response.',
      example: settings(tier('closing: "</think>"')),
    },
    'tiers/closing-leaves-open': {
      severity: 'error',
      message: 'The closing {text} does not close the reasoning',
      help: 'Let it hold {tag}.',
      why: 'The answer is read behind the tag that closes the reasoning. A closing without it would leave the response without an answer.',
      example: settings(tier('thinkingCap: 12, closing: "="')),
    },
  },
  accepts: {
    'tiers/thinking-cap-over-cap': tier('cap: 20, thinkingCap: 18'),
    'tiers/no-thinking': tier('thinkingCap: 4', counted),
    'tiers/closing-without-cap': tier('thinkingCap: 12, closing: "</think>"'),
    'tiers/closing-leaves-open': tier('thinkingCap: 12, closing: "=</think>"'),
  },
  check({ tiers, response }, { report, isWritten, facts: { tokenizer } }) {
    const { prefillInLength, reasoningClose: tag } = response;
    const count = (text: string): number => tokenizer?.encode(text)?.length ?? 0;
    for (const [index, { thinkingCap: most, closing, cap, ...tier }] of tiers.entries()) {
      const at = (key: string) => ['tiers', index, key];
      if (most === undefined) {
        if (isWritten(at('closing'))) report(at('closing'), 'tiers/closing-without-cap', {});
        continue;
      }
      const stated = statedPrefill(closing ?? tag, tier.budget);
      if (!stated.includes(tag))
        report(at('closing'), 'tiers/closing-leaves-open', { text: JSON.stringify(stated), tag });
      const closed = Math.max(1, count(stated));
      if (most + closed >= cap)
        report(
          at('thinkingCap'),
          'tiers/thinking-cap-over-cap',
          { thinkingCap: most, closing: closed, cap, most: Math.max(0, cap - closed - 1) },
          { relatedPaths: [{ path: at('cap'), message: 'the cap' }] },
        );
      const prefill = prefillInLength ? count(statedPrefill(tier.prefill, tier.budget)) : 0;
      const taken = prefill + (tier.firstToken ? 1 : 0);
      if (most <= taken)
        report(at('thinkingCap'), 'tiers/no-thinking', { thinkingCap: most, taken, least: taken + 1 });
    }
  },
});
