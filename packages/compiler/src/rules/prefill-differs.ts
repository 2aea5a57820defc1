// Several tiers differ in what they tell the policy.
import type { ResolvedTier } from '@allot/spec';
import { statedPrefill } from './prefill-text.js';
import { defineRule, settings } from './rule.js';

export const prefillDiffers = defineRule({
  kind: 'reinforcement',
  reads: ['tiers'],
  catalog: {
    'tiers/same-prefill': {
      severity: 'warning',
      message: 'The tiers of {first} and {second} tokens tell the policy the same: {text}',
      help: 'State the budget, for instance with the prefill {example}.',
      why: 'The policy learns to fit its depth to a budget only if it can tell the budgets apart. Told the same, two tiers sample from the same distribution and differ in their rewards alone.',
      example: settings('tiers:\n  - { budget: 18, rollouts: 2 }\n  - { budget: 36, rollouts: 2 }\n'),
    },
    'tiers/budget-not-stated': {
      severity: 'warning',
      message: 'The prefill {text} does not state its budget, {budget} tokens',
      help: 'Put {placeholder} where the number belongs.',
      why: 'The paper states the budget in words the policy can read: "I will answer the question within b tokens".',
      example: settings(
        'tiers:\n  - { budget: 18, rollouts: 2, prefill: "[min]" }\n  - { budget: 36, rollouts: 2, prefill: "[{budget}]" }\n',
      ),
    },
  },
  accepts: {
    'tiers/same-prefill':
      'tiers:\n  - { budget: 18, rollouts: 2, prefill: "[{budget}]" }\n  - { budget: 36, rollouts: 2, prefill: "[{budget}]" }\n',
    'tiers/budget-not-stated':
      'tiers:\n  - { budget: 18, rollouts: 2, prefill: "[18]" }\n  - { budget: 36, rollouts: 2, prefill: "[{budget}]" }\n',
  },
  check({ tiers }, { report, isWritten }) {
    if (tiers.length < 2) return;
    const texts = tiers.map(toldText);
    for (const [index, { budget, prefill }] of tiers.entries()) {
      const text = texts[index] as string;
      const at = isWritten(['tiers', index, 'prefill']) ? ['tiers', index, 'prefill'] : ['tiers', index];
      const twin = texts.indexOf(text);
      const shown = text === '' ? 'nothing' : JSON.stringify(text);
      if (twin < index) {
        const first = tiers[twin]?.budget ?? 0;
        if (first !== budget)
          report(at, 'tiers/same-prefill', { first, second: budget, text: shown, example: '"[{budget}]"' });
      } else if (prefill !== '' && texts.lastIndexOf(text) === index && !text.includes(String(budget)))
        report(at, 'tiers/budget-not-stated', {
          text: JSON.stringify(prefill),
          budget,
          placeholder: '{budget}',
        });
    }
  },
});

/** Everything that the policy reads of a tier before it samples, the problem aside. */
export const toldText = ({ system, promptSuffix, prefill, firstToken, budget }: ResolvedTier): string =>
  [system, promptSuffix, prefill, firstToken?.text].map((text) => statedPrefill(text ?? '', budget)).join('');
