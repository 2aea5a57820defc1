import { readFileSync } from 'node:fs';
import { type Expression, partsOf, printShape, somePart, type Template } from '@allot/spec';
import { expect, test } from 'vitest';
import { advantages, credits, rewards, templates } from './library.js';
import { randomRows } from './testing/random-rows.js';
import { advantageOf, creditOf, rewardOf } from './testing/rows.js';

const all = [...templates.rewards.values(), ...templates.advantages.values(), ...templates.credits.values()];
const evaluate = { reward: rewardOf, advantage: advantageOf, credit: creditOf } as const;

test('names are kebab-case, their own, and cited', () => {
  expect(templates.rewards.size).toBe(Object.keys(rewards).length);
  expect(templates.advantages.size).toBe(Object.keys(advantages).length);
  expect(templates.credits.size).toBe(Object.keys(credits).length);
  for (const { name } of all) expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  const uncited = all.filter(({ source }) => !/arXiv \d{4}\.\d{5}/.test(source));
  expect(uncited.map(({ name }) => name)).toEqual(['qglas', 'sas']);
});

test('functions are named as their templates', () => {
  for (const [name, { template }] of [
    ...Object.entries(rewards),
    ...Object.entries(advantages),
    ...Object.entries(credits),
  ])
    expect(name).toBe(template.name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()));
});

test('what comes from others than the authors says so where its source stands', () => {
  const secondary = all.filter((template) => template.secondary);
  expect(secondary.map(({ name }) => name).sort()).toEqual(['alp', 'dast', 'ddca', 'kimi', 'sas']);
  for (const { source } of all)
    expect(source.includes('secondary')).toBe(secondary.some((template) => template.source === source));
});

test('a docstring has the formula that the data has', () => {
  const plain = (text: string): string => text.replace(/^\s*\*/gm, ' ').replace(/\s+/g, ' ');
  for (const { name, kind, formula } of all) {
    const source = plain(readFileSync(new URL(`${kind}s/${name}.ts`, import.meta.url), 'utf8'));
    const docstring = source.slice(0, source.lastIndexOf('defineTemplate('));
    const missing = formula.split('\n').filter((line) => !docstring.includes(plain(line).trim()));
    expect([name, missing]).toEqual([name, []]);
  }
});

test('a reference carries only what was given', () => {
  expect(rewards.hbpo({ beta: 4 })).toEqual({ template: 'hbpo', parameters: { beta: 4 } });
  expect(advantages.hbpo({ intra: false })).toEqual({ template: 'hbpo', parameters: { intra: false } });
  expect(advantages.grpo()).toEqual({ template: 'grpo' });
});

test('every number has a range, and its default lies in it', () => {
  const outside = all.flatMap(({ name, parameters }) =>
    Object.entries(parameters)
      .filter(([, { default: value, range }]) =>
        typeof value === 'number'
          ? !range || value < range[0] || value > range[1]
          : typeof value === 'string' && !range,
      )
      .map(([parameter]) => `${name} ${parameter}`),
  );
  expect(outside).toEqual([]);
});

const locals = (expression: Expression): readonly string[] => [
  ...(expression.kind === 'let' ? [expression.name] : []),
  ...partsOf(expression).flatMap(locals),
];

/** Whether a parameter has its effect through what the run remembers. */
const changesCells = ({ cells, parameters }: Template, key: string): boolean =>
  cells !== undefined &&
  JSON.stringify(cells({})) !== JSON.stringify(cells({ [key]: Number(parameters[key]?.default) + 1 }));

const batch = randomRows(1, 2000);

/** Cells after some steps, when what they hold matters. */
const remembered = [
  { hapoShortest: 600, shortRlBest: 0 },
  { hapoShortest: 600, shortRlBest: 2 },
];

test.each(all)('$kind $name prints by its parameters and is finite on every row', (template) => {
  const { name, kind, parameters, build } = template;
  const words = printShape(build({})).split(/\W+/);
  const named = Object.keys(parameters).filter((key) => typeof parameters[key]?.default === 'number');
  const acts = named.filter((key) => words.includes(key) || changesCells(template, key));
  expect(acts).toEqual(named);
  expect(evaluate[kind](name, batch).filter((value) => !Number.isFinite(value))).toEqual([]);
});

