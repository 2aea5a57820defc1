// What the analysis says of published shapes, and of broken ones.
import { type Expression, shape } from '@allot/spec';
import { templates } from '@allot/templates';
import { describe, expect, test } from 'vitest';
import { analysisCatalog } from './catalog-analysis.js';
import type { ShapeCode, ShapeFinding } from './finding.js';
import {
  type AnalysisContext,
  analyzeAdvantage,
  analyzeReward,
  analyzeShape,
  findingsToDiagnostics,
  paperContext,
} from './index.js';

const reward = (name: string, parameters = {}): Expression => templates.rewards.get(name)!.build(parameters);
const advantage = (name: string, parameters = {}): Expression =>
  templates.advantages.get(name)!.build(parameters);

const severe = (findings: readonly ShapeFinding[]): string[] =>
  findings.filter(({ severity }) => severity !== 'info').map(({ code, severity }) => `${severity} ${code}`);
const find = <Code extends ShapeCode>(findings: readonly ShapeFinding[], code: Code): ShapeFinding<Code> => {
  const found = findings.find((finding) => finding.code === code);
  if (!found) throw new Error(`no ${code} among ${findings.map((finding) => finding.code).join(', ')}`);
  return found as unknown as ShapeFinding<Code>;
};
const messageOf = (findings: readonly ShapeFinding[], code: ShapeCode): string =>
  findingsToDiagnostics([find(findings, code)])[0]!.message;

const { field, number, call, when, binary, subtract, multiply, divide, add, reduce, parameter, define } =
  shape;
const n = field('tokens');
const b = field('budget');
const lMax = field('lMax');
const correct = field('correct');
const group = (rollouts: number): AnalysisContext => ({
  ...paperContext,
  tiers: [{ budget: 1024, rollouts, cap: 4096 }],
  groupSize: rollouts,
});

