// What a function becomes: one line a construct, as math text.
import type { ShapeKind } from '@allot/spec';
import { describe, expect, test } from 'vitest';
import { lowerSource, shapeFile } from '../testing/lower-source.js';

const printed = (of: string, before = '', kind?: ShapeKind): string | undefined => {
  const { printed, diagnostics } = lowerSource(shapeFile(of, before, kind));
  expect(diagnostics).toEqual([]);
  return printed;
};

describe('expressions', () => {
  test.each([
    ['() => 1', '1'],
    ['() => 1_000 + 0x10 + 1e-3', '1000 + 16 + 0.001'],
    ['({ tokens }) => tokens', 'tokens'],
    ['({ tokens: n }) => n + 1', 'tokens + 1'],
    ["({ 'tokens': n }) => n", 'tokens'],
    ['(row) => row.tokens / row.lMax', 'tokens / lMax'],
    ["(row) => row['tokens']", 'tokens'],
    ['({ tokens }) => (tokens as number)! + 1', 'tokens + 1'],
    ['function ({ tokens }) { return tokens; }', 'tokens'],
    [
      '({ tokens: a, budget: b }) => a + b - a * b / a % b ** 2',
      'tokens + budget - tokens * budget / tokens % (budget ** 2)',
    ],
    ['({ tokens }) => -(+tokens)', '-tokens'],
    ['({ correct }) => +correct - -correct', 'correct - -correct'],
    ['({ correct }) => Number(correct)', 'correct'],
    ['({ tokens }) => (Boolean(tokens) ? 1 : 0)', '!!tokens ? 1 : 0'],
    [
      '({ tokens: a, budget: b }) => (a < b || a <= b && a > b || a >= b ? 1 : 0)',
      'tokens < budget || tokens <= budget && tokens > budget || tokens >= budget ? 1 : 0',
    ],
    ['({ mode }) => (mode === 1 ? 1 : mode !== 0 ? 2 : 3)', 'mode == 1 ? 1 : mode != 0 ? 2 : 3'],
    ['({ correct, formatted }) => (correct === formatted ? 1 : 0)', 'correct == formatted ? 1 : 0'],
    [
      '({ correct, tokens }) => ((correct && tokens) || !tokens ? 1 : 0)',
      'correct && tokens || !tokens ? 1 : 0',
    ],
    ['({ correct }) => (correct && true ? 1 : 0)', 'correct && 1 ? 1 : 0'],
    [
      '({ tokens }) => Math.max(Math.min(tokens, 3, 5), Math.atan2(tokens, 2), Math.pow(tokens, 2))',
      'max(min(tokens, 3, 5), atan2(tokens, 2), pow(tokens, 2))',
    ],
    ['({ tokens }) => tokens * Math.PI', 'tokens * pi'],
    ['({ tokens }) => tokens + Number.EPSILON', 'tokens + 2.220446049250313e-16'],
  ])('%s', (of, math) => {
    expect(printed(of)).toBe(math);
  });
});

describe('bodies', () => {
  test.each([
    ['({ tokens }) => { return tokens; }', 'tokens'],
    [
      '({ tokens, lMax }) => { const share = tokens / lMax; return 1 - share; }',
      'let share = tokens / lMax in 1 - share',
    ],
    ['({ tokens }) => { const n = tokens, k = 2; return n * k; }', 'tokens * k'],
    ['(row) => { const { tokens, lMax: most } = row; return tokens / most; }', 'tokens / lMax'],
    ['(row, scopes) => { const { group } = scopes; return group.count(); }', 'count[group](1)'],
    ['({ correct }) => { if (!correct) return 0; return 1; }', '!correct ? 0 : 1'],
    [
      '({ correct, tokens }) => { if (correct) { return 1; } else if (tokens > 9) { return 2; } else { return 3; } }',
      'correct ? 1 : tokens > 9 ? 2 : 3',
    ],
    [
      '({ correct, tokens }) => { if (correct) { const half = tokens / 2; if (half > 4) return half; } return 0; }',
      'correct ? let half = tokens / 2 in half > 4 ? half : 0 : 0',
    ],
    ['({ tokens }) => { const budget = tokens + 1; return budget; }', 'let budget2 = tokens + 1 in budget2'],
    [
      '({ tokens }) => { const a = tokens + 1; { const a = tokens + 2; return a; } }',
      'let a = tokens + 1 in let a2 = tokens + 2 in a2',
    ],
    [
      '({ tokens }) => { const twice = (x: number) => x * 2 + tokens; return twice(twice(tokens)); }',
      'let x = tokens * 2 + tokens in x * 2 + tokens',
    ],
  ])('%s', (of, math) => {
    expect(printed(of)).toBe(math);
  });
});

