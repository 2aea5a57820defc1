// `allot resume` after the definition was edited: told, shown, accepted, refused; and what then shows it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contentKey, type Plan } from '@allot/spec';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { allot, removeFolder, temporaryFolder, writeFiles } from './command.js';
import { tinyYaml, tinyYamlWith } from './definitions.js';

let cwd: string;
beforeAll(async () => {
  cwd = await temporaryFolder({ 'tiny.yaml': tinyYaml });
  await allot(['run', 'tiny.yaml', '--run-dir', 'run', '--quiet', '--seed', '3'], { cwd });
});
afterAll(() => removeFolder(cwd));

const record = async () => JSON.parse(await readFile(join(cwd, 'run/run.json'), 'utf8')) as object;

test('an edited definition is told, and the run stays as it was planned', async () => {
  await writeFiles(cwd, { 'tiny.yaml': tinyYamlWith('1.0e-3', '2.0e-3') });
  const ended = await allot(['resume', 'run'], { cwd });
  expect(ended.stderr).toContain('change/definition-edited');
  expect(ended.code).toBe(0);
  expect(await record()).not.toHaveProperty('changes');
});

test('a definition that changes nothing goes on as planned', async () => {
  await writeFiles(cwd, { 'other.yaml': `# The same\n${tinyYaml}` });
  const ended = await allot(['resume', 'run', '--definition', 'other.yaml'], { cwd });
  expect(ended.stderr).toContain('its plan stays as it is');
  expect(ended.code).toBe(0);
});

test('changes are shown with their places and stages, and not taken', async () => {
  const ended = await allot(['resume', 'run', '--definition', 'tiny.yaml', '--steps', '4'], { cwd });
  expect(ended.stderr).toMatch(/optimizer\.learningRate\s+0\.001\s+0\.002\s+update\s+\S*tiny\.yaml:20/);
  expect(ended.stderr).toMatch(/steps\s+2\s+4\s+score\s+--steps 4/);
  expect(ended.stderr).not.toContain('seed');
  expect(ended.stderr).toContain('change/not-accepted');
  expect(ended.code).toBe(1);
  expect(await record()).not.toHaveProperty('changes');
});

test('what a run cannot change is refused by name', async () => {
  const ended = await allot(['resume', 'run', '--set', 'seed=4', '--accept-changes'], { cwd });
  expect(ended.stderr).toContain('change/refused');
  expect(ended.stderr).toContain('another `seed`');
  expect(ended.code).toBe(1);
});

test('accepted changes are taken, recorded and shown', async () => {
  const ended = await allot(['resume', 'run', '--steps', '4', '--accept-changes'], { cwd });
  expect(ended.code).toBe(0);
  expect(ended.stdout).toContain('4 of 4 steps');
  expect(ended.stdout).toContain('changed after step 2: steps, optimizer.learningRate');
  expect(await record()).toMatchObject({
    changes: [{ step: 2, changes: [{ path: 'steps' }, { path: 'optimizer.learningRate' }] }],
  });
  const report = await readFile(join(cwd, 'run/report.html'), 'utf8');
  expect(report).toContain('the plan changed: steps: 2 -&gt; 4 (matters from score)');
  expect(report).toContain('Changed after step 2');
  const again = await allot(['resume', 'run', '--steps', '4', '--accept-changes'], { cwd });
  expect(again.stderr).toContain('its plan stays as it is');
  const plain = await allot(['resume', 'run', '--json'], { cwd });
  expect(plain.stderr).not.toContain('definition-edited');
  expect(JSON.parse(plain.stdout)).toMatchObject({ steps: { completed: 4, planned: 4 } });
  const alone = await allot(['stage', 'rollout', '--run', 'run', '--step', '2'], { cwd });
  expect(alone.code).toBe(0);
});

test('evaluations are compared by the plan that held when they were made', async () => {
  const changed = ['--set', 'evaluation.maxTokens=16', '--steps', '5', '--accept-changes'];
  expect((await allot(['resume', 'run', ...changed], { cwd })).code).toBe(0);
  const ended = await allot(['compare', 'run@2', 'run@5'], { cwd });
  expect(ended.stderr).toContain('compare/different');
  expect(ended.code).toBe(1);
  expect((await allot(['compare', 'run@2', 'run@4', '--json'], { cwd })).code).toBe(0);
});

test('a TypeScript definition is not run where nobody asks for it', async () => {
  const text = `import { appendFileSync } from 'node:fs';\nappendFileSync('ran', '.');\nexport default ${JSON.stringify(parse(tinyYaml))};\n`;
  const folder = await temporaryFolder({ 'tiny.ts': text });
  const flags = ['--run-dir', 'run', '--quiet', '--no-types'];
  expect((await allot(['run', 'tiny.ts', ...flags], { cwd: folder })).code).toBe(0);
  const before = await readFile(join(folder, 'ran'), 'utf8');
  await writeFiles(folder, { 'tiny.ts': `${text}// edited` });
  const ended = await allot(['resume', 'run'], { cwd: folder });
  expect(ended.stderr).toContain('change/definition-edited');
  expect(await readFile(join(folder, 'ran'), 'utf8')).toBe(before);
  await removeFolder(folder);
});

test('a plan that was edited by hand, its key with it, is refused at its place before anything is run', async () => {
  const folder = await temporaryFolder({ 'tiny.yaml': tinyYaml });
  await allot(['run', 'tiny.yaml', '--run-dir', 'run', '--quiet'], { cwd: folder });
  const [text, about] = await Promise.all(
    ['run/plan.json', 'run/run.json'].map((name) => readFile(join(folder, name), 'utf8')),
  );
  const plan = JSON.parse((text ?? '').replace('"temperature": 1,', '"temperature": "hot",')) as Plan;
  const edited = JSON.stringify({ ...(JSON.parse(about ?? '') as object), planDigest: contentKey(plan) });
  await writeFiles(folder, { 'run/plan.json': JSON.stringify(plan, null, 2), 'run/run.json': edited });
  for (const words of [
    ['resume', 'run'],
    ['stage', 'rollout', '--run', 'run', '--step', '1'],
    ['eval', 'run'],
  ]) {
    const ended = await allot(words, { cwd: folder });
    expect(ended.stderr).toContain('plan/malformed');
    expect(ended.stderr).toMatch(
      /`settings\.training\.temperature` must be number\s+at .*run\/plan\.json:\d+/,
    );
    expect(ended.code).toBe(1);
  }
  await removeFolder(folder);
});
