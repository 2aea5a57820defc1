import { randomStream } from '@allot/spec';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutOwn } from '../../test-support/without-own.js';
import { renderComparison } from '../html/render-comparison.js';
import { printComparison } from '../table/print-comparison.js';
import { comparePolicies } from './compare-policies.js';
import type { ComparisonDocument } from './comparison-document.js';
import type { ConditionName, EvaluatedPolicy, Evaluation, ProblemResult } from './evaluated-policy.js';

interface World {
  readonly problems?: number;
  readonly samples?: number;
  /** Right answers as a share, by difficulty 1 and 2. */
  readonly right?: readonly [easy: number, hard: number];
  readonly tokens?: number;
  readonly stream?: number;
}

function problemsOf({ problems = 200, samples = 1, right = [0.8, 0.6], tokens = 50, stream = 0 }: World) {
  const random = randomStream(9, 'problem', stream);
  return Array.from({ length: problems }, (_, index): ProblemResult => {
    const difficulty = 1 + (index % 2);
    const hits = Array.from({ length: samples }, (_unused, sample) =>
      Number(random.at(index * 64 + sample) < (right[difficulty - 1] as number)),
    );
    return {
      id: `p${index}`,
      difficulty,
      samples,
      accuracy: hits.reduce((sum, hit) => sum + hit, 0) / samples,
      tokens: tokens * (0.5 + difficulty / 2 + random.at(index * 64 + 63)),
      prompt: `1 ${index}`,
    };
  });
}

function evaluation(results: readonly ProblemResult[], about: Partial<Evaluation> = {}): Evaluation {
  return {
    place: 'somewhere',
    benchmark: 'test',
    mode: 'natural',
    digest: { kind: 'none' },
    conditions: {
      sampling: { temperature: '1' },
      prompt: { prompt: 'null' },
      environment: { environment: 'null' },
      grading: { grading: '{}' },
    },
    difficulty: { easy: [1, 1], hard: [2, 2] },
    problems: new Map(results.map((result) => [result.id, result])),
    maxTokens: 1000,
    ...about,
  };
}

const policy = (name: string, ...evaluations: readonly Evaluation[]): EvaluatedPolicy => ({
  name,
  evaluations,
});
const plain = (name: string, world: World): EvaluatedPolicy => policy(name, evaluation(problemsOf(world)));

function compare(
  policies: readonly EvaluatedPolicy[],
  ...allowed: readonly ConditionName[]
): ComparisonDocument {
  const [document, diagnostics] = comparePolicies(policies, { allowed: new Set(allowed) });
  expect(diagnostics).toEqual([]);
  return document as ComparisonDocument;
}

const codes = (policies: readonly EvaluatedPolicy[], wanted: { modes?: string[]; data?: string[] } = {}) =>
  comparePolicies(policies, { ...wanted, allowed: new Set() })[1].map(({ code }) => code);

describe('the verdict', () => {
  it('says what is clear, with its interval, and where it is not', () => {
    const [verdict] = compare([
      plain('base', { right: [0.5, 0.6], tokens: 80 }),
      plain('mine', { right: [0.9, 0.65], tokens: 40, stream: 1 }),
    ]).verdicts;
    expect(verdict).toMatch(
      /^mine uses \d\d% fewer tokens than base \[\d\d, \d\d\] and is [\d.]+ points more accurate \[[\d.]+, [\d.]+\] on 200 problems in natural mode; on hard accuracy cannot be told apart\.$/,
    );
  });

  it('claims nothing of a policy against itself', () => {
    const same = plain('base', {});
    expect(compare([same, { ...same, name: 'again' }]).verdicts).toEqual([
      'again answers as base does, right or wrong and with as many tokens, on 200 problems in natural mode.',
    ]);
    expect(compare([same, plain('other', { stream: 1 })]).verdicts).toEqual([
      expect.stringMatching(
        /^other cannot be told apart from base on 200 problems in natural mode: tokens \S+% \[.*\], accuracy \S+ points \[.*\]\.$/,
      ),
    ]);
  });

  it('says the adjusted p where an interval alone would claim a change', () => {
    const base = problemsOf({ problems: 64, right: [1, 1] });
    const shorter = base.map((result, index) => ({
      ...result,
      tokens: result.tokens * (index < 6 ? 0.8 : 1),
    }));
    const document = compare([policy('a', evaluation(base)), policy('b', evaluation(shorter))]);
    const tokens = document.results[0]?.changes[0]?.all.tokensPercent;
    expect(tokens?.interval?.[1]).toBeLessThan(0);
    expect(tokens?.adjustedP).toBeGreaterThan(0.05);
    expect(document.verdicts[0]).toMatch(
      /cannot be told apart.* tokens −[\d.]+% \[[^\]]*\], adjusted p 0\.\d{3}/,
    );
  });

  it('says that few problems are few, and does not hide what is lost on hard ones', () => {
    const [few] = compare([plain('a', { problems: 12 }), plain('b', { problems: 12, stream: 1 })]).verdicts;
    expect(few).toContain('which are few');
    const [lost] = compare([
      plain('a', { problems: 600, right: [0.5, 0.9] }),
      plain('b', { problems: 600, right: [0.9, 0.5], stream: 1 }),
    ]).verdicts;
    expect(lost).toMatch(/on hard it loses [\d.]+ points of accuracy/);
  });

  it('is wrong about accuracy in at most 5% of worlds without a difference', () => {
    const wrong = Array.from({ length: 100 }, (_, world) => world).filter((world) => {
      const [verdict = ''] = compare([
        plain('a', { problems: 40, stream: 2 * world }),
        plain('b', { problems: 40, stream: 2 * world + 1 }),
      ]).verdicts;
      return !verdict.startsWith('b cannot be told apart') || verdict.includes(' it loses ');
    });
    // 5% of 100 is 5 with a standard deviation of 2.2.
    expect(wrong.length).toBeLessThanOrEqual(5 + 3 * 2.2);
  });
});

