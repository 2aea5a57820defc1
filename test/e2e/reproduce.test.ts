// `allot reproduce`: what it lists, shows and writes, and a preset that is really run, small, beside what was published.
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { presets } from '@allot/templates';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { writeStandIns } from '../presets/plan-preset.js';
import { allot, removeFolder, root, temporaryFolder } from './command.js';

let cwd: string;
beforeAll(async () => {
  cwd = await temporaryFolder();
  await writeStandIns(cwd);
});
afterAll(() => removeFolder(cwd));

const settings = (changes: Readonly<Record<string, string | number>>): readonly string[] =>
  Object.entries(changes).flatMap(([path, value]) => ['--set', `${path}=${value}`]);

/** The model and the data that a user brings. */
const brought = (folder: string) => ({
  'policy.model': join(folder, 'model'),
  'datasets.train.path': join(folder, 'train.jsonl'),
  'datasets.test.path': join(folder, 'test.jsonl'),
});

test('the list has a line for every preset, with what was saved', async () => {
  const { code, stdout } = await allot(['reproduce'], { cwd });
  expect(code).toBe(0);
  for (const { name } of Object.values(presets)) expect(stdout).toMatch(new RegExp(`^${name} `, 'm'));
  expect(stdout).toMatch(
    /^hbpo +HBPO +2507\.15844 +DeepSeek-R1-Distill-Qwen-1\.5B +torch verl trl +whole +60\.6%$/m,
  );
  expect(stdout).toMatch(/^dot-4k .* torch +in part +79\.0%$/m);
  expect(stdout).toMatch(/^shorterbetter .* not recorded$/m);
});

test('a preset shows its settings with where they are from, what is left out, and what was published', async () => {
  const { code, stdout } = await allot(['reproduce', 'adaptthink'], { cwd });
  expect(code).toBe(0);
  expect(stdout).toMatch(/verl cannot express it \(verl\/not-expressible\)/);
  expect(stdout).toMatch(/Left out of the method\n {2}- A response is held against/);
  expect(stdout).toMatch(/^ {2}steps +314 +paper +one epoch$/m);
  expect(stdout).toMatch(/^ {2}advantage\.parameters\.reference +0\.5 +assumed +a stand-in/m);
  expect(stdout).toMatch(
    /^Of \d+ settings \d+ are the paper's, \d+ those of its code, and \d+ were assumed\.$/m,
  );
  expect(stdout).toMatch(/^ {2}MATH500 +79\.6 +1,220 +81\.6 +4,696$/m);
});

test('a preset that is written is the experiment of pipelines/paper, in both languages', async () => {
  const key = async (file: string): Promise<string> => {
    const flags = ['--json', ...settings(brought(cwd))];
    const { stdout, stderr } = await allot(['plan', file, ...flags], { cwd });
    expect(stderr).not.toContain('error');
    return (JSON.parse(stdout) as { readonly key: string }).key;
  };
  for (const file of ['hbpo.ts', 'hbpo.yaml']) {
    const written = await allot(['reproduce', 'hbpo', '--write', file], { cwd });
    expect([written.code, written.stdout]).toEqual([0, `${file}\n`]);
  }
  const paper = await key(join(root, 'pipelines/paper/hbpo.ts'));
  expect(await key('hbpo.ts')).toBe(paper);
  expect(await key('hbpo.yaml')).toBe(paper);
  expect(await readFile(join(cwd, 'hbpo.ts'), 'utf8')).toContain('clipHigh: 0.28, // paper: after DAPO');
  const { kind: _, ...definition } = presets.hbpo.definition;
  expect(parse(await readFile(join(cwd, 'hbpo.yaml'), 'utf8'))).toEqual(definition);
});

test('a file that is there is not written over, unless it says the same', async () => {
  const write = (preset: string, file: string) => allot(['reproduce', preset, '--write', file], { cwd });
  const first = await write('dler', 'once.yaml');
  expect([first.code, first.stdout, first.stderr]).toEqual([0, 'once.yaml\n', '']);
  const again = await write('dler', 'once.yaml');
  expect([again.code, again.stdout]).toEqual([0, 'once.yaml\n']);
  expect(again.stderr).toContain('Nothing was written');
  const other = await write('dot-4k', 'once.yaml');
  expect([other.code, other.stderr]).toEqual([1, expect.stringContaining('reproduce/other-file')]);
  const json = await write('dler', 'dler.json');
  expect([json.code, json.stderr]).toEqual([1, expect.stringContaining('reproduce/unknown-ending')]);
  const folder = await write('dler', 'model/config.json/x.ts');
  expect([folder.code, folder.stderr]).toEqual([1, expect.stringContaining('error')]);
});

