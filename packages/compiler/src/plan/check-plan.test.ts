import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { checkPlan } from './check-plan.js';

const golden = fileURLToPath(new URL('../../test/golden', import.meta.url));
const plans = readdirSync(golden)
  .map((name) => join(golden, name, 'plan.json'))
  .filter(existsSync);
const folder = mkdtempSync(join(tmpdir(), 'allot-plan-'));
afterAll(() => rmSync(folder, { recursive: true }));

test.each(plans)('%s is a plan', (file) => {
  expect(checkPlan(JSON.parse(readFileSync(file, 'utf8')), file)).toEqual([]);
});

interface Edited {
  settings: { steps: unknown; tiers: { budget: unknown }[]; training: Record<string, unknown> };
  engine: Record<string, unknown>;
  stages: { kind: unknown }[];
}

const [first = ''] = plans.filter((file) => readFileSync(file, 'utf8').includes('"tiers"'));

test.each<[string, string, (plan: Edited) => void]>([
  [
    'a wrong type',
    'settings.tiers[0].budget',
    ({ settings }) => Object.assign(settings.tiers[0] ?? {}, { budget: '12' }),
  ],
  ['a number beyond its limits', 'settings.steps', ({ settings }) => Object.assign(settings, { steps: -1 })],
  ['a number that is none', 'settings.steps', ({ settings }) => Object.assign(settings, { steps: 1e308 })],
  ['threads without end', 'engine.workers', ({ engine }) => Object.assign(engine, { workers: 1e9 })],
  ['an unknown member', 'settings.training', ({ settings }) => Object.assign(settings.training, { evil: 1 })],
  ['an unknown stage', 'stages[0].kind', ({ stages }) => Object.assign(stages[0] ?? {}, { kind: 'shell' })],
])('%s is refused at its place', (_, path, edit) => {
  const plan = JSON.parse(readFileSync(first, 'utf8')) as Edited;
  edit(plan);
  const file = join(folder, 'plan.json');
  writeFileSync(file, JSON.stringify(plan, null, 2));
  const read = JSON.parse(readFileSync(file, 'utf8')) as unknown;
  const [problem, ...more] = checkPlan(read, file);
  expect(more).toEqual([]);
  expect(problem).toMatchObject({ code: 'plan/malformed', path });
  const line = readFileSync(file, 'utf8').split('\n')[(problem?.span?.line ?? 0) - 1];
  expect(line).toMatch(new RegExp(`"${/\w+$/.exec(path)?.[0]}"|\\{`));
});

test.each(plans)('%s with another seed has another key', (file) => {
  const plan = JSON.parse(readFileSync(file, 'utf8')) as { settings: { seed: number } };
  const edited = { ...plan, settings: { ...plan.settings, seed: plan.settings.seed + 1 } };
  expect(checkPlan(edited, file)).toMatchObject([{ code: 'plan/other-key', path: 'key', span: { line: 3 } }]);
});

test('what is nothing like a plan is refused', () => {
  for (const value of [null, 3, [], {}, { format: 2 }])
    expect(checkPlan(value, join(folder, 'nowhere.json'))).toMatchObject([{ code: 'plan/malformed' }]);
});