describe('the numbers', () => {
  it('do not depend on the order of problems', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...Array(40).keys()], { minLength: 40 }), (order) => {
        const [a, b] = [problemsOf({ problems: 40 }), problemsOf({ problems: 40, stream: 1 })];
        const shuffled = order.map((index) => b[index] as ProblemResult);
        const there = compare([policy('a', evaluation(a)), policy('b', evaluation(b))]);
        expect(compare([policy('a', evaluation(a)), policy('b', evaluation(shuffled))])).toEqual(there);
      }),
      { numRuns: 5 },
    );
  });

  it.each([1, 4])('of (A, B) and (B, A) mirror each other, %i samples a problem', (samples) => {
    const [a, b] = [
      plain('a', { samples, right: [0.6, 0.4] }),
      plain('b', { samples, stream: 1, tokens: 30 }),
    ];
    const change = (of: ComparisonDocument) => of.results[0]?.changes[0]?.all;
    const [there, back] = [change(compare([a, b])), change(compare([b, a]))];
    expect(there?.accuracyPoints.value).toBeCloseTo(-(back?.accuracyPoints.value ?? 0), 9);
    expect(there?.accuracyPoints.interval?.[0]).toBeCloseTo(-(back?.accuracyPoints.interval?.[1] ?? 0), 4);
    expect(there?.accuracyPoints.p).toBe(back?.accuracyPoints.p);
    expect(there?.tokensPercent?.p).toBe(back?.tokensPercent?.p);
    const ratio = (percent = Number.NaN): number => 1 + percent / 100;
    expect(ratio(there?.tokensPercent?.value) * ratio(back?.tokensPercent?.value)).toBeCloseTo(1, 9);
    expect(
      ratio(there?.tokensPercent?.interval?.[0]) * ratio(back?.tokensPercent?.interval?.[1]),
    ).toBeCloseTo(1, 5);
  });

  it('count every test of every mode and difficulty together', () => {
    const both = (name: string, stream: number) =>
      policy(
        name,
        evaluation(problemsOf({ stream })),
        evaluation(problemsOf({ stream: stream + 7, tokens: 20 }), { mode: 'efficient' }),
      );
    const document = compare([both('a', 0), both('b', 1), both('c', 2)]);
    expect(document.results.map(({ mode }) => mode)).toEqual(['natural', 'efficient']);
    // 2 modes, 2 policies, all and 2 difficulties, accuracy and tokens.
    expect(document.tests).toBe(24);
  });

  it('has the frontier of those that no other one beats', () => {
    const document = compare([
      plain('long', { right: [0.95, 0.95], tokens: 90 }),
      plain('short', { right: [0.6, 0.6], tokens: 30, stream: 1 }),
      plain('beaten', { right: [0.4, 0.4], tokens: 60, stream: 2 }),
    ]);
    expect(document.results[0]?.standings.map(({ onFrontier }) => onFrontier)).toEqual([true, true, false]);
    expect(document.results[0]?.standings[2]?.frontierShare).toBeLessThan(0.01);
  });

  it('leaves policies that are equal on the frontier, and says so', () => {
    const same = plain('one', {});
    const document = compare([same, { ...same, name: 'two' }]);
    expect(document.results[0]?.standings.map(({ frontierShare }) => frontierShare)).toEqual([1, 1]);
    expect(printComparison(document, { color: false, width: 400 })).toContain(
      'equal policies do not beat each other',
    );
  });

  it('of one problem has tokens without an interval', () => {
    const document = compare([
      plain('a', { problems: 1 }),
      plain('b', { problems: 1, tokens: 20, stream: 1 }),
    ]);
    expect(document.results[0]?.changes[0]?.all.tokensPercent).not.toHaveProperty('interval');
    expect(printComparison(document, { color: false, width: 200 })).toMatch(/^a +\S+ \[[^\]]*\] +\S+ +0 /m);
  });

  it('of a change do not name an interval for what is alike that is wider than each side', () => {
    const same = plain('a', { problems: 64 });
    const [document] = [compare([same, { ...same, name: 'b' }])];
    const [low = 0, high = 0] = document.results[0]?.changes[0]?.all.accuracyPoints.interval ?? [];
    expect(high - low).toBeLessThan(10);
  });
});