describe('statistics', () => {
  test.each([
    ['(_, { group }) => group.mean((r) => r.tokens, { empty: 0 })', 'mean[group](tokens)'],
    ['(_, scopes) => scopes.tier.max(({ tokens: n }) => n + 1, { empty: 2 })', 'max[tier](tokens + 1)'],
    [
      '(_, { group: g }) => g.median((r) => r.tokens, { empty: 0, where: (r) => r.correct && r.tokens > 2 })',
      'median[group](tokens where correct && tokens > 2)',
    ],
    ['(_, { batch }) => batch.quantile((r) => r.tokens, 0.3, { empty: 0 })', 'quantile(0.3)[batch](tokens)'],
    ['(_, { group }) => group.count((r) => r.correct)', 'count[group](1 where correct)'],
    ['(_, { group }) => group.count(undefined, { leaveOneOut: true })', 'count[group without itself](1)'],
    [
      '(_, { group }) => group.rank((r) => { const n = r.tokens * 2; return n + 1; })',
      'rank[group](let n = tokens * 2 in n + 1)',
    ],
    [
      '(_, { group }) => { const m = group.mean((r) => r.tokens, { empty: 0 }); return group.mean((r) => (r.tokens - m) ** 2, { empty: 0 }); }',
      'let m = mean[group](tokens) in mean[group]((tokens - m) ** 2)',
    ],
    [
      '(_, { group, batch }) => group.sum((r) => r.tokens - batch.min((s) => s.tokens, { empty: 0 }))',
      'sum[group](tokens - min[batch](tokens))',
    ],
    ['(_, { group }) => { const k = 3; return group.sum((r) => r.tokens * k); }', 'sum[group](tokens * k)'],
  ])('%s', (of, math) => {
    expect(printed(of)).toBe(math);
  });

  test('options', () => {
    const of = '(_, { group }) => group.std((r) => r.tokens, { empty: -half, ddof: 0, leaveOneOut: true })';
    const { expression, diagnostics } = lowerSource(shapeFile(of, 'const half = 1 / 2;'));
    expect(diagnostics).toEqual([]);
    expect(expression).toMatchObject({ reducer: 'std', empty: -0.5, ddof: 0, leaveOneOut: true });
    const rank = lowerSource(shapeFile("(_, { group }) => group.rank((r) => r.tokens, { ties: 'max' })"));
    expect(rank.expression).toMatchObject({ reducer: 'rank', ties: 'max' });
  });

  test('an advantage reads the reward of members', () => {
    const of = '({ reward }, { group }) => reward - group.mean((r) => r.reward, { empty: 0 })';
    expect(printed(of, '', 'advantage')).toBe('reward - mean[group](reward)');
  });
});

