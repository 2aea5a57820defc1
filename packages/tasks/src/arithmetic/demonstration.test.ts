import { type ResolvedSupervised, TokenOrigin } from '@allot/spec';
import { describe, expect, test } from 'vitest';
import { arithmeticTokens, overthinking, tags } from '../testing.js';
import { createDemonstrator, type Demonstration } from './demonstration.js';
import { applyOperation, parseProblem } from './problem.js';
import { isHeldOut } from './split.js';

const tokenizer = arithmeticTokens();
const response: ResolvedSupervised['response'] = {
  ...tags,
  maxTokens: 96,
  prefillInLength: false,
  prefillInLoss: false,
};
const environment = { kind: 'shaky-scratchpad', slipRate: 0.04 } as const;

const demonstrate = (
  changes: Partial<ResolvedSupervised['demonstrations']> = {},
  count = 600,
  slipRate = 0.04,
): Demonstration[] => {
  const demonstrator = createDemonstrator({
    definition: { ...overthinking, ...changes },
    response,
    environment: { ...environment, slipRate },
    tokenizer,
    seed: 3,
  });
  return Array.from({ length: count }, (_, index) => demonstrator(1 + Math.floor(index / 64), index % 64));
};

/** One character or special token each; the prefill left out. */
function pieces({ tokens, promptLength, origins }: Demonstration) {
  const all = [...tokens.subarray(promptLength)].map((token, i) => ({
    text: tokenizer.decode([token]),
    origin: origins[i],
  }));
  return all.filter(({ origin }) => origin !== TokenOrigin.prefill);
}

/** Reads a response by the rules of the text form and returns what it writes, step by step and pass by pass. */
function readWork(demonstration: Demonstration) {
  const { operations, start } = parseProblem(demonstration.problem.problem)!;
  const passes: number[][][] = [];
  const slips: { readonly pass: number; readonly written: number; readonly right: number }[] = [];
  const text = pieces(demonstration);
  const must = (holds: boolean) => {
    if (!holds)
      throw new Error(`token ${i - 1} of ${text.map((piece) => piece.text).join('')} is not by the rules`);
  };
  let value = start;
  let right = 0;
  let i = 0;
  const steps = () => passes.at(-1)!;
  /** In the first pass the digit is the operation's result; a copy shows the digit that stands there in the first. */
  const digit = () => {
    const { text: written, origin } = text[i++]!;
    const values = steps().at(-1)!;
    const shown = passes.length === 1 ? right : passes[0]![steps().length - 1]![values.length]!;
    if (origin === TokenOrigin.overridden)
      slips.push({ pass: passes.length - 1, written: Number(written), right: shown });
    else must(Number(written) === shown);
    values.push(Number(written));
    if (passes.length === 1) value = Number(written);
  };
  passes.push([]);
  while (text[i]?.text !== '</think>') {
    const mark = text[i++]!.text;
    if (mark === '~') passes.push([]);
    else if (mark === '?') digit();
    else {
      const operation = operations[steps().length]!;
      must(mark === operation.operator);
      must(text[i++]?.text === String(operation.digit));
      must(text[i++]?.text === '=');
      right = applyOperation(value, operation);
      steps().push([]);
      digit();
    }
  }
  expect(text.slice(i + 1).map((piece) => piece.text)).toEqual([String(value), '<eos>']);
  return { passes, slips, length: text.length, difficulty: operations.length };
}