test.each(all)('$kind $name: every parameter has an effect', (template) => {
  const { name, kind, parameters } = template;
  const all = (given: Readonly<Record<string, number | boolean>>): string =>
    String(remembered.map((memory) => evaluate[kind](name, batch, given, memory)));
  const plain = all({});
  const idle = Object.entries(parameters).filter(([parameter, { default: value }]) => {
    const others =
      typeof value === 'boolean'
        ? [!value]
        : typeof value === 'number'
          ? [2 * value + 100, value / 1000]
          : [700];
    return (
      others.every((other) => all({ [parameter]: other }) === plain) && !changesCells(template, parameter)
    );
  });
  expect(idle).toEqual([]);
});

test('names are free in Python too', () => {
  const keywords = new Set([
    'lambda',
    'in',
    'is',
    'not',
    'and',
    'or',
    'if',
    'else',
    'def',
    'for',
    'pass',
    'from',
    'as',
  ]);
  const taken = all.filter(({ parameters, build }) =>
    [...Object.keys(parameters), ...locals(build({}))].some((name) => keywords.has(name)),
  );
  expect(taken.map(({ name }) => name)).toEqual([]);
});

test('only advantages read the reward', () => {
  const reads = [...templates.rewards.values()].filter(({ build }) =>
    somePart(build({}), (part) => part.kind === 'field' && part.name === 'reward'),
  );
  expect(reads).toEqual([]);
});

test('formulas print as papers write them', () => {
  const shown = [
    'hbpo',
    'hbpo-released',
    'classic',
    'global-cosine',
    'cosine',
    'l1-exact',
    'l1-max',
    'tlmre',
  ];
  const simple = ['grpo', 'dr-grpo', 'rloo', 'hbpo', 'hbpo-released', 'adaptthink'];
  expect([
    ...shown.map((name) => `reward ${name}: ${printShape(templates.rewards.get(name)!.build({}))}`),
    ...simple.map((name) => `advantage ${name}: ${printShape(templates.advantages.get(name)!.build({}))}`),
  ]).toMatchInlineSnapshot(`
    [
      "reward hbpo: correct && tokens <= lMax ? tokens > budget ? beta * cos(pi * tokens / (2 * lMax)) - 1 / lMax * abs(tokens - budget) : beta * cos(pi * budget / (2 * lMax)) : 0",
      "reward hbpo-released: formatted ? correct && tokens <= lMax ? min(beta * cos(3.1416 * tokens / (2 * lMax)) - 1 / lMax * abs(tokens - budget), beta * cos(3.1416 * budget / (2 * lMax))) : 0 : -1",
      "reward classic: correct ? 1 : 0",
      "reward global-cosine: correct && tokens <= lMax ? beta * cos(pi * tokens / (2 * lMax)) : 0",
      "reward cosine: tokens + margin >= lMax ? exceed : correct ? correctLong + 0.5 * (correctShort - correctLong) * (1 + cos(pi * tokens / lMax)) : wrongLong + 0.5 * (wrongShort - wrongLong) * (1 + cos(pi * tokens / lMax))",
      "reward l1-exact: correct - alpha * abs(budget - tokens)",
      "reward l1-max: correct * min(max(alpha * (budget - tokens) + delta, 0), 1)",
      "reward tlmre: correct && !truncated ? 1 - alpha * (1 / (1 + exp(-((tokens - mean[group](tokens where correct && !truncated)) / (std[group](tokens where correct && !truncated) + 1e-7))))) : 0",
      "advantage grpo: (reward - mean[group](reward)) / (std[group](reward) + epsilon)",
      "advantage dr-grpo: reward - mean[group](reward)",
      "advantage rloo: count[group](1) / max(count[group](1) - 1, 1) * (reward - mean[group](reward))",
      "advantage hbpo: mean[tier](reward) - beta * cos(pi * budget / (2 * lMax)) + (reward - mean[group](reward)) / (std[group](reward) + epsilon)",
      "advantage hbpo-released: 2 * (mean[tier](reward) - beta * cos(pi * budget / (2 * lMax))) + (reward - mean[group](reward)) / (std[group](reward) + epsilon)",
      "advantage adaptthink: delta * !mode + reward - reference",
    ]
  `);
});
