// Demonstrations: probabilities, ranges and budgets that make sense together.
import { isOperationsRange } from './operations-range.js';
import { inexpressible, statedPrefill } from './prefill-text.js';
import { defineRule, settings } from './rule.js';

const demonstrations = (text: string): string =>
  `kind: supervised\ndemonstrations: { kind: arithmetic-demonstrations, budgets: [9, 18], ${text} }\n`;
const budgets = (text: string): string =>
  `kind: supervised\ndemonstrations: { kind: arithmetic-demonstrations, budgets: ${text} }\n`;

export const demonstrationNumbers = defineRule({
  kind: 'supervised',
  reads: ['demonstrations', 'response'],
  catalog: {
    'demonstrations/probabilities': {
      severity: 'error',
      message:
        'The probabilities of checksPerStep must be from 0 to 1 and add up to 1, and their sum is {sum}',
      help: 'Write the probability of 0, 1, 2, ... checks after a step, for instance [0.2, 0.3, 0.25, 0.25].',
      why: 'After each step of a demonstration the number of checks is drawn from this distribution.',
      example: settings(demonstrations('checksPerStep: [0.5, 0.3]')),
    },
    'demonstrations/operations-range': {
      severity: 'error',
      message: 'Operations must be a range of whole numbers from 1 to 8, not [{from}, {to}]',
      help: 'Write the fewest and the most operations of a problem, for instance [1, 8].',
      why: 'The difficulty of an arithmetic problem is its number of operations; the generator knows problems of 1 to 8.',
      example: settings(demonstrations('operations: [0, 8]')),
    },
    'demonstrations/tokens-range': {
      severity: 'error',
      message:
        'The lengths of demonstrations must run from a smaller to a larger count of at most {maxTokens} tokens, not [{from}, {to}]',
      help: 'Write the shortest and the longest length that demonstrations aim at; response.maxTokens bounds both.',
      why: 'Work is repeated until a length drawn from this range is reached, within response.maxTokens.',
      example: settings(demonstrations('tokens: [90, 50]')),
    },
    'demonstrations/budgets': {
      severity: 'error',
      message: 'Budgets of demonstrations must be ascending whole numbers above 0, not [{budgets}]',
      help: 'Write the budgets that the tiers will state, smallest first, each once.',
      why: 'Demonstrations teach the policy what a stated budget looks like, with the budgets that training will use.',
      example: settings(budgets('[18, 9]')),
    },
    'demonstrations/obedience-without-budgets': {
      severity: 'warning',
      message: 'No demonstration states a budget, so none can obey one',
      help: 'Raise budgetedShare, or leave out obedientShare.',
      why: 'obedientShare is a share of the demonstrations that state a budget.',
      example: settings(demonstrations('budgetedShare: 0, obedientShare: 0.5')),
    },
  },
  accepts: {
    'demonstrations/probabilities': demonstrations('checksPerStep: [0.7, 0.3]'),
    'demonstrations/operations-range': demonstrations('operations: [1, 8]'),
    'demonstrations/tokens-range': demonstrations('tokens: [50, 90]'),
    'demonstrations/budgets': budgets('[9, 18]'),
    'demonstrations/obedience-without-budgets': demonstrations('budgetedShare: 0.5, obedientShare: 0.5'),
  },
  check({ demonstrations: chosen, response: { maxTokens } }, { report, isWritten }) {
    const at = (key: string) => ['demonstrations', key] as const;
    const sum = chosen.checksPerStep.reduce((total, share) => total + share, 0);
    if (Math.abs(sum - 1) > 1e-6 || chosen.checksPerStep.some((share) => share < 0 || share > 1))
      report(at('checksPerStep'), 'demonstrations/probabilities', { sum: Number(sum.toPrecision(6)) });
    const [from, to] = chosen.operations;
    if (!isOperationsRange(chosen.operations))
      report(at('operations'), 'demonstrations/operations-range', { from, to });
    const [shortest, longest] = chosen.tokens;
    const whole = Number.isInteger(shortest) && Number.isInteger(longest) && shortest >= 1;
    if (!whole || shortest > longest || longest > maxTokens)
      report(at('tokens'), 'demonstrations/tokens-range', { from: shortest, to: longest, maxTokens });
    const ascending = chosen.budgets.every(
      (budget, index) => Number.isInteger(budget) && budget > (chosen.budgets[index - 1] ?? 0),
    );
    if (!ascending) report(at('budgets'), 'demonstrations/budgets', { budgets: chosen.budgets.join(', ') });
    const none = chosen.budgetedShare === 0 || chosen.budgets.length === 0;
    if (none && chosen.obedientShare > 0 && isWritten(at('obedientShare')))
      report(at('obedientShare'), 'demonstrations/obedience-without-budgets', {});
  },
});

export const demonstrationPrefill = defineRule({
  kind: 'supervised',
  reads: ['demonstrations', 'policy'],
  catalog: {
    'demonstrations/prefill-not-expressible': {
      severity: 'error',
      message: 'The tokenizer cannot express {text}: it has no token for {character}',
      help: 'Write the prefill with characters that the tokenizer knows.',
      why: 'Demonstrations hold the prefill as tokens; a character without a token cannot be put there.',
      example: settings(demonstrations('prefill: "<{budget}>"')),
    },
  },
  accepts: { 'demonstrations/prefill-not-expressible': demonstrations('prefill: "[{budget}]"') },
  check({ demonstrations: chosen }, { report, facts: { tokenizer } }) {
    if (!tokenizer) return;
    for (const key of ['prefill', 'efficientPrefill'] as const) {
      const text = statedPrefill(chosen[key], chosen.budgets[0] ?? 0);
      const character = inexpressible(tokenizer, text);
      if (character !== undefined)
        report(['demonstrations', key], 'demonstrations/prefill-not-expressible', {
          text: JSON.stringify(text),
          character: JSON.stringify(character),
        });
    }
  },
});