describe('constants', () => {
  const before = `
    const beta = 4, strict = true, twice = beta * 2;
    enum Mode { Short, Long = 5, Longest }
    const settings = { beta: 5, length: { 'alpha': 1 / 4 }, ...{ gamma: 6 } } as const;
    const frozen = Object.freeze({ delta: 7 });
    const budgets = [512, 2560];
    const { gamma: taken } = settings;
    const half = (x: number) => x / 2;
    const two = half(4);
  `;
  test.each([
    ['({ tokens }) => tokens * beta', 'tokens * beta', 4],
    ['({ tokens }) => tokens * twice', 'tokens * twice', 8],
    ['({ tokens }) => tokens * settings.beta', 'tokens * beta', 5],
    ["({ tokens }) => tokens * settings.length['alpha']", 'tokens * alpha', 0.25],
    ['({ tokens }) => tokens * settings.gamma', 'tokens * gamma', 6],
    ['({ tokens }) => tokens * frozen.delta', 'tokens * delta', 7],
    ['({ tokens }) => tokens * budgets[1]!', 'tokens * 1', 2560],
    ['({ tokens }) => tokens * taken', 'tokens * taken', 6],
    ['({ tokens }) => tokens * two', 'tokens * two', 2],
    ['({ tokens }) => tokens * Mode.Short', 'tokens * Short', 0],
    ['({ tokens }) => tokens * Mode.Longest', 'tokens * Longest', 6],
    ['({ tokens }) => { const { beta: b } = settings; return tokens * b; }', 'tokens * beta', 5],
    ['({ tokens }) => { const own = beta + 1; return tokens * own; }', 'tokens * own', 5],
  ])('%s', (of, math, value) => {
    const { expression, diagnostics, printed } = lowerSource(shapeFile(of, before));
    expect(diagnostics).toEqual([]);
    expect(printed).toBe(math);
    expect(expression).toMatchObject({ right: { kind: 'parameter', value } });
  });

  test('constants of one name and different values are told apart', () => {
    const { expression } = lowerSource(shapeFile('() => beta + settings.beta + beta', before));
    expect(expression).toMatchObject({
      left: { left: { name: 'beta', value: 4 }, right: { name: 'beta2', value: 5 } },
      right: { name: 'beta', value: 4 },
    });
  });

  test('a flag is a flag', () => {
    expect(printed('() => (strict ? 1 : 0)', before)).toBe('strict ? 1 : 0');
  });

  test('from a JSON file and from the index of a folder', () => {
    const files = { 'settings.json': '{ "beta": -4 }', 'more/index.ts': 'export const gamma = 3;' };
    const text = `import settings from './settings.json' with { type: 'json' };
      import { gamma } from './more';\n${shapeFile('() => settings.beta * gamma')}`;
    const { expression } = lowerSource(text, files);
    expect(expression).toMatchObject({ left: { name: 'beta', value: -4 }, right: { value: 3 } });
  });

  test('of overloaded functions the one with a body counts', () => {
    const overloaded = 'function f(x: number): number;\nfunction f(x: number) { return x + 1; }';
    expect(printed('({ tokens }) => f(tokens)', overloaded)).toBe('tokens + 1');
  });

  test('through imports, renamed, from a namespace and handed on', () => {
    const files = {
      'constants.ts':
        'export const beta = 4;\nexport const scale = { alpha: beta / 8 };\nexport default 9;\n',
      'index.ts': "export { beta as b } from './constants.js';\nexport * from './constants.js';\n",
    };
    const text = `import { defineReward } from 'allot';
      import nine, { scale } from './constants.js';
      import * as all from './index.js';
      import { b } from './index.js';
      export default defineReward('example', ({ tokens }) => tokens * b + scale.alpha + all.beta + nine);`;
    const { printed, diagnostics } = lowerSource(text, files);
    expect(diagnostics).toEqual([]);
    expect(printed).toBe('tokens * b + alpha + b + nine');
  });
});

