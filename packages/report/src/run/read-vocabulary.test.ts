import { expect, it } from 'vitest';
import { readVocabulary } from './read-vocabulary.js';

it('reads words and added tokens', () => {
  const vocabulary = readVocabulary({
    model: { type: 'WordLevel', vocab: { '0': 0, '+': 1 } },
    added_tokens: [{ id: 2, content: '<eos>' }],
  });
  expect(vocabulary).toEqual(['0', '+', '<eos>']);
});

it('undoes the byte alphabet of byte-level BPE', () => {
  const vocabulary = readVocabulary({
    model: { type: 'BPE', vocab: { Ġwait: 0, Ċ: 1, 'Ã©': 2 } },
    decoder: { type: 'Sequence', decoders: [{ type: 'ByteLevel' }] },
  });
  expect(vocabulary).toEqual([' wait', '\n', 'é']);
});

it('reads Unigram pieces', () => {
  expect(readVocabulary({ model: { type: 'Unigram', vocab: [['▁so', -1.5]] } })).toEqual([' so']);
});

it('has nothing to say of other files', () => {
  for (const odd of [undefined, null, 3, {}, { model: {} }, { model: { vocab: 'x' } }])
    expect(readVocabulary(odd)).toBeUndefined();
  expect(readVocabulary({ model: { vocab: { a: -1, b: 1.5, c: 'x', d: 0 } } })).toEqual(['d']);
});
