// Spans of a TypeScript definition point at the text of each value.

import type { Span } from '@allot/spec';
import { expect, test } from 'vitest';
import { parsePath } from '../path.js';
import type { Sources } from './sources.js';
import { displayName } from './sources.js';
import { findKeySpan, findSpan } from './spans.js';
import { traceSpans } from './typescript-spans.js';

const file = '/definitions/pipeline.ts';

function trace(text: string) {
  const sources: Sources = new Map([[displayName(file), text]]);
  const { spans, syntaxErrors } = traceSpans(file, text, sources);
  expect(syntaxErrors).toEqual([]);
  const textAt = (span: Span | undefined): string | undefined => {
    if (!span) return undefined;
    const lines = text.split('\n');
    if (span.line === span.endLine) return lines[span.line - 1]?.slice(span.column - 1, span.endColumn - 1);
    return `${lines[span.line - 1]?.slice(span.column - 1)}…`;
  };
  return {
    value: (path: string) => textAt(findSpan(spans, parsePath(path) ?? [])),
    key: (path: string) => textAt(findKeySpan(spans, parsePath(path) ?? [])),
  };
}

test('literals, their keys, and what lies inside lists', () => {
  const at = trace(`export default definePipeline({
  name: 'quick',
  steps: 150,
  evaluation: { modes: ['natural', 'efficient'], difficulty: { easy: [1, 2] } },
});`);
  expect(at.value('name')).toBe("'quick'");
  expect(at.key('steps')).toBe('steps');
  expect(at.value('evaluation.modes[1]')).toBe("'efficient'");
  expect(at.value('evaluation.difficulty.easy[1]')).toBe('2');
});

test('arguments of the define functions', () => {
  const at = trace(`export default definePipeline({
  datasets: { train: arithmetic({ split: 'train' }), own: dataset.jsonl('own.jsonl', { map: { answer: 'a' } }) },
  tiers: tiers([9, 18], { rolloutsPerTier: 4, prefill: '[{budget}]' }),
  reward: rewards.hbpo({ beta: 4 }),
  optimizer: adamw({ learningRate: 3e-4, schedule: schedule.linear({ warmupSteps: 50 }) }),
});`);
  expect(at.value('datasets.train.split')).toBe("'train'");
  expect(at.value('datasets.own.path')).toBe("'own.jsonl'");
  expect(at.value('datasets.own.map.answer')).toBe("'a'");
  expect(at.value('tiers[1]')).toBe('18');
  expect(at.value('tiers[1].budget')).toBe('18');
  expect(at.value('tiers[0].rollouts')).toBe('4');
  expect(at.key('tiers[1].prefill')).toBe('prefill');
  expect(at.value('reward.template')).toBe('rewards.hbpo');
  expect(at.value('reward.parameters.beta')).toBe('4');
  expect(at.value('optimizer.schedule.warmupSteps')).toBe('50');
  expect(at.value('optimizer.kind')).toContain('adamw(');
});

test('constants, member access, shorthand, spreads and assertions', () => {
  const at = trace(`const budgets = [9, 18] as const;
const shared = { steps: 10, response: { maxTokens: 64 } };
const seed = (7);
const options = { rolloutsPerTier: 2 } satisfies object;
const pipeline = { ...shared, steps: 20, seed, tiers: tiers([...budgets, 36], options), response: shared.response };
export { pipeline as default };`);
  expect(at.value('steps')).toBe('20');
  expect(at.value('seed')).toBe('7');
  expect(at.value('response.maxTokens')).toBe('64');
  expect(at.value('tiers[0].rollouts')).toBe('2');
});

test('what cannot be followed has the span of what is around it', () => {
  const at = trace(
    `export default definePipeline({ tiers: makeTiers(4), training: { promptsPerStep: 2 * 8 } });`,
  );
  expect(at.value('tiers[2].budget')).toBe('makeTiers(4)');
  expect(at.value('training.promptsPerStep')).toBe('2 * 8');
  expect(at.value('optimizer.learningRate')).toContain('definePipeline(');
});

test('a constant that refers to itself ends', () => {
  const at = trace('const a: object = { ...a, b: a };\nexport default a;');
  expect(at.value('name')).toBe('{ ...a, b: a }');
});

test('syntax errors are told with their place', () => {
  const text = 'export default { name: ;\n';
  const { syntaxErrors } = traceSpans(file, text, new Map());
  expect(syntaxErrors[0]).toMatchObject({ code: 'definition/syntax', span: { line: 1, column: 24 } });
});