describe('demonstrations', () => {
  const sample = demonstrate();

  test('follow the text form: every sampled digit is right, the last value is carried on and answered', () => {
    for (const demonstration of sample) {
      const { passes, length, difficulty } = readWork(demonstration);
      expect(passes.every((steps) => steps.length >= 1 && steps.length <= difficulty)).toBe(true);
      expect(length).toBeLessThanOrEqual(96);
    }
  });

  test('state only problems of the training split, of every difficulty', () => {
    expect(sample.some(({ problem }) => isHeldOut(problem.problem))).toBe(false);
    expect(new Set(sample.map(({ problem }) => problem.difficulty)).size).toBe(8);
  });

  test('the digits that slipped are one too high and carry no loss, after ~ as well as before', () => {
    const works = sample.map(readWork);
    const slips = works.flatMap((work) => work.slips);
    const digits = works.flatMap(({ passes }) => passes.flat(2)).length;
    expect(slips.every(({ written, right }) => written === (right + 1) % 10)).toBe(true);
    expect(slips.length / digits).toBeGreaterThan(0.03);
    expect(slips.length / digits).toBeLessThan(0.05);
    const copied = works.flatMap(({ passes }) => passes.slice(1).flat(2)).length;
    const share = slips.filter(({ pass }) => pass > 0).length / copied;
    expect(share).toBeGreaterThan(0.025);
    expect(share).toBeLessThan(0.055);
  });

  test('after a disagreement checks go on until the last value has a strict majority, or six stand there', () => {
    const steps = demonstrate({}, 600, 0.3).flatMap((demonstration) => {
      const { passes, length } = readWork(demonstration);
      return length < 80 ? passes[0]! : [];
    });
    expect(steps.some((values) => new Set(values).size > 1)).toBe(true);
    for (const values of steps) {
      const agreeing = values.filter((value) => value === values.at(-1)).length;
      expect(values.length).toBeLessThanOrEqual(6);
      expect(values.length === 6 || agreeing * 2 > values.length).toBe(true);
    }
  });

  test('without slips a second pass repeats the first word for word', () => {
    for (const demonstration of demonstrate({}, 300, 0)) {
      const { passes } = readWork(demonstration);
      for (const pass of passes) expect(pass).toEqual(passes[0]);
    }
  });

  test('overthinking does not depend on difficulty', () => {
    const plain = demonstrate({ budgetedShare: 0, hastyShare: 0 }, 800);
    const meanTokens = (from: number, to: number) => {
      const lengths = plain
        .filter(({ problem }) => problem.difficulty! >= from && problem.difficulty! <= to)
        .map((demonstration) => pieces(demonstration).length);
      return lengths.reduce((a, b) => a + b, 0) / lengths.length;
    };
    expect(Math.abs(meanTokens(1, 2) - meanTokens(6, 8))).toBeLessThan(8);
  });

  test('the address decides, not the order; the prompt is the problem and the tag', () => {
    const demonstrator = createDemonstrator({
      definition: overthinking,
      response,
      environment,
      tokenizer,
      seed: 3,
    });
    expect(demonstrator(5, 2)).toEqual(sample[4 * 64 + 2]);
    const { tokens, promptLength, problem } = sample[0]!;
    expect(tokenizer.decode(tokens.subarray(0, promptLength))).toBe(`${problem.problem}<think>`);
  });

  test('a hasty one stops early and answers from there', () => {
    const hasty = demonstrate({ hastyShare: 1, budgetedShare: 0 }, 200).map(readWork);
    for (const { passes, difficulty } of hasty.filter((work) => work.difficulty > 1)) {
      expect(passes).toHaveLength(1);
      expect(passes[0]!.length).toBeLessThan(difficulty);
    }
  });
});

describe('budgets', () => {
  const obeying = (budgets: readonly number[], slipRate = 0) =>
    demonstrate({ budgetedShare: 1, obedientShare: 1, budgets, efficientPrefill: '' }, 300, slipRate)
      .filter(({ origins }) => origins.includes(TokenOrigin.prefill))
      .map((demonstration) => ({ demonstration, ...readWork(demonstration) }));

  test('obeyed ones are filled and not passed, where the steps fit', () => {
    for (const budget of [12, 24, 48, 60])
      for (const { length, difficulty, passes } of obeying([budget])) {
        const shortest = 4 * difficulty + 3;
        const full = passes[0]!.every((values) => values.length === 4);
        expect(length).toBeLessThanOrEqual(Math.max(budget, shortest));
        expect(full || length > budget - 2 * passes.length - 2).toBe(true);
      }
  });

  test('a slip is still repaired', () => {
    const repaired = obeying([24], 0.3).flatMap(({ passes }) => passes.flat());
    expect(repaired.some((values) => new Set(values).size > 1)).toBe(true);
  });

  test('efficiency mode shows the shortest work', () => {
    const shortest = demonstrate({ budgetedShare: 1, budgets: [] }, 200, 0);
    for (const demonstration of shortest) {
      const { length, difficulty } = readWork(demonstration);
      expect(length).toBe(4 * difficulty + 3);
      expect(tokenizer.decode(demonstration.tokens)).toContain('<think>[min]');
    }
  });

  test('the statement is prefill, in the shares asked for', () => {
    const sample = demonstrate();
    const texts = sample.map(({ tokens, promptLength, origins }) => {
      const prefill = origins.filter((origin) => origin === TokenOrigin.prefill).length;
      return tokenizer.decode(tokens.subarray(promptLength, promptLength + prefill));
    });
    expect(new Set(texts)).toEqual(new Set(['', '[12]', '[24]', '[48]', '[60]', '[min]']));
    expect(texts.filter((text) => text === '').length / texts.length).toBeCloseTo(0.5, 1);
  });
});
