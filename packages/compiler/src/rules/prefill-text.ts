// The prefill of efficiency mode is text that the tokenizer can express.
import type { TokenizerInspection } from '@allot/spec';
import { defineRule, settings } from './rule.js';

export const prefillText = defineRule({
  kind: 'both',
  reads: ['policy', 'evaluation'],
  catalog: {
    'evaluation/prefill-not-expressible': {
      severity: 'error',
      message:
        'The tokenizer cannot express the prefill of efficiency mode, {text}: it has no token for {character}',
      help: 'Write the prefill with characters that the tokenizer knows.',
      why: 'The prefill is put after the reasoning tag, as tokens; a character without a token cannot be put there.',
      example: settings('evaluation: { modes: [natural, efficient], efficientPrefill: "[short]" }\n'),
    },
  },
  accepts: {
    'evaluation/prefill-not-expressible':
      'evaluation: { modes: [natural, efficient], efficientPrefill: "[min]" }\n',
  },
  check({ evaluation }, { report, facts: { tokenizer } }) {
    if (!tokenizer || !evaluation?.modes.includes('efficient')) return;
    const text = evaluation.efficientPrefill;
    const character = inexpressible(tokenizer, text);
    if (character !== undefined)
      report(['evaluation', 'efficientPrefill'], 'evaluation/prefill-not-expressible', {
        text: JSON.stringify(text),
        character: JSON.stringify(character),
      });
  },
});

/** A text of a tier, such as its prefill, with its budget put in. */
export const statedPrefill = (prefill: string, budget: number): string =>
  prefill.replaceAll('{budget}', String(budget));

/** The first character that the tokenizer cannot express; the text itself when only the whole fails. */
export function inexpressible(tokenizer: TokenizerInspection, text: string): string | undefined {
  if (tokenizer.encode(text) !== undefined) return undefined;
  return Array.from(text).find((character) => tokenizer.encode(character) === undefined) ?? text;
}
