// Presets say where every setting is from, and HBPO's have the published values.
import { expect, test } from 'vitest';
import { templates } from '../library.js';
import { presets } from './library.js';
import type { Preset } from './preset.js';

const all: readonly Preset[] = Object.values(presets);

/** Every value that holds no others, by path. */
function leaves(value: unknown, path: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Array.isArray(value)
    ? value.flatMap((part, index) => leaves(part, `${path}[${index}]`))
    : Object.entries(value).flatMap(([key, part]) => leaves(part, path === '' ? key : `${path}.${key}`));
}

const isInside = (path: string, around: string): boolean =>
  path === around || path.startsWith(`${around}.`) || path.startsWith(`${around}[`);

/** What is the preset's own, and no setting of the experiment. */
const own = /^(kind|name|description|policy|allow|engine)\b/;

test('names are kebab-case and their own, and those of definitions', () => {
  const names = all.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  expect(all.filter(({ name, definition }) => definition.name !== name)).toEqual([]);
});

test.each(all)(
  '$name: every setting has one origin, and every origin a setting',
  ({ definition, origins }) => {
    const paths = leaves(definition, '').filter((path) => !own.test(path));
    const places = Object.keys(origins);
    const counts = paths.map((path) => [path, places.filter((around) => isInside(path, around)).length]);
    expect(counts.filter(([, count]) => count !== 1)).toEqual([]);
    expect(places.filter((around) => !paths.some((path) => isInside(path, around)))).toEqual([]);
    expect(Object.values(origins).filter(({ where }) => where.trim() === '')).toEqual([]);
  },
);

test.each(all)('$name refers to templates that there are, and to its base model', ({ definition, base }) => {
  const { reward, advantage } = definition;
  expect('template' in reward && templates.rewards.has(reward.template)).toBe(true);
  expect(!advantage || !('template' in advantage) || templates.advantages.has(advantage.template)).toBe(true);
  expect(definition.policy).toEqual({ model: `models/${base}` });
});

test('a paper is named by its number at arXiv, but for one that has none', () => {
  const without = all.filter(({ paper }) => !/^\d{4}\.\d{5}$/.test(paper.arxiv ?? ''));
  expect(without.map(({ name }) => name)).toEqual(['deepscaler']);
});

test('published numbers are in their ranges, with both or neither of the base', () => {
  const results = all.flatMap(({ published }) => published.flatMap((table) => table.results));
  const accuracies = results.flatMap(({ accuracy, base }) => [accuracy, base?.accuracy ?? 50]);
  const tokens = results.flatMap(({ tokens: own = 1000, base }) => [own, base?.tokens ?? 1000]);
  expect(Math.min(...accuracies)).toBeGreaterThan(0);
  expect(Math.max(...accuracies)).toBeLessThan(100);
  expect(Math.min(...tokens)).toBeGreaterThan(100);
  expect(Math.max(...tokens)).toBeLessThan(32_768);
});

test('averages that are published are those of their benchmarks, but for two that say so', () => {
  const off = all.flatMap(({ name, published }) =>
    published.flatMap(({ results }) => {
      const average = results.find(({ benchmark }) => benchmark === 'average');
      const others = results.filter((one) => one !== average);
      if (!average || others.length < 4 || others.some(({ tokens }) => tokens === undefined)) return [];
      const mean = (values: readonly number[]): number =>
        values.reduce((sum, value) => sum + value, 0) / values.length;
      const accuracy = mean(others.map((one) => one.accuracy)) - average.accuracy;
      const tokens = mean(others.map((one) => one.tokens ?? 0)) - (average.tokens ?? 0);
      return Math.abs(accuracy) > 0.11 || Math.abs(tokens) > 1.01 ? [name] : [];
    }),
  );
  expect([...new Set(off)]).toEqual(['hbpo-2-budgets', 'jet']);
});

test('the budgets of the ablation have the mean of 1,536 that the paper holds', () => {
  const ablations = all.filter(({ name }) => /^hbpo-\d-budgets?$/.test(name));
  const means = ablations.map(({ definition: { tiers } }) => {
    const budgets = (tiers as readonly { readonly budget: number }[]).map(({ budget }) => budget);
    return [budgets.length, budgets.reduce((sum, budget) => sum + budget, 0) / budgets.length];
  });
  expect(means).toEqual([
    [1, 1536],
    [2, 1536],
    [6, 1536],
    [8, 1536],
  ]);
});
