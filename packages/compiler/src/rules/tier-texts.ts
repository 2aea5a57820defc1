// The texts of a tier are expressible by the tokenizer, with no placeholder but `{budget}`.
import { adviseName, nearestName } from '../diagnostics/suggest.js';
import { inexpressible, statedPrefill } from './prefill-text.js';
import { defineRule, settings } from './rule.js';

const tiers = (first: string): string =>
  `tiers:\n  - { budget: 18, rollouts: 2, ${first} }\n  - { budget: 36, rollouts: 2, prefill: "[{budget}]" }\n`;

export const tierTexts = defineRule({
  kind: 'reinforcement',
  reads: ['tiers', 'policy'],
  catalog: {
    'tiers/prefill-not-expressible': {
      severity: 'error',
      message: 'The tokenizer cannot express the prefill {text}: it has no token for {character}',
      help: 'Write the prefill with characters that the tokenizer knows.',
      why: 'The prefill states the budget to the policy, as tokens after the reasoning tag; a character without a token cannot be put there.',
      example: settings(tiers('prefill: "({budget})"')),
    },
    'tiers/text-not-expressible': {
      severity: 'error',
      message: 'The tokenizer cannot express {text}: it has no token for {character}',
      help: 'Write the text with characters that the tokenizer knows.',
      why: 'The texts of a tier are put into prompts and responses as tokens; a character without a token cannot be put there.',
      example: settings(tiers('promptSuffix: " at most {budget}", prefill: "[{budget}]"')),
    },
    'tiers/unknown-placeholder': {
      severity: 'error',
      message: 'The text of a tier has no placeholder {placeholder}',
      help: '{advice}',
      why: 'In the texts of a tier, the word budget in braces is replaced by the budget. Nothing else in braces has a meaning.',
      example: settings(tiers('prefill: "[{bugdet}]"')),
    },
  },
  accepts: {
    'tiers/prefill-not-expressible': tiers('prefill: "[{budget}]"'),
    'tiers/text-not-expressible': tiers('promptSuffix: "[{budget}]", prefill: "[{budget}]"'),
    'tiers/unknown-placeholder': tiers('prefill: "[{budget}]"'),
  },
  check({ tiers: all }, { report, facts: { tokenizer } }) {
    for (const [index, tier] of all.entries()) {
      for (const key of ['system', 'promptSuffix', 'prefill', 'closing'] as const) {
        const text = tier[key];
        if (text === undefined) continue;
        const at = ['tiers', index, key];
        const placeholder = unknownPlaceholder(text, key === 'prefill');
        if (placeholder !== undefined) {
          const advice = adviseName(placeholder, ['budget']);
          report(at, 'tiers/unknown-placeholder', { placeholder: `{${placeholder}}`, advice });
          continue;
        }
        const character = tokenizer && inexpressible(tokenizer, statedPrefill(text, tier.budget));
        if (character === undefined) continue;
        const code = key === 'prefill' ? 'tiers/prefill-not-expressible' : 'tiers/text-not-expressible';
        report(at, code, { text: JSON.stringify(text), character: JSON.stringify(character) });
      }
    }
  },
});

/** A word in braces; in texts of words, which may hold braces such as those of `\boxed{}`, only one that was meant for `budget`. */
function unknownPlaceholder(text: string, anyWord: boolean): string | undefined {
  const words = text.replaceAll('{budget}', '').matchAll(/\{(\w+)\}/g);
  return [...words]
    .map(([, word]) => word as string)
    .find((word) => anyWord || nearestName(word, ['budget']) !== undefined);
}
