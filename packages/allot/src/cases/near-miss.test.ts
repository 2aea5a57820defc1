import { expect, test } from 'vitest';
import { caseMembers, nearMiss } from './near-miss.js';

test.each([
  ['token', 'tokens'],
  ['lmax', 'lMax'],
  ['l_max', 'lMax'],
  ['thinking_tokens', 'thinkingTokens'],
  ['Correct', 'correct'],
  ['corect', 'correct'],
  ['bugdet', 'budget'],
  ['repititon', 'repetition'],
  ['groups', 'group'],
])('%s is a slip for %s', (name, field) => {
  expect(nearMiss(name)).toBe(field);
});

test.each([...caseMembers, 'id', 'prompt', 'answer', 'tokenIds', 'problem', 'difficulty', 'length', 'time'])(
  '%s is no slip',
  (name) => {
    expect(nearMiss(name)).toBeUndefined();
  },
);
