// Prompt and response together fit into the positions of the policy.
import { longestSequence, type SequenceLength, sequenceTexts } from './longest-sequence.js';
import { defineRule, settings } from './rule.js';

export const fitsPositions = defineRule({
  kind: 'reinforcement',
  reads: ['policy', 'datasets', 'response', 'tiers', 'training', 'evaluation'],
  catalog: {
    'response/too-long': {
      severity: 'error',
      message: 'The longest sequence has {total} tokens ({parts}), and the policy has {positions} positions',
      help: '{shorter} leave long problems out (`filter.maxPromptTokens`, or --max-prompt-tokens of `allot eval`), or use a policy with more positions.',
      why: 'The policy was built for sequences up to its maxPositions; behind them its rotary embeddings were never trained.',
      example: settings('response: { maxTokens: 120 }\n'),
    },
  },
  accepts: { 'response/too-long': 'response: { maxTokens: 90 }\n' },
  check({ response, tiers, training, evaluation }, { report, facts }) {
    const positions = facts.decoder?.maxPositions;
    if (positions === undefined) return;
    const tell = (at: readonly string[], length: SequenceLength | undefined): boolean => {
      if (!length || length.total <= positions) return false;
      const { total, prompt, prefill } = length;
      const parts = `prompt ${prompt}${prefill > 0 ? `, prefill ${prefill}` : ''}, response ${length.response}`;
      const room = positions - prompt - prefill;
      const shorter = room > 0 ? `Lower the response to at most ${room} tokens,` : 'Use shorter prompts:';
      report(at, 'response/too-long', { total, parts, positions, shorter });
      return true;
    };
    if (
      tell(
        ['response', 'maxTokens'],
        longestSequence(facts, training.dataset, response, sequenceTexts(tiers)),
      )
    )
      return;
    if (evaluation) {
      const efficient = evaluation.modes.includes('efficient');
      const texts = efficient ? [{ prefill: evaluation.efficientPrefill }] : [];
      const length = longestSequence(facts, evaluation.dataset, response, texts, evaluation.maxTokens);
      tell(['evaluation', 'maxTokens'], length);
    }
  },
});
