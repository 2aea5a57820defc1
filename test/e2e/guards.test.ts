// docs/guards.md, followed to the letter; and pipelines/collapse.ts, which really collapses and is caught by its guards.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allot, type Ended, removeFolder, root, temporaryFolder } from './command.js';

let cwd: string;
beforeAll(async () => {
  cwd = await temporaryFolder();
});
afterAll(() => removeFolder(cwd));

const small = ['--quiet', '--set', 'datasets.test.problems=128'];

const collapse = (run: string, ...flags: readonly string[]): Promise<Ended> =>
  allot(['run', join(root, 'pipelines/collapse.ts'), '--run-dir', run, ...small, ...flags], { cwd });

interface Event {
  readonly type: string;
  readonly step: number;
  readonly guard?: string;
  readonly action?: string;
  readonly rollback?: { readonly to: number };
  readonly results?: readonly { readonly all: { readonly accuracy: number } }[];
}

async function eventsOf(run: string, type: string): Promise<readonly Event[]> {
  const text = await readFile(join(cwd, run, 'events.jsonl'), 'utf8');
  const events = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Event);
  return events.filter((event) => event.type === type);
}

const accuracies = async (run: string): Promise<readonly number[]> =>
  (await eventsOf(run, 'evaluation-completed')).map(({ results }) => results?.[0]?.all.accuracy ?? 0);

test('the reward rises, the accuracy falls: the run goes back, learns more slowly, and keeps its accuracy', async () => {
  const ended = await collapse('back', '--steps', '10');
  expect(ended.stderr).toContain('guard/rolled-back');
  expect(ended.code).toBe(0);
  expect(await eventsOf('back', 'guard-fired')).toMatchObject([
    { step: 5, guard: 'reward-hacking', action: 'rollback', rollback: { to: 0 } },
  ]);
  const [base = 0, collapsed = 0, ...after] = await accuracies('back');
  expect(collapsed).toBeLessThan(base - 0.1);
  expect(Math.min(...after)).toBeGreaterThan(base - 0.1);
  expect(await readFile(join(cwd, 'back/report.html'), 'utf8')).toContain('Back to step 0');
});

test('left alone it loses all exploration, and is stopped', async () => {
  const alone = ['guards[0].action=warn', 'guards[2].action=warn'].flatMap((text) => ['--set', text]);
  const ended = await collapse('stopped', ...alone);
  expect(ended.stderr).toContain('guard/stopped');
  expect(ended.code).toBe(3);
  const last = (await eventsOf('stopped', 'guard-fired')).at(-1);
  expect(last).toMatchObject({ guard: 'exploration-collapse', action: 'stop' });
  expect(JSON.parse(await readFile(join(cwd, 'stopped/run.json'), 'utf8'))).toMatchObject({
    halted: { state: 'stopped', by: 'exploration-collapse', step: last?.step },
  });
  const resumed = await allot(['resume', 'stopped'], { cwd });
  expect(resumed.code).toBe(3);
  const listed = await allot(['runs', '.'], { cwd });
  expect(listed.stdout).toMatch(/stopped\s+stopped/);
});

/** A block of docs/guards.md, by the comment above it. */
async function blockOf(name: string): Promise<string> {
  const page = await readFile(join(root, 'docs/guards.md'), 'utf8');
  const [, text] = new RegExp(`<!-- ${name} -->\\n\`\`\`\\w+\\n([\\s\\S]*?)\`\`\``).exec(page) ?? [];
  return text ?? '';
}

test('the page: a pilot makes the tiers, the run waits at the gate, is approved and goes on', async () => {
  const folder = await temporaryFolder({ 'piloted.yaml': await blockOf('piloted.yaml') });
  const commands = (await blockOf('piloted.sh')).trimEnd().split('\n');
  const ended: Ended[] = [];
  for (const line of commands) {
    const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
    ended.push(await allot(words.slice(1), { cwd: folder }));
  }
  expect(ended.map(({ code }) => code)).toEqual([0, 0, 0, 4, 0, 0]);
  const [, pilot, plan, run] = ended as [Ended, Ended, Ended, Ended];
  expect(pilot.stdout).toMatch(/pilot: 8 problems of train x 4 responses/);
  expect(plan.stdout).toMatch(/tiers\[0\]\.budget +\d+ +from the pilot: quantiles/);
  expect(run.stderr).toContain('Waiting at the gate tiers');
  const again = await allot(['approve', 'runs/piloted-1', '--gate', 'tiers', '--by', 'Bob'], { cwd: folder });
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('approve/decided')]);
  const nobody = await allot(['approve', 'runs/piloted-1', '--gate', 'tiers', '--by', ' '], { cwd: folder });
  expect(nobody.code).toBe(1);
  const unknown = await allot(['approve', 'runs/piloted-1', '--gate', 'odd', '--by', 'Bob'], { cwd: folder });
  expect(unknown.stderr).toContain('approve/unknown-gate');
  const html = await readFile(join(folder, 'runs/piloted-1/report.html'), 'utf8');
  for (const part of ['Pilot', 'accuracy at risk', 'Guards', 'Gates', 'approved by Ada: as expected'])
    expect(html).toContain(part);
  await removeFolder(folder);
});