describe('HBPO', () => {
  const found = analyzeReward(reward('hbpo'), paperContext);

  test("the paper's reward has one warning: right answers below wrong ones near the cap", () => {
    expect(severe(found)).toEqual(['warning shape/right-falls-below-wrong']);
    const { tiers, settled } = find(found, 'shape/right-falls-below-wrong');
    expect(settled).toEqual({ how: 'exact', by: 'every length' });
    expect(tiers.map(({ meets }) => Math.round(meets))).toEqual([3601, 3673, 3814, 3885]);
    const f1 = (tokens: number, budget: number) =>
      4 * Math.cos((Math.PI * tokens) / 8192) - Math.abs(tokens - budget) / 4096;
    for (const { budget, from, to } of tiers) {
      expect(f1(from, budget)).toBeLessThan(0);
      expect(f1(from - 1, budget)).toBeGreaterThanOrEqual(0);
      expect(to).toBe(4096);
    }
    expect(messageOf(found, 'shape/right-falls-below-wrong')).toBe(
      'A right answer earns less than a wrong one beyond 3,601 tokens at budget 512, 3,673 at 1024, 3,814 at 2048 and 3,885 at 2560 (checked at every length)',
    );
  });

  test('its tiers cross once each, to the token', () => {
    const { crossings } = find(found, 'shape/crossings');
    expect(crossings.every(({ larger }) => larger)).toBe(true);
    expect(crossings).toHaveLength(6);
    // 512 against 1024: f1(n, 512) falls below f2(1024).
    const value = (tokens: number) => 4 * Math.cos((Math.PI * tokens) / 8192) - (tokens - 512) / 4096;
    const f2 = 4 * Math.cos((Math.PI * 1024) / 8192);
    const first = crossings.find(({ budgets: [x, y] }) => x === 512 && y === 1024)!;
    expect(value(first.tokens)).toBeLessThan(f2);
    expect(value(first.tokens - 1)).toBeGreaterThan(f2);
  });

  test('its bounds: from the cap to the budget', () => {
    const { tiers } = find(found, 'shape/bounds');
    expect(tiers[0]?.right[0]).toBeCloseTo(-(4096 - 512) / 4096, 12);
    expect(tiers[3]?.right[1]).toBeCloseTo(4 * Math.cos((Math.PI * 2560) / 8192), 12);
    expect(tiers[1]?.wrong).toEqual([0, 0]);
  });

  test("the paper's advantage has one warning: it moves a group in which all are wrong", () => {
    const findings = analyzeAdvantage(reward('hbpo'), advantage('hbpo'), paperContext);
    expect(severe(findings)).toEqual(['warning shape/moves-all-wrong-group']);
    expect(find(findings, 'shape/moves-all-wrong-group').settled.how).toBe('exact');
    expect(messageOf(findings, 'shape/moves-all-wrong-group')).toContain(
      '-3.92 at budget 512, -3.70 at 1024, -2.83 at 2048 and -2.22 at 2560',
    );
  });

  test('as released, the doubled term pushes the only right answer of a group down', () => {
    expect(severe(analyzeReward(reward('hbpo-released'), paperContext))).toEqual([
      'warning shape/right-falls-below-wrong',
    ]);
    const findings = analyzeAdvantage(reward('hbpo-released'), advantage('hbpo-released'), paperContext);
    expect(severe(findings)).toEqual([
      'warning shape/moves-all-wrong-group',
      'warning shape/negative-advantage-of-right',
    ]);
  });

  test('without the term, groups of wrong answers stay where they are', () => {
    const parts = [reward('hbpo'), advantage('hbpo', { intra: false })] as const;
    expect(severe(analyzeAdvantage(...parts, paperContext))).toEqual([]);
  });

  test('the same at 131,072 tokens, where lengths are sampled', () => {
    const long: AnalysisContext = {
      ...paperContext,
      tiers: paperContext.tiers.map((tier) => ({ ...tier, budget: 32 * tier.budget, cap: 131_072 })),
      lMax: 131_072,
    };
    const findings = analyzeReward(reward('hbpo'), long);
    expect(severe(findings)).toEqual(['warning shape/right-falls-below-wrong']);
    const { settled, tiers } = find(findings, 'shape/right-falls-below-wrong');
    expect(settled).toEqual({ how: 'sampled', resolution: 'every 8 tokens' });
    expect(tiers[0]!.meets / 32).toBeCloseTo(3601.35, 1);
  });
});

