// What is no line of the trainer is refused; test/parity/verl reads what the trainer writes.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DumpContext, readEvaluationDump, readStepDump } from './dump-rows.js';

const context: DumpContext = {
  decode: (tokens) => Array.from(tokens).join(' '),
  trainingDifficulty: () => undefined,
  evaluationDifficulty: (problem) => (problem === 'a' ? 3 : undefined),
  prefills: [[7, 8]],
  prefillInLoss: false,
};
const facts = { tier: 0, budget: 12, tokens: 2, thinking_tokens: 1, truncated: false, correct: true };
const trained = {
  step: 1,
  group: 'g',
  session: 0,
  problem: 'a',
  reward: 1,
  components: {},
  advantage: 0.5,
  facts: { ...facts, formatted: true, answer: '4' },
  prompts: [1, 2, 7, 8],
  responses: [3, 4],
  rollout_log_probs: [-1, -2],
};

test.each([
  [false, trained],
  [true, { ...trained, prompts: [1, 2], responses: [7, 8, 3, 4], rollout_log_probs: [0, 0, -1, -2] }],
])('a prefill belongs to the response, whether it is trained on (%j) or not', (prefillInLoss, line) => {
  const { rollouts } = readStepDump([JSON.stringify(line)], { ...context, prefillInLoss });
  expect(rollouts).toMatchObject([
    {
      promptTokens: Int32Array.of(1, 2),
      responseTokens: Int32Array.of(7, 8, 3, 4),
      tokenOrigins: Uint8Array.of(1, 1, 0, 0),
      logProbabilities: Float32Array.of(0, 0, -1, -2),
      text: '7 8 3 4',
    },
  ]);
});

test('log-probabilities that an evaluation does not have are no numbers, and samples of a problem are counted', () => {
  const trajectory = {
    problem: 'a',
    mode: 'natural',
    prompt: [1],
    response: [7, 3],
    prefill: 1,
    log_probs: [],
  };
  const line = JSON.stringify({ ...facts, trajectory: JSON.stringify({ ...trajectory, truncated: true }) });
  const rows = readEvaluationDump([line, line], context).get('natural');
  expect(rows?.map(({ rollout }) => rollout)).toEqual([0, 1]);
  expect(rows?.[0]).toMatchObject({
    difficulty: 3,
    finishReason: 'length',
    tokenOrigins: Uint8Array.of(1, 0),
  });
  expect(Array.from(rows?.[0]?.logProbabilities ?? [])).toEqual([0, Number.NaN]);
});

test('any other line is refused as what it is not', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
      expect(() => readStepDump([text], context)).toThrow(SyntaxError);
      expect(() => readEvaluationDump([text], context)).toThrow(SyntaxError);
    }),
  );
});
