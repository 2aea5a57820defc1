// Shapes as text of a definition: the same language, and mistakes shown inside the text.
import { printShape } from '@allot/spec';
import { describe, expect, test } from 'vitest';
import { loadYaml } from '../load/load-yaml.js';
import { valueAt } from '../path.js';
import { lowerText, type TextKind } from './lower-text.js';

const printed = (text: string, kind: TextKind = 'reward'): string | undefined => {
  const [expression, diagnostics] = lowerText(text, {}, kind);
  expect(diagnostics).toEqual([]);
  return expression && printShape(expression);
};

describe('lowerText', () => {
  test.each<[text: string, math: string, kind?: TextKind]>([
    [
      'correct ? 4 * Math.cos(Math.PI * tokens / (2 * lMax)) : 0',
      'correct ? 4 * cos(pi * tokens / (2 * lMax)) : 0',
    ],
    ['tokens - group.mean((r) => r.tokens, { empty: 0 })', 'tokens - mean[group](tokens)'],
    ['tier.max(r => r.tokens, { empty: 0 }) + tier', 'max[tier](tokens) + tier'],
    ['batch.count(({ correct }) => correct)', 'count[batch](1 where correct)'],
    ['reward - group.mean((r) => r.reward, { empty: 0 })', 'reward - mean[group](reward)', 'advantage'],
    ['correct && tokens < budget', 'correct && tokens < budget', 'reward-condition'],
    ['tokens', 'tokens', 'reward-condition'],
    ['reward > 0', 'reward > 0', 'advantage-condition'],
    ['response.sum(t => t.index)', 'sum[response](index)'],
    [
      'logProbability < segment.mean(t => t.logProbability, { empty: 0 }) ? 0 : advantage',
      'logProbability < mean[segment](logProbability) ? 0 : advantage',
      'credit',
    ],
    ['thinking && index > 3', 'thinking && index > 3', 'credit-condition'],
    ['  tokens // whole length\n  + 1;', 'tokens + 1'],
  ])('%s', (text, math, kind) => {
    expect(printed(text, kind)).toBe(math);
  });

  test.each<[text: string, code: string, kind?: TextKind]>([
    ['', 'shape/syntax'],
    ['  ', 'shape/syntax'],
    ['tokens +', 'shape/syntax'],
    ['tokens) + (1', 'shape/syntax'],
    ['1; 2', 'shape/syntax'],
    ['const x = 1', 'shape/syntax'],
    ['import("fs")', 'shape/outside-subset'],
    ['{}', 'shape/syntax'],
    ['({})', 'shape/outside-subset'],
    ['constructor', 'shape/unknown-name'],
    ['__proto__', 'shape/unknown-name'],
    ['toString()', 'shape/unknown-function'],
    ['globalThis.process', 'shape/unknown-name'],
    ['process.exit(1)', 'shape/random'],
    ['Math.constructor', 'shape/outside-subset'],
    ['(() => 1)()()', 'shape/outside-subset'],
    ['reward', 'shape/field-not-here'],
    ['reward > 1', 'shape/field-not-here', 'reward-condition'],
    ['correct', 'shape/flag-as-number'],
    ['logProbability', 'shape/unknown-name'],
    ['segment.count()', 'shape/unknown-name'],
    ['advantage', 'shape/field-not-here', 'advantage'],
    ['group.sum((r) => r.tokens - tokens)', 'shape/outer-row'],
    [`${'('.repeat(100_000)}1`, 'shape/syntax'],
    [`${'1 + '.repeat(5000)}1`, 'shape/too-large'],
  ])('refuses %s', (text, code, kind = 'reward') => {
    const [expression, [found]] = lowerText(text, {}, kind);
    expect(expression).toBeUndefined();
    expect(found?.code).toBe(code);
  });

  test('deep nesting is refused at every depth, without an exception', () => {
    for (let depth = 1; depth < 60_000; depth = Math.ceil(depth * 1.7))
      for (const text of [`${'('.repeat(depth)}1${')'.repeat(depth)}`, `${'!'.repeat(depth)}1`])
        expect(lowerText(text, {}, 'reward-condition')[1].length).toBeLessThanOrEqual(1);
  });
});

describe('places', () => {
  /** Texts that the mistakes of the value under `reward` point at, in the YAML file. */
  function pointed(file: string, whole = false): string[] {
    const [loaded] = loadYaml('x.yaml', file);
    const reward = valueAt(loaded?.value, ['reward']) as string;
    const span = loaded?.spans.get('reward')?.value;
    const place = { ...(span ? { span } : {}), ...(whole ? {} : { source: file }) };
    const lines = file.split('\n');
    return lowerText(reward, place, 'reward')[1].map(({ span: found }) => {
      if (!found) return '';
      const { line, column, endLine, endColumn } = found;
      if (line !== endLine) return `${line}:${column}-${endLine}:${endColumn}`;
      return `${line}:${column} ${lines[line - 1]?.slice(column - 1, endColumn - 1)}`;
    });
  }

  test.each([
    ['plain', 'reward: tokns + lMx\n', ['1:9 tokns', '1:17 lMx']],
    ['in double quotes', 'reward: "tokns + lMx"\n', ['1:10 tokns', '1:18 lMx']],
    ['in single quotes', "reward: 'tokns + lMx'\n", ['1:10 tokns', '1:18 lMx']],
    ['at its end', 'reward: tokens +\n', ['1:16 +']],
  ])('%s, with and without the text of the file', (_, file, expected) => {
    expect(pointed(file)).toEqual(expected);
    expect(pointed(file, true)).toEqual(expected);
  });

  test.each([
    ['escaped quotes', "reward: 'mode === ''a'' ? tokns : 1'\n", ["1:19 ''a''", '1:27 tokns']],
    ['a backslash', 'reward: "mode === \\"a\\" ? tokns : 1"\n', ['1:19 \\"a\\"', '1:27 tokns']],
    ['a block', 'reward: |\n  tokens\n    + tokns\n\n  - lMx\n', ['3:7 tokns', '5:5 lMx']],
    ['a folded block', 'reward: >- # long\n  tokens\n  + tokns\n  - lMx\n', ['3:5 tokns', '4:5 lMx']],
    ['several plain lines', 'reward: tokens\n  + tokns\n  - lMx\n', ['2:5 tokns', '3:5 lMx']],
    ['several quoted lines', 'reward: "tokens\n  + tokns \\\n  - lMx"\n', ['2:5 tokns', '3:5 lMx']],
  ])('%s', (_, file, expected) => {
    expect(pointed(file)).toEqual(expected);
  });

  test('text that is written otherwise keeps the place of the whole', () => {
    const file = 'reward: "\\x74okns"\n';
    expect(pointed(file)).toEqual(['1:9 "\\x74okns"']);
  });

  test('a value without a place', () => {
    expect(lowerText('tokns', {}, 'reward')[1][0]?.span).toBeUndefined();
  });
});
