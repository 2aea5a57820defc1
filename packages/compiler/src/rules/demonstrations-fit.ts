// Demonstrations fit into the positions of the policy and into a micro-batch.
import type { Facts } from '../facts/facts.js';
import type { FilledSupervised } from '../schema/filled-definition.js';
import { statedPrefill } from './prefill-text.js';
import { defineRule, settings } from './rule.js';

const example = (text: string) => settings(`kind: supervised\n${text}`);

export const demonstrationsFit = defineRule({
  kind: 'supervised',
  reads: ['policy', 'demonstrations', 'engine', 'response', 'training'],
  catalog: {
    'demonstrations/too-long': {
      severity: 'error',
      message:
        'A demonstration can have {total} tokens, prompt included, and the policy has {positions} positions',
      help: 'Lower response.maxTokens by {excess} or more, or use a policy with more positions.',
      why: 'A sequence longer than the positions of the policy cannot be trained on.',
      example: example(
        'response: { maxTokens: 120 }\ndemonstrations: { kind: arithmetic-demonstrations, budgets: [9] }\n',
      ),
    },
    'demonstrations/microbatch-too-small': {
      severity: 'error',
      message:
        'tokensPerMicrobatch is {tokens}, and a demonstration can have {total} tokens, prompt included',
      help: 'Raise tokensPerMicrobatch to at least {total}.',
      why: 'A sequence is never split: one forward and backward pass must hold at least one whole sequence.',
      example: example('training: { tokensPerMicrobatch: 100 }\n'),
    },
  },
  accepts: {
    'demonstrations/too-long': 'kind: supervised\nresponse: { maxTokens: 100 }\n',
    'demonstrations/microbatch-too-small': 'kind: supervised\ntraining: { tokensPerMicrobatch: 128 }\n',
  },
  check({ demonstrations, engine, response, training }, { report, facts, isWritten }) {
    const total = longestDemonstration(demonstrations, response, facts);
    if (total === undefined) return;
    const positions = facts.decoder?.maxPositions ?? total;
    if (total > positions)
      report(['response', 'maxTokens'], 'demonstrations/too-long', {
        total,
        positions,
        excess: total - positions,
      });
    const { tokensPerMicrobatch: tokens } = training;
    // The torch engine picks it, and gives a longer sequence a micro-batch of its own.
    const isPicked = engine.name === 'torch' && !isWritten(['training', 'tokensPerMicrobatch']);
    if (tokens < total && !isPicked)
      report(['training', 'tokensPerMicrobatch'], 'demonstrations/microbatch-too-small', { tokens, total });
  },
});

/** Problem `d0 (op d) x k`, reasoning tag, prefill unless the response counts it, response. */
function longestDemonstration(
  { operations, budgets, prefill, efficientPrefill }: FilledSupervised['demonstrations'],
  response: FilledSupervised['response'],
  { tokenizer }: Facts,
): number | undefined {
  if (!tokenizer) return undefined;
  const count = (text: string): number => tokenizer.encode(text)?.length ?? 0;
  const prefills = [efficientPrefill, ...budgets.map((budget) => statedPrefill(prefill, budget))];
  const longest = response.prefillInLength ? 0 : Math.max(...prefills.map(count));
  return 1 + 2 * operations[1] + count(response.reasoningOpen) + longest + response.maxTokens;
}
