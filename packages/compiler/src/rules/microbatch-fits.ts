// A micro-batch holds at least the longest sequence.
import { longestSequence, sequenceTexts } from './longest-sequence.js';
import { defineRule, settings } from './rule.js';

export const microbatchFits = defineRule({
  kind: 'reinforcement',
  reads: ['datasets', 'engine', 'response', 'tiers', 'training', 'policy'],
  catalog: {
    'training/microbatch-too-small': {
      severity: 'error',
      message: 'tokensPerMicrobatch is {tokens}, and the longest sequence can have {total} tokens',
      help: 'Raise tokensPerMicrobatch to at least {total}.',
      why: 'A sequence is never split: one forward and backward pass must hold at least one whole sequence.',
      example: settings('training: { tokensPerMicrobatch: 64 }\n'),
    },
  },
  accepts: { 'training/microbatch-too-small': 'training: { tokensPerMicrobatch: 128 }\n' },
  check({ engine, response, tiers, training }, { report, facts, isWritten }) {
    // The torch engine picks it, and gives a longer sequence a micro-batch of its own.
    if (engine.name === 'torch' && !isWritten(['training', 'tokensPerMicrobatch'])) return;
    const length = longestSequence(facts, training.dataset, response, sequenceTexts(tiers));
    const { tokensPerMicrobatch: tokens } = training;
    if (length && tokens < length.total)
      report(['training', 'tokensPerMicrobatch'], 'training/microbatch-too-small', {
        tokens,
        total: length.total,
      });
  },
});
