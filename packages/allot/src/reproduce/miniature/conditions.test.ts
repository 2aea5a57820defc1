import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import tinyBase from '../../../../../pipelines/tiny-base.js';
import { type Arm, arms } from './arms.js';
import { armsUnder, comparedArms, conditions } from './conditions.js';
import { planArm } from './train-arm.js';

const folder = mkdtempSync(join(tmpdir(), 'allot-conditions-'));
afterAll(() => rmSync(folder, { recursive: true }));

const armOf = (name: string) => arms.find((arm) => arm.name === name)?.definition;

test.each(conditions)('$name changes nothing but what it says', (condition) => {
  const changed = armsUnder(condition).map(({ definition }, place) => {
    const before = armOf(comparedArms[place] ?? '');
    const keys = Object.keys(definition) as (keyof typeof definition)[];
    expect(keys.toSorted()).toEqual(Object.keys(before ?? {}).toSorted());
    return keys.filter((key) => JSON.stringify(definition[key]) !== JSON.stringify(before?.[key])).toSorted();
  });
  const what = {
    'obeys-tenth': 'policy',
    'falling-rate': 'optimizer',
    'obeys-third': 'policy',
    'many-prompts': 'training',
  }[condition.name];
  expect(changed).toEqual([
    ['name', what],
    ['name', what],
  ]);
});

test('a base of a condition learns as the shipped one did, but for how often budgets are obeyed', () => {
  const bases = conditions.flatMap(({ base }) => base?.definition ?? []);
  expect(bases).toHaveLength(2);
  for (const base of bases) {
    const { demonstrations, environment, response, training } = tinyBase;
    expect(base).toMatchObject({
      demonstrations: { ...demonstrations, obedientShare: expect.any(Number) },
      environment,
      response,
      training,
    });
  }
});

test('the first arm of a condition measures the base that both begin with', () => {
  expect(conditions.map((condition) => armsUnder(condition).map(({ startsAs }) => startsAs))).toEqual([
    ['obeys-tenth-base', undefined],
    [undefined, undefined],
    ['obeys-third-base', undefined],
    [undefined, undefined],
  ]);
});

test('names tell all arms apart', () => {
  const names = [
    ...arms.map(({ name }) => name),
    ...conditions.flatMap((condition) => [
      ...(condition.base ? [condition.base.name] : []),
      ...armsUnder(condition).map(({ name }) => name),
    ]),
  ];
  expect(new Set(names).size).toBe(names.length);
});

/** What can be planned before any run is done. */
const plannable = conditions.flatMap((condition): readonly Arm[] =>
  condition.base ? [condition.base] : armsUnder(condition),
);

test.each(plannable)('$name is planned without a word against it', async ({ name, definition }) => {
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(definition));
  const [plan, diagnostics] = await planArm(file, 2);
  expect(diagnostics).toEqual([]);
  expect(plan?.settings.name).toBe(name);
});
