// Prefills are text that the tokenizer can express, with no placeholder but `{budget}`.
import type { TokenizerInspection } from '@allot/spec';
import { adviseName } from '../diagnostics/suggest.js';
import type { Path } from '../path.js';
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

export const tierPrefill = defineRule({
  kind: 'reinforcement',
  reads: ['tiers', 'policy'],
  catalog: {
    'tiers/prefill-not-expressible': {
      severity: 'error',
      message: 'The tokenizer cannot express the prefill {text}: it has no token for {character}',
      help: 'Write the prefill with characters that the tokenizer knows.',
      why: 'The prefill states the budget to the policy, as tokens after the reasoning tag; a character without a token cannot be put there.',
      example: settings(
        'tiers:\n  - { budget: 18, rollouts: 2, prefill: "({budget})" }\n  - { budget: 36, rollouts: 2, prefill: "[{budget}]" }\n',
      ),
    },
    'tiers/unknown-placeholder': {
      severity: 'error',
      message: 'A prefill has no placeholder {placeholder}',
      help: '{advice}',
      why: 'In a prefill, the word budget in braces is replaced by the budget of its tier. Nothing else in braces has a meaning.',
      example: settings(
        'tiers:\n  - { budget: 18, rollouts: 2, prefill: "[{bugdet}]" }\n  - { budget: 36, rollouts: 2, prefill: "[{budget}]" }\n',
      ),
    },
  },
  accepts: {
    'tiers/prefill-not-expressible':
      'tiers:\n  - { budget: 18, rollouts: 2, prefill: "[{budget}]" }\n  - { budget: 36, rollouts: 2, prefill: "[{budget}]" }\n',
    'tiers/unknown-placeholder':
      'tiers:\n  - { budget: 18, rollouts: 2, prefill: "[{budget}]" }\n  - { budget: 36, rollouts: 2, prefill: "[{budget}]" }\n',
  },
  check({ tiers }, { report, facts: { tokenizer } }) {
    for (const [index, { prefill, budget }] of tiers.entries()) {
      const at: Path = ['tiers', index, 'prefill'];
      const placeholder = /\{(\w+)\}/.exec(prefill.replaceAll('{budget}', ''));
      if (placeholder)
        report(at, 'tiers/unknown-placeholder', {
          placeholder: placeholder[0],
          advice: adviseName(placeholder[1] as string, ['budget']),
        });
      const character = placeholder
        ? undefined
        : tokenizer && inexpressible(tokenizer, statedPrefill(prefill, budget));
      if (character !== undefined)
        report(at, 'tiers/prefill-not-expressible', {
          text: JSON.stringify(prefill),
          character: JSON.stringify(character),
        });
    }
  },
});

/** A tier's prefill with its budget put in. */
export const statedPrefill = (prefill: string, budget: number): string =>
  prefill.replaceAll('{budget}', String(budget));

/** The first character that the tokenizer cannot express; the text itself when only the whole fails. */
export function inexpressible(tokenizer: TokenizerInspection, text: string): string | undefined {
  if (tokenizer.encode(text) !== undefined) return undefined;
  return Array.from(text).find((character) => tokenizer.encode(character) === undefined) ?? text;
}