describe('other published shapes', () => {
  test.each<[string, string[]]>([
    ['classic', []],
    ['global-cosine', ['warning shape/collapse-risk']],
    ['cosine', ['warning shape/right-falls-below-wrong', 'warning shape/collapse-risk']],
    ['l1-exact', ['warning shape/right-falls-below-wrong']],
    ['l1-max', ['warning shape/falls-inside-budget', 'warning shape/tiers-never-cross']],
  ])('%s', (name, codes) => {
    expect(severe(analyzeReward(reward(name), paperContext))).toEqual(codes);
  });

  test.each([
    ['grpo', 'classic'],
    ['dr-grpo', 'classic'],
    ['rloo', 'classic'],
    ['grpo', 'hbpo'],
    ['grpo', 'global-cosine'],
  ])('%s on %s', (name, rewards) => {
    expect(severe(analyzeAdvantage(reward(rewards), advantage(name), paperContext))).toEqual([]);
  });

  test('a baseline over the batch moves groups of wrong answers by design: a note', () => {
    const centered = subtract(field('reward'), reduce('mean', 'batch', field('reward')));
    const findings = analyzeAdvantage(reward('classic'), centered, paperContext);
    expect(find(findings, 'shape/moves-all-wrong-group').severity).toBe('info');
  });

  test('a length term among siblings collapses too, as far as samples tell', () => {
    // TLMRE (arXiv 2502.04463): R = c * (1 - alpha * sigmoid((n - mean) / std)) over right siblings.
    const siblings = { where: correct, empty: 0, ddof: 0 } as const;
    const z = divide(
      subtract(n, reduce('mean', 'group', n, siblings)),
      add(reduce('std', 'group', n, siblings), 1e-7),
    );
    const sigmoid = divide(1, add(1, call('exp', shape.negate(z))));
    const findings = analyzeReward(multiply(correct, subtract(1, multiply(0.2, sigmoid))), paperContext);
    expect(find(findings, 'shape/collapse-risk').settled.how).toBe('sampled');
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

describe('nonsense does not pass', () => {
  const errors = (expression: Expression): string[] =>
    analyzeReward(expression, paperContext)
      .filter(({ severity }) => severity === 'error')
      .map(({ code }) => code);
  const overlong = (sign: 1 | -1): Expression =>
    add(when(correct, 1, 0), multiply(sign, call('min', divide(subtract(subtract(lMax, 1024), n), 1024), 0)));

  test('a soft overlong penalty with its sign turned round pays for overshooting', () => {
    expect(errors(overlong(1))).toEqual([]);
    expect(errors(overlong(-1))).toEqual(['shape/rises-past-budget']);
  });

  test('a penalty so steep that wrong answers earn more', () => {
    expect(errors(subtract(correct, multiply(0.003, n)))).toEqual(['shape/wrong-beats-right']);
    expect(errors(subtract(correct, multiply(0.0001, n)))).toEqual([]);
  });

  test('a steep penalty that does not read the budget is measured by the smallest one', () => {
    const flatter = subtract(correct, multiply(0.0005, n));
    expect(errors(flatter)).toEqual([]);
    expect(severe(analyzeReward(flatter, paperContext))).toContain('warning shape/right-falls-below-wrong');
    expect(errors(add(flatter, multiply(0, b)))).toEqual(['shape/wrong-beats-right']);
  });

  test('wrong and short is worth more than right and long', () => {
    expect(errors(when(correct, 1, when(binary(n, '<', 100), 2, 0)))).toEqual(['shape/wrong-beats-right']);
  });

  test('a reward that is NaN for some lengths; no more is said of it', () => {
    const findings = analyzeReward(when(correct, call('log', subtract(b, n)), 0), paperContext);
    expect(findings.map(({ code }) => code)).toEqual(['shape/not-a-number']);
  });

  test('a guarded logarithm is no finding', () => {
    const guarded = when(binary(n, '<', b), call('log', subtract(b, n)), 0);
    expect(errors(when(correct, guarded, 0))).toEqual([]);
  });

  test('a mean deviation that is 0 in groups of equal rewards', () => {
    const findings = analyzeAdvantage(reward('classic'), advantage('grpo', { epsilon: 0 }), paperContext);
    expect(severe(findings)).toEqual(['error shape/divides-by-zero']);
    expect(messageOf(findings, 'shape/divides-by-zero')).toContain('in a group without a right answer');
  });

  test('a division by the number of right answers', () => {
    const share = divide(1, reduce('count', 'group', 1, { where: correct }));
    expect(severe(analyzeReward(share, paperContext))).toContain('error shape/divides-by-zero');
    const mended = call('min', share, 1);
    expect(severe(analyzeReward(mended, paperContext))).toContain('warning shape/divides-by-zero');
  });
});

describe('around the budget', () => {
  const codes = (expression: Expression): string[] => severe(analyzeReward(expression, paperContext));

  test('a hard cut jumps', () => {
    const findings = analyzeReward(when(binary(n, '<=', b), correct, 0), paperContext);
    expect(find(findings, 'shape/jump-at-budget').tiers[0]).toEqual({ budget: 512, at: 1, past: 0 });
  });

  test('a reward that reads the budget and charges nothing past it', () => {
    expect(codes(when(correct, divide(b, lMax), 0))).toContain('warning shape/flat-past-budget');
  });

  test('a bump on the way down is a warning, not an error', () => {
    const bump = when(binary(n, '>', 3000), 0.2, 0.1);
    const findings = codes(when(correct, when(binary(n, '<=', b), 1, bump), 0));
    expect(findings).toContain('warning shape/rises-past-budget');
  });

  test('lengths are compared at one time of the run, among siblings too', () => {
    const siblings = reduce('mean', 'group', correct);
    const warming = multiply(add(correct, siblings), field('progress'));
    const codes = analyzeReward(warming, paperContext).map(({ code }) => code);
    expect(codes).not.toContain('shape/falls-inside-budget');
    expect(codes).not.toContain('shape/rises-past-budget');
  });

  test('budgets in the wrong order', () => {
    const distance = divide(call('abs', subtract(subtract(lMax, b), n)), lMax);
    expect(codes(when(correct, subtract(1, distance), 0))).toContain('warning shape/tiers-out-of-order');
  });
});

describe('branches and rules', () => {
  test('a test outside the ranges of the fields', () => {
    const findings = analyzeReward(when(binary(n, '>', lMax), -1, when(correct, 1, 0)), paperContext);
    expect(find(findings, 'shape/unreachable')).toMatchObject({
      test: 'tokens > lMax',
      always: false,
      settled: { how: 'exact', by: 'interval arithmetic' },
    });
  });

  test('a test that an earlier test settles', () => {
    const inner = when(binary(n, '<', 5), 3, when(correct, 1, 0));
    const findings = analyzeReward(when(binary(n, '<', 10), when(correct, 2, 0), inner), paperContext);
    expect(find(findings, 'shape/unreachable').test).toBe('tokens < 5');
  });

  test('a test that only trying every length settles', () => {
    const square = binary(add(multiply(n, n), 4), '<', multiply(4, n));
    const findings = analyzeReward(when(square, 2, when(correct, 1, 0)), paperContext);
    expect(find(findings, 'shape/unreachable').settled).toEqual({ how: 'exact', by: 'every length' });
  });

  const cut = (k: number, ddof: 0 | 1 = 1): Expression =>
    define(
      'threshold',
      call('floor', add(reduce('mean', 'group', n), multiply(k, reduce('std', 'group', n, { ddof })))),
      (t) => when(binary(subtract(n, t), '>=', 32), -1, field('reward')),
    );
  const fires = (rule: Expression, rollouts: number) =>
    analyzeAdvantage(reward('classic'), rule, group(rollouts)).find(
      ({ code, severity }) => code === 'shape/cannot-fire' && severity === 'warning',
    );

  test("DOT's cut at three deviations needs 11 rollouts", () => {
    expect(fires(cut(3), 8)).toMatchObject({ limit: { deviations: 3, size: 8, needed: 11 } });
    expect(fires(cut(3), 10)).toBeDefined();
    expect(fires(cut(3), 11)).toBeUndefined();
    expect(fires(cut(3), 16)).toBeUndefined();
  });

  test('the population kind of deviation, and the rule as a quotient', () => {
    expect(fires(cut(3, 0), 10)).toMatchObject({ limit: { needed: 11 } });
    const z = divide(subtract(n, reduce('mean', 'group', n)), add(reduce('std', 'group', n), 1e-6));
    const rule = when(binary(z, '>', 3), -1, field('reward'));
    expect(fires(rule, 10)).toMatchObject({ limit: { needed: 11 } });
    expect(fires(rule, 11)).toBeUndefined();
    const mirrored = when(binary(-2.9, '>', z), -1, field('reward'));
    expect(fires(mirrored, 9)).toBeDefined();
  });

  test('a rule that sampled groups never meet is a note', () => {
    const rule = when(binary(reduce('count', 'group', 1), '>', 16), -1, field('reward'));
    const findings = analyzeAdvantage(reward('classic'), rule, paperContext);
    expect(findings.map(({ code }) => code)).toContain('shape/cannot-fire');
  });
});

describe('what has no effect', () => {
  test('a parameter', () => {
    const idle = add(when(correct, 1, 0), multiply(parameter('weight', 2), 0));
    expect(find(analyzeReward(idle, paperContext), 'shape/parameter-without-effect').parameter).toBe(
      'weight',
    );
    expect(severe(analyzeReward(when(correct, parameter('weight', 2), 0), paperContext))).toEqual([]);
  });

  test('budgets that nothing reads', () => {
    const hidden = (told: boolean): AnalysisContext => ({
      ...paperContext,
      tiers: paperContext.tiers.map((tier) => ({ ...tier, told })),
    });
    const codes = (name: string, told: boolean) =>
      severe(analyzeAdvantage(reward(name), advantage('grpo'), hidden(told)));
    expect(codes('classic', false)).toEqual(['warning shape/budget-unread']);
    expect(codes('classic', true)).toEqual([]);
    expect(codes('hbpo', false)).toEqual([]);
  });
});

test('every finding says something, with every placeholder filled', () => {
  const shapes = ['hbpo', 'hbpo-released', 'cosine', 'l1-max', 'l1-exact', 'global-cosine'];
  const findings = shapes.flatMap((name) => [
    ...analyzeReward(reward(name), paperContext),
    ...analyzeAdvantage(reward(name), advantage('hbpo-released'), paperContext),
  ]);
  for (const { message, help, code } of findingsToDiagnostics(findings)) {
    expect(Object.keys(analysisCatalog)).toContain(code);
    expect(`${message} ${help}`).not.toMatch(/undefined|NaN|\{|\}|Infinity/);
  }
});

test('numbers stand for themselves', () => {
  expect(severe(analyzeReward(number(1), paperContext))).toEqual([]);
});

describe('tokens', () => {
  const sure = reduce('mean', 'response', field('logProbability'), { empty: 0 });

  test('a statistic of tokens is tried out in what it can be', () => {
    const found = analyzeReward(when(correct, add(1, sure), 0), paperContext);
    expect(messageOf(found, 'shape/wrong-beats-right')).toContain('3 settings of the other fields');
    expect(analyzeReward(when(binary(sure, '>', 0), 2, correct), paperContext)).toContainEqual({
      code: 'shape/unreachable',
      severity: 'warning',
      settled: { how: 'exact', by: 'interval arithmetic' },
      test: 'mean[response](logProbability) > 0',
      always: false,
    });
  });

  test('division by a statistic that can be zero', () => {
    const count = reduce('count', 'response', 1, { where: field('thinking') });
    const found = analyzeReward(divide(correct, count), paperContext);
    expect(find(found, 'shape/divides-by-zero')).toMatchObject({
      severity: 'error',
      part: 'correct / count[response](1 where thinking)',
    });
  });

  const credit = (expression: Expression): ShapeFinding[] =>
    analyzeShape(
      { kind: 'credit', expression, reward: reward('classic'), advantage: advantage('grpo') },
      paperContext,
    );

  test('a credit: where it breaks, what is never reached, what has no effect', () => {
    expect(credit(multiply(field('advantage'), parameter('weight', 2)))).toEqual([]);
    expect(severe(credit(divide(field('advantage'), field('index'))))).toEqual([
      'error shape/divides-by-zero',
    ]);
    expect(severe(credit(when(binary(field('logProbability'), '>', 0), 1, 2)))).toEqual([
      'warning shape/unreachable',
    ]);
    expect(severe(credit(add(field('advantage'), multiply(0, parameter('weight', 2)))))).toEqual([
      'warning shape/parameter-without-effect',
    ]);
  });

  test("a cut: DOT's needs 11 rollouts", () => {
    const to = add(reduce('mean', 'group', n), multiply(3, reduce('std', 'group', n)));
    const of = (rollouts: number) =>
      analyzeShape({ kind: 'cut', to, when: number(1), atLeast: 32 }, group(rollouts));
    expect(find(of(8), 'shape/cannot-fire')).toMatchObject({ limit: { needed: 11 } });
    expect(severe(of(11))).toEqual([]);
  });
});
