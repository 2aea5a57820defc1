// The rules about prefills, with a byte-level tokenizer whose tags are several tokens and merge with what follows them.
import type { Problem, ResolvedEvaluation, ResolvedReinforcement } from '@allot/spec';
import { loadTokenizer, memoryProblems, type Tokenizer } from '@allot/tasks';
import { describe, expect, test } from 'vitest';
import { chatMl, writeChatModel } from '../../../tasks/test-support/chat-model.js';
import { planOf, tinyReinforcement } from '../../test-support/tiny-plan.js';
import type { Engine, RolloutRequest } from '../engine.js';
import type { Experiment } from '../experiment.js';
import { openResponseGrader } from '../grading/response-grader.js';
import { evaluateStage } from './evaluate.js';
import { lossMask } from './loss-mask.js';
import { rolloutRequests, rolloutStage } from './rollout.js';
import { shapeRows } from './shape-rows.js';

const tokenizer = loadTokenizer(writeChatModel())[0] as Tokenizer;
const prefill = '\n\nAt most 12.';
const said = 'so 3+4</think>\n\nIt is 7.<|im_end|>';

const { environment: _environment, ...base } = tinyReinforcement({
  state: {},
  tiers: [
    { budget: 12, rollouts: 2, prefill, cap: 60 },
    { budget: 24, rollouts: 2, prefill: '', cap: 60 },
  ],
  prompt: {
    template: 'chat',
    name: 'default',
    user: '{problem}',
    variables: {},
    chat: { text: chatMl, tokens: {} },
  },
});

const problems: readonly Problem[] = ['a', 'b', 'c', 'd'].map((id) => ({
  id,
  problem: 'What is 3+4?',
  answer: 'It is 7.',
  source: 'test',
}));

function experimentOf(response: Partial<ResolvedReinforcement['response']>) {
  const settings: ResolvedReinforcement = {
    ...base,
    response: { ...base.response, maxTokens: 60, ...response },
  };
  const experiment: Experiment = {
    settings,
    tokenizer: { ...tokenizer, stopTokens: tokenizer.encode('<|im_end|>') as unknown as readonly number[] },
    environment: undefined,
    datasets: new Map([
      ['train', memoryProblems(problems)],
      ['test', memoryProblems(problems)],
    ]),
    maxPositions: 400,
    grader: openResponseGrader(planOf(settings), { host: {} }),
  };
  return { settings, experiment };
}

/** Says the same to everyone, and keeps what it was asked. */
function speakingEngine() {
  const asked: RolloutRequest[] = [];
  const engine = {
    rollout: async (requests: readonly RolloutRequest[]) => {
      asked.push(...requests);
      return requests.map(({ prefill: start }) => {
        const tokens = Int32Array.of(...start, ...tokenizer.encode(said));
        return {
          tokens,
          logProbabilities: new Float32Array(tokens.length),
          origins: Uint8Array.from(tokens, (_, place) => (place < start.length ? 1 : 0)),
          finishReason: 'stop' as const,
        };
      });
    },
  } as unknown as Engine;
  return { engine, asked };
}

const ids = (text: string): Int32Array => tokenizer.encode(text);

describe.each([
  { prefillInLength: false, prefillInLoss: false },
  { prefillInLength: true, prefillInLoss: false },
  { prefillInLength: false, prefillInLoss: true },
  { prefillInLength: true, prefillInLoss: true },
])('%j', (rules) => {
  const { settings, experiment } = experimentOf(rules);
  const counted = rules.prefillInLength ? ids(prefill).length : 0;

  test('length, cap, loss and fields of training', async () => {
    const { engine, asked } = speakingEngine();
    const rows = await rolloutStage(experiment, settings, engine, 1, {});
    const [row] = rows;
    expect(row?.tokens).toBe(ids(said).length + counted);
    expect(row?.thinkingTokens).toBe(ids('so 3+4').length + counted);
    expect(asked[0]?.maxNewTokens).toBe(60 - counted);
    const carries = lossMask(row!.tokenOrigins, settings.response);
    expect(carries.reduce((sum, one) => sum + one, 0)).toBe(
      ids(said).length + (rules.prefillInLoss ? ids(prefill).length : 0),
    );
    const grades = rows.map(() => ({ correct: true, formatted: true }));
    const { fields, responses } = shapeRows(settings, 1, rows, grades, {}, experiment.tokenizer);
    expect(fields.tokens?.[0]).toBe(row?.tokens);
    expect(fields.answerTokens?.[0]).toBe(ids('</think>\n\nIt is 7.<|im_end|>').length);
    expect(responses!.row.filter((one) => one === 0)).toHaveLength(
      carries.reduce((sum, one) => sum + one, 0),
    );
  });

  test('length and cap of both modes of evaluation, through the same code', async () => {
    const evaluation = { ...base.evaluation, efficientPrefill: prefill, maxTokens: 50 } as ResolvedEvaluation;
    for (const [mode, start] of [
      ['natural', ''],
      ['efficient', prefill],
    ] as const) {
      const { engine, asked } = speakingEngine();
      const { rows } = await evaluateStage(experiment, engine, evaluation, mode, problems);
      const extra = rules.prefillInLength ? ids(start).length : 0;
      expect(asked[0]?.prefill).toEqual(ids(start));
      expect(asked[0]?.maxNewTokens).toBe(50 - extra);
      expect(rows[0]).toMatchObject({ tokens: ids(said).length + extra, correct: true, answer: 'It is 7.' });
    }
  });
});

test('the prefill is appended as tokens of its own, and texts and tokens agree', async () => {
  const { settings, experiment } = experimentOf({});
  const { engine, asked } = speakingEngine();
  const [row] = await rolloutStage(experiment, settings, engine, 1, {});
  expect(row?.promptText).toMatch(/<\|im_start\|>assistant\n<think>$/);
  expect(asked[0]?.prompt).toEqual(ids(row!.promptText));
  expect(asked[0]?.prefill).toEqual(ids(prefill));
  const together = Int32Array.of(...asked[0]!.prompt, ...asked[0]!.prefill);
  expect(tokenizer.decode(together)).toBe(row!.promptText + prefill);
  expect(ids(row!.promptText + prefill)).not.toEqual(together);
});

test('a group is a problem by its id: not its text, and whatever its prefills', () => {
  const { settings, experiment } = experimentOf({});
  const requests = rolloutRequests(experiment, settings, 1);
  expect([...new Set(requests.map(({ key }) => key.groupId))].sort()).toEqual(['1/a', '1/b', '1/c', '1/d']);
  for (const id of ['a', 'b', 'c', 'd']) {
    const group = requests.filter(({ key }) => key.groupId === `1/${id}`);
    expect(group.map(({ key, problem }) => [key.tier, problem.id])).toEqual(
      [0, 0, 1, 1].map((tier) => [tier, id]),
    );
  }
});