describe('calls', () => {
  test('of helpers bind their arguments once', () => {
    const before = `
      const clip = (x: number, low: number, high: number) => Math.min(Math.max(x, low), high);
      function square(x: number) { return x * x; }`;
    expect(printed('({ tokens: x, lMax }) => square(clip(x / lMax, 0, 1))', before)).toBe(
      'let x2 = let x = tokens / lMax in min(max(x, 0), 1) in x2 * x2',
    );
  });

  test('of helpers that get a row, a scope or a function', () => {
    const before = `
      const share = (row: { tokens: number; lMax: number }) => row.tokens / row.lMax;
      const largest = (scope: any, of: any) => scope.max(of, { empty: 0 });`;
    expect(printed('(row, { group }) => share(row) / largest(group, share)', before)).toBe(
      'tokens / lMax / max[group](tokens / lMax)',
    );
  });

  test('of other shapes, also imported ones', () => {
    const files = {
      'base.ts':
        "import { defineReward } from 'allot';\nconst beta = 2;\nexport const base = defineReward('base', ({ tokens }, { group }) => beta * tokens - group.count());\n",
    };
    const text = `import * as allot from 'allot';
      import { base } from './base.js';
      export default allot.defineAdvantage('example', (row, scopes) => row.reward - base(row, scopes));`;
    const { printed, diagnostics } = lowerSource(text, files);
    expect(diagnostics).toEqual([]);
    expect(printed).toBe('reward - (beta * tokens - count[group](1))');
  });

  test('names of a helper do not catch those around it', () => {
    const before = 'const add = (a: number, b: number) => { const sum = a + b; return sum * a; };';
    const of = '({ tokens }) => { const b = tokens + 1, a = tokens + 2, sum = add(b, a); return sum + a; }';
    expect(printed(of, before)).toBe(
      'let b = tokens + 1 in let a = tokens + 2 in let sum2 = let sum = b + a in sum * b in sum2 + a',
    );
  });
});

describe('tokens', () => {
  test.each<[of: string, math: string, kind?: ShapeKind]>([
    [
      '({ response }) => response.mean((t) => t.logProbability, { where: (t) => t.thinking, empty: 0 })',
      'mean[response](logProbability where thinking)',
    ],
    ['(row) => row.response.count()', 'count[response](1)'],
    ['({ response: all }) => all.count((t) => t.correct)', 'count[response](1 where correct)'],
    [
      '({ tokens, response }, { group }) => response.sum((t) => t.index / tokens - group.count())',
      'sum[response](index / tokens - count[group](1))',
    ],
    [
      '(_, { group }) => group.max((r) => r.response.min((t) => t.logProbability / r.tokens, { empty: 0 }), { empty: 0 })',
      'max[group](min[response](logProbability / tokens))',
    ],
    [
      '({ response }) => response.quantile((t) => t.segment.mean((u) => u.logProbability, { empty: 0 }), 0.3, { empty: 0 })',
      'quantile(0.3)[response](mean[segment](logProbability))',
    ],
    [
      '({ logProbability, advantage, correct }) => (correct ? advantage * logProbability : 0)',
      'correct ? advantage * logProbability : 0',
      'credit',
    ],
    [
      '({ index, segment, position }) => index + segment.count() + position.rank((t) => t.reward)',
      'index + count[segment](1) + rank[position](reward)',
      'credit',
    ],
    [
      '(token, { group }) => { const m = group.mean((r) => r.reward, { empty: 0 }); return token.segment.sum((t) => t.index - m); }',
      'let m = mean[group](reward) in sum[segment](index - m)',
      'credit',
    ],
  ])('%s', (of, math, kind) => {
    expect(printed(of, '', kind)).toBe(math);
  });

  test.each<[of: string, math: string, kind?: ShapeKind]>([
    ['({ signals }) => signals.brief', 'signals.brief'],
    ['(row) => row.signals.brief + row.signals.long', 'signals.brief + signals.long'],
    ['(_, { group }) => group.max((r) => r.signals.brief, { empty: 0 })', 'max[group](signals.brief)'],
    [
      '({ response, signals }) => response.sum((t) => t.tokenSignals.needed * signals.brief)',
      'sum[response](tokenSignals.needed * signals.brief)',
    ],
    [
      '({ tokenSignals: s, signals }) => s.needed - signals.brief',
      'tokenSignals.needed - signals.brief',
      'credit',
    ],
    ['(_, scopes) => scopes.state.longest', 'state.longest'],
  ])('signals: %s', (of, math, kind) => {
    expect(printed(of, '', kind)).toBe(math);
  });

  test('a credit calls a reward and an advantage with its token', () => {
    const before = "const brief = defineReward('brief', ({ tokens }, { group }) => tokens - group.count());";
    expect(printed('(token, scopes) => token.index * brief(token, scopes)', before, 'credit')).toBe(
      'index * (tokens - count[group](1))',
    );
  });
});
