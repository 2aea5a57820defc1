// The tokenizer makes no token that the model does not know.
import { defineRule, settings } from './rule.js';

export const vocabularyFits = defineRule({
  kind: 'both',
  reads: ['policy'],
  catalog: {
    'policy/vocabulary-too-large': {
      severity: 'error',
      message: 'The tokenizer has {tokens} tokens, and the model knows {vocabulary}',
      help: 'Use the tokenizer that the model was trained with.',
      why: 'A token beyond the embedding table has no vector; the model and the tokenizer do not belong together.',
      example: settings('policy:\n  model: ./model-with-a-small-vocabulary\n'),
    },
  },
  accepts: { 'policy/vocabulary-too-large': 'policy:\n  model: allot:tiny-base\n' },
  check(_, { report, facts: { decoder, tokenizer } }) {
    if (!decoder || !tokenizer || tokenizer.vocabularySize <= decoder.vocabSize) return;
    report(['policy'], 'policy/vocabulary-too-large', {
      tokens: tokenizer.vocabularySize,
      vocabulary: decoder.vocabSize,
    });
  },
});