describe('what differs besides the policy', () => {
  const base = plain('base', {});
  const other = (about: Partial<Evaluation>, world: World = { stream: 1 }) =>
    policy('other', evaluation(problemsOf(world), about));
  const conditions = evaluation([]).conditions;

  it.each([
    ['sampling', other({ conditions: { ...conditions, sampling: { temperature: '0.6' } } })],
    ['prompt', other({ conditions: { ...conditions, prompt: { prompt: '"Think."' } } })],
    ['environment', other({ conditions: { ...conditions, environment: { environment: '{}' } } })],
    ['grading', other({ conditions: { ...conditions, grading: { grading: '{"kind":"math"}' } } })],
    ['mode', other({ mode: 'efficient' })],
    ['data', other({}, { stream: 1, problems: 150 })],
  ] as const)('%s is an error, unless it is allowed', (what, changed) => {
    const [, diagnostics] = comparePolicies([base, changed], { allowed: new Set() });
    expect(diagnostics.map(({ code }) => code)).toEqual(['compare/different']);
    expect(diagnostics[0]?.message).toContain(`differ in ${what}`);
    const document = compare([base, changed], what);
    expect(document.differences).toMatchObject([{ what, policy: 'other' }]);
    expect(document.verdicts[0]).toContain(`Mind: the evaluations differ in ${what}.`);
  });

  it('sees other problems under the same ids', () => {
    const prompts = problemsOf({ stream: 1 }).map((result) => ({ ...result, prompt: `2 ${result.id}` }));
    expect(codes([base, policy('other', evaluation(prompts))])).toEqual(['compare/different']);
    const digest = (value: string) => ({ digest: { kind: 'problems', value } as const });
    const from = (value: string) => policy(value, evaluation(problemsOf({}), digest(value)));
    expect(codes([from('1'), from('2')])).toEqual(['compare/different']);
    expect(compare([from('1'), from('1')]).differences).toEqual([]);
  });

  it('has nothing to compare without a problem in common', () => {
    const far = problemsOf({}).map((result) => ({ ...result, id: `q${result.id}` }));
    const [document, diagnostics] = comparePolicies([base, policy('far', evaluation(far))], {
      allowed: new Set(['data']),
    });
    expect(document).toBeUndefined();
    expect(diagnostics.map(({ code }) => code)).toEqual(['compare/nothing-in-common']);
  });

  it('names modes and datasets that a policy does not have, and notes what only some have', () => {
    const two = policy('two', evaluation(problemsOf({})), evaluation(problemsOf({}), { mode: 'efficient' }));
    expect(codes([base, two], { modes: ['efficient'] })).toEqual(['compare/no-mode']);
    expect(codes([base, two], { data: ['math-500'] })).toEqual(['compare/no-data', 'compare/no-data']);
    expect(compare([base, two]).notes).toEqual(['efficient mode is left out: base has no evaluation of it.']);
  });
});

it('is printed and drawn, with names that nobody vouches for', () => {
  const odd = plain('<script>\u001b[31m', { stream: 1 });
  const document = compare([plain('base', {}), odd]);
  const text = printComparison(document, { color: false, width: 100 });
  expect(text).toContain('natural mode of test, 200 problems');
  expect(text).not.toContain('\u001b');
  const page = renderComparison(document);
  for (const harm of ['<script', '\u001b']) expect(withoutOwn(page)).not.toContain(harm);
  expect(page.match(/<figure/g)).toHaveLength(3);
  expect(renderComparison(document)).toBe(page);
  const several = renderComparison({
    ...document,
    policies: ['base', 'one', 'two'].map((name) => ({ name, places: [] })),
    verdicts: ['One is shorter.', 'Two cannot be told apart.'],
  });
  expect(several).toContain('<h1>one and two against base</h1>');
});