test('what makes no sense together is wrong usage, and an unknown name is told', async () => {
  for (const words of [
    ['--run'],
    ['--against', 'runs/a-1'],
    ['hbpo', '--run', '--json'],
    ['hbpo', '--run', '--against', 'x'],
  ]) {
    const { code, stderr } = await allot(['reproduce', ...words], { cwd });
    expect([words, code]).toEqual([words, 2]);
    expect(stderr).toContain('error: ');
  }
  const unknown = await allot(['reproduce', 'hbop'], { cwd });
  expect(unknown.code).toBe(1);
  expect(unknown.stderr).toMatch(/reproduce\/unknown-preset[\s\S]*Did you mean hbpo\?/);
  const nowhere = await allot(['reproduce', 'hbpo', '--against', 'nowhere'], { cwd });
  expect([nowhere.code, nowhere.stderr]).toEqual([1, expect.stringContaining('compare/nothing-there')]);
});

test('without its model a preset does not run, and says what is to be brought', async () => {
  const dler = await allot(['reproduce', 'dler', '--write', 'unmet.ts', '--run'], { cwd });
  expect([dler.code, dler.stdout]).toEqual([1, '']);
  expect(dler.stderr).toMatch(/reproduce\/no-base-model[\s\S]*--set policy\.model=FOLDER/);
  expect(dler.stderr).not.toContain('--miniature');
  const hbpo = await allot(['reproduce', 'hbpo', '--write', 'unmet-too.ts', '--run'], { cwd });
  expect(hbpo.stderr).toContain('allot reproduce hbpo --miniature');
});

test('while the hub is asked, it is said so', async () => {
  const hub = createServer((_, response) => response.writeHead(404).end());
  await new Promise<void>((started) => hub.listen(0, '127.0.0.1', started));
  const { port } = hub.address() as AddressInfo;
  const model = settings({ 'policy.model': join(cwd, 'model') });
  const { code, stderr } = await allot(['reproduce', 'dler', '--write', 'asked.ts', '--run', ...model], {
    cwd,
    env: { HF_ENDPOINT: `http://127.0.0.1:${port}`, ALLOT_CACHE: join(cwd, 'cache') },
  });
  await new Promise((closed) => hub.close(closed));
  expect(code).toBe(1);
  expect(stderr).toMatch(/^asking http:\/\/127\.0\.0\.1:\d+ for \S+\/\S+$/m);
});

test('a mistake that needs no network is told without it', async () => {
  const { code, stderr } = await allot(
    ['reproduce', 'dapo', '--run', '--engine', 'trl', ...settings({ 'policy.model': 'allot:tiny-base' })],
    { cwd, env: { HF_ENDPOINT: 'http://127.0.0.1:1', ALLOT_CACHE: join(cwd, 'cache') } },
  );
  expect(code).toBe(1);
  expect(stderr).toContain('error trl/not-expressible');
  expect(stderr).not.toMatch(/^asking|hub\/unreachable/m);
});

test('a preset is run, and what came out stands beside what was published', async () => {
  const small = {
    ...brought(cwd),
    'response.maxTokens': 12,
    'tiers[0].budget': 12,
    'tiers[0].rollouts': 2,
    'training.rolloutsPerPrompt': 2,
    'training.promptsPerStep': 2,
    'training.promptsPerMinibatch': 2,
    'evaluation.maxTokens': 12,
    'evaluation.modes': '["natural"]',
  };
  const flags = ['--run', '--engine', 'onnx', '--steps', '1', '--quiet', ...settings(small)];
  const { code, stdout, stderr } = await allot(['reproduce', 'hbpo-classic-reward', ...flags], { cwd });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(stdout).toContain('Published of hbpo-classic-reward and measured in runs/hbpo-classic-reward-1');
  expect(stdout).toMatch(/steps is 1, in the preset 629/);
  expect(stdout).toMatch(/training\.promptsPerStep is 2, in the preset 64/);
  expect(stdout).not.toMatch(/objective\.\S+ is /);
  expect(stdout).toMatch(/^MATH500 +86\.2 +0\.0 \[0\.0, \d+\.\d\] +lower|^MATH500 +86\.2 +\d+\.\d \[/m);
  expect(stdout).toMatch(/^MATH500 .* 1,605 +12 \[12, 12\] +lower$/m);
  expect(stdout).toMatch(/^GSM8K +86\.2 +not measured +661 +not measured$/m);

  await writeFile(join(cwd, 'aime-2025.jsonl'), await readFile(join(cwd, 'test.jsonl')));
  const again = await allot(
    [
      'eval',
      'runs/hbpo-classic-reward-1',
      '--data',
      'aime-2025.jsonl',
      '--mode',
      'natural',
      '--out',
      'evaluations/aime',
    ],
    { cwd },
  );
  expect({ code: again.code, stderr: again.stderr }).toMatchObject({ code: 0 });
  const places = 'runs/hbpo-classic-reward-1,evaluations/aime';
  const both = await allot(['reproduce', 'hbpo-classic-reward', '--against', places, '--json'], { cwd });
  const document = JSON.parse(both.stdout) as {
    readonly results: readonly { readonly benchmark: string; readonly measured?: object }[];
  };
  expect(document.results.filter(({ measured }) => measured).map(({ benchmark }) => benchmark)).toEqual([
    'MATH500',
    'AIME25',
  ]);
});
