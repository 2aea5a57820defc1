// allot run and what can be done with a run: resume, stage, eval, report, runs.
import { existsSync } from 'node:fs';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allot, allotInShell, type Ended, removeFolder, temporaryFolder, writeFiles } from './command.js';
import { tinyTypescript, tinyYaml, tinyYamlWith } from './definitions.js';

let cwd: string;
let ended: Ended;
beforeAll(async () => {
  cwd = await temporaryFolder({ 'tiny.yaml': tinyYaml, 'tiny.ts': tinyTypescript });
  ended = await allot(['run', 'tiny.ts'], { cwd });
});
afterAll(() => removeFolder(cwd));

test('a run ends with a table on stdout and a report; progress goes to stderr in lines', async () => {
  expect(ended.stderr).toMatch(/step 1\/2 .*\n/);
  expect(ended.stderr).toMatch(/step 2\/2 .*\n/);
  expect(ended.stdout).toMatch(/natural/);
  expect(ended.stdout).toMatch(/Report: runs\/tiny-1\/report\.html/);
  expect(ended.code).toBe(0);
  const html = await readFile(join(cwd, 'runs/tiny-1/report.html'), 'utf8');
  expect(html).toMatch(/^<!doctype html>/i);
});

test('the same definition in YAML gives the same policy, in the next folder', async () => {
  const { code } = await allot(['run', 'tiny.yaml', '--quiet'], { cwd });
  expect(code).toBe(0);
  const weights = (run: string) => readFile(join(cwd, run, 'checkpoints/000002/policy/model.safetensors'));
  expect((await weights('runs/tiny-2')).equals(await weights('runs/tiny-1'))).toBe(true);
});

describe('run folders', () => {
  test('an existing run is not started again', async () => {
    const { code, stderr } = await allot(['run', 'tiny.yaml', '--run-dir', 'runs/tiny-1'], { cwd });
    expect(stderr).toContain('store/run-exists');
    expect(code).toBe(1);
  });

  test('a foreign folder is not touched', async () => {
    const { code, stderr } = await allot(['run', 'tiny.yaml', '--run-dir', '.'], { cwd });
    expect(stderr).toContain('store/foreign-folder');
    expect(code).toBe(1);
  });

  test('an unwritable place is told', async () => {
    await writeFile(join(cwd, 'file'), '');
    const { code, stderr } = await allot(['run', 'tiny.yaml', '--run-dir', 'file/run'], { cwd });
    expect(stderr).toContain('store/unwritable');
    expect(code).toBe(1);
  });

  test.runIf(existsSync('/proc/self'))('a place where no folder can be made is told', async () => {
    const { code, stderr } = await allot(['run', 'tiny.yaml', '--run-dir', '/proc/run'], { cwd });
    expect(stderr).toContain('store/unwritable');
    expect(code).toBe(1);
  });

  test('a full disk is told, and nothing that was committed is lost', async () => {
    const limit = 'trap \'\' XFSZ; ulimit -f 8; exec "$@"';
    const { code, stderr } = await allotInShell(limit, ['run', 'tiny.yaml', '--run-dir', 'runs/full'], {
      cwd,
    });
    expect(stderr).toContain('store/disk-full');
    expect(stderr).not.toMatch(/^\s+at .*\.js/m);
    expect(code).toBe(1);
  });

  test.each(['resume', 'eval', 'report'])('%s of a folder that is no run', async (command) => {
    const { code, stderr } = await allot([command, '.'], { cwd });
    expect(stderr).toMatch(/(store\/not-a-run|report\/no-run|eval\/nothing-there)/);
    expect(code).toBe(1);
  });
});

test('a run goes on when nobody reads its progress any more', async () => {
  const unread = 'exec "$@" 2> >(:)';
  const { code } = await allotInShell(unread, ['run', 'tiny.yaml', '--run-dir', 'runs/unread'], { cwd });
  expect(code).toBe(0);
  expect(existsSync(join(cwd, 'runs/unread/checkpoints/000002/manifest.json'))).toBe(true);
});

test('Ctrl-C commits and resume goes on to the same bytes', async () => {
  const steps = ['--steps', '30', '--set', 'checkpoints.everySteps=10'];
  const whole = await allot(['run', 'tiny.yaml', '-q', '--run-dir', 'runs/whole', ...steps], { cwd });
  expect(whole.code).toBe(0);
  let sent = false;
  const cut = await allot(['run', 'tiny.yaml', '--run-dir', 'runs/cut', ...steps], {
    cwd,
    watch: (stderr, kill) => {
      if (sent || !stderr.includes('step  3/30')) return;
      sent = true;
      kill('SIGINT');
    },
  });
  expect(cut.stderr).toContain('allot resume runs/cut');
  expect(cut.code).toBe(130);
  const resumed = await allot(['resume', 'runs/cut'], { cwd });
  expect(resumed.code).toBe(0);
  for (const file of ['policy/model.safetensors', 'optimizer.safetensors']) {
    const bytes = (run: string) => readFile(join(cwd, run, 'checkpoints/000030', file));
    expect((await bytes('runs/cut')).equals(await bytes('runs/whole'))).toBe(true);
  }
});

test('a stage alone writes the bytes that the run wrote', async () => {
  await cp(join(cwd, 'runs/tiny-1'), join(cwd, 'runs/staged'), { recursive: true });
  for (const [kind, file] of [
    ['rollout', 'rollouts.parquet'],
    ['score', 'scores.parquet'],
    ['advantage', 'advantages.parquet'],
  ] as const) {
    const path = (run: string): string => join(cwd, run, 'steps/000002', file);
    await writeFile(path('runs/staged'), '');
    const { code, stderr } = await allot(['stage', kind, '--run', 'runs/staged', '--step', '2'], { cwd });
    expect([code, stderr]).toEqual([0, `${kind} of step 2: done\n`]);
    expect((await readFile(path('runs/staged'))).equals(await readFile(path('runs/tiny-1')))).toBe(true);
  }
});

describe('eval', () => {
  test('prints a document with every mode', async () => {
    const { code, stdout } = await allot(
      ['eval', 'runs/tiny-1', '--mode', 'natural', '--mode', 'budget=6', '--samples', '2', '--json'],
      { cwd },
    );
    expect(code).toBe(0);
    const document = JSON.parse(stdout) as {
      format: number;
      results: { mode: string; all: { samples: number } }[];
    };
    expect(document.format).toBe(1);
    expect(document.results.map(({ mode }) => mode)).toEqual(['natural', 'budget=6']);
    expect(document.results[0]?.all.samples).toBe(32);
  });

  test('takes RUN@STEP for a checkpoint, and so does export', async () => {
    const flags = ['--mode', 'natural', '--no-keep', '--json'];
    const at = await allot(['eval', 'runs/tiny-1@1', ...flags], { cwd });
    const document = JSON.parse(at.stdout) as { checkpoint: string; results: unknown };
    expect(document.checkpoint).toMatch(/checkpoints\/000001$/);
    const named = await allot(['eval', 'runs/tiny-1/checkpoints/000001', ...flags], { cwd });
    expect(JSON.parse(named.stdout)).toMatchObject({ results: document.results });
    const absent = await allot(['eval', 'runs/tiny-1@7', ...flags], { cwd });
    expect([absent.code, absent.stderr]).toEqual([
      1,
      expect.stringMatching(/eval\/no-checkpoint[\s\S]*0, 1, 2/),
    ]);
    const exported = await allot(['export', 'runs/tiny-1@1', '--out', 'exported'], { cwd });
    expect(exported).toEqual({ code: 0, stdout: 'exported\n', stderr: 'the policy after step 1\n' });
  });

  test('takes a checkpoint, and problems from a file', async () => {
    await writeFile(
      join(cwd, 'mine.jsonl'),
      '{"problem":"3+4","answer":"7"}\n{"problem":"2*3+1","answer":7}\n',
    );
    const { code, stdout } = await allot(
      ['eval', 'runs/tiny-1/checkpoints/000000', '--data', 'mine.jsonl', '--mode', 'natural'],
      { cwd },
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/natural +all +2 /);
  });

  test('names the datasets of the run', async () => {
    const { code, stderr } = await allot(['eval', 'runs/tiny-1', '--data', 'tset'], { cwd });
    expect(stderr).toContain('Did you mean test?');
    expect(code).toBe(1);
  });
});

test('report compares runs in one file', async () => {
  const { code, stdout } = await allot(['report', 'runs/tiny-1', 'runs/tiny-2', '--out', 'out/both.html'], {
    cwd,
  });
  expect([code, stdout]).toEqual([0, 'out/both.html\n']);
  expect(existsSync(join(cwd, 'out/both.html'))).toBe(true);
});

test('runs lists the newest first, with state and result', async () => {
  const { code, stdout } = await allot(['runs', '--json'], { cwd });
  expect(code).toBe(0);
  const { format, runs } = JSON.parse(stdout) as {
    format: number;
    runs: { run: string; status: string; step: number; steps: number; accuracy?: number }[];
  };
  expect(format).toBe(1);
  const first = runs.find(({ run }) => run === 'runs/tiny-1');
  expect(first).toMatchObject({ status: 'finished', step: 2, steps: 2 });
  expect(first?.accuracy).toBeTypeOf('number');
  const paths = runs.map(({ run }) => run);
  expect(paths.indexOf('runs/tiny-2')).toBeLessThan(paths.indexOf('runs/tiny-1'));
});

describe('runs, asked', () => {
  test('prints those of which a condition holds, in order', async () => {
    const flags = ['--where', "run like '%tiny-_' and accuracy >= 0", '--sort', 'created'];
    const { code, stdout } = await allot(['runs', ...flags, '--csv'], { cwd });
    expect(code).toBe(0);
    const [head, ...rows] = stdout.trim().split('\n');
    expect(head).toBe('run,id,name,status,step,steps,accuracy,tokens,created,version,plan');
    expect(rows.map((row) => row.split(',')[0])).toEqual(['runs/tiny-1', 'runs/tiny-2']);
  });

  test('answers SQL over the trajectories', async () => {
    const sql =
      "select step, count(*) as rows from trajectories where run = 'runs/tiny-1' group by step order by step";
    const { code, stdout } = await allot(['runs', '--sql', sql], { cwd });
    expect([code, stdout]).toEqual([0, 'step  rows\n   1     8\n   2     8\n']);
  });

  test.each([
    [2, ['--sql', 'from runs', '--where', 'true']],
    [2, ['--json', '--csv']],
    [1, ['--sql', 'drop view runs']],
  ])('exit status %i for %j', async (status, flags) => {
    const { code, stdout } = await allot(['runs', ...flags], { cwd });
    expect([code, stdout]).toEqual([status, '']);
  });
});

test('the folder of a run is told from one that holds runs', async () => {
  const { code, stdout, stderr } = await allot(['runs', 'runs/tiny-1'], { cwd });
  expect([code, stdout]).toEqual([0, '']);
  expect(stderr).toBe('runs/tiny-1 is a run itself, and holds none. The runs beside it: allot runs runs\n');
});

describe('a finished run without its log', () => {
  beforeAll(async () => {
    await cp(join(cwd, 'runs/tiny-1'), join(cwd, 'lost/tiny-1'), { recursive: true });
    await rm(join(cwd, 'lost/tiny-1/events.jsonl'));
  });

  test.each([
    ['is listed', ['runs', 'lost']],
    ['has a report', ['report', 'lost/tiny-1']],
  ])('%s with a warning', async (_, words) => {
    const { code, stderr } = await allot(words, { cwd });
    expect(code).toBe(0);
    expect(stderr).toMatch(/warning report\/changed-log\n.*lost\/tiny-1\/events\.jsonl/);
  });

  test('goes on to its end, and takes the only evaluation that is left for what it is', async () => {
    const { code, stdout, stderr } = await allot(['resume', 'lost/tiny-1'], { cwd });
    expect([code, stderr]).toEqual([0, expect.stringContaining('run/log-incomplete')]);
    expect(stdout).toContain('After step 2 it answers');
    for (const words of [
      ['runs', 'lost'],
      ['report', 'lost/tiny-1'],
    ]) {
      const later = await allot(words, { cwd });
      expect(later.stderr).toMatch(/warning report\/lost-events\n.*lost\/tiny-1\/events\.jsonl/);
    }
    expect((await allot(['runs', 'lost', '--csv'], { cwd })).stdout).toMatch(/,finished,2,2,/);
    const page = await readFile(join(cwd, 'lost/tiny-1/report.html'), 'utf8');
    expect(page).toContain('The event log had lost events, or was changed, when the run went on at step 2');
  });
});

describe('a run that cannot start', () => {
  test('leaves no folder behind', async () => {
    const { code, stderr } = await allot(
      ['run', 'tiny.yaml', '--set', 'name=unstarted', '--device', 'cuda'],
      { cwd },
    );
    if (code === 0) return; // this machine has CUDA
    expect(stderr).toContain('engine/device-unavailable');
    expect(existsSync(join(cwd, 'runs/unstarted-1'))).toBe(false);
  });

  test('a Python that a definition names is not started unasked', async () => {
    const text = tinyYamlWith('  workers: 1\n', '  name: torch\n  python: ./python\n');
    await writeFile(join(cwd, 'named-python.yaml'), text);
    const { code, stderr } = await allot(['run', 'named-python.yaml'], { cwd });
    expect([code, stderr]).toEqual([1, expect.stringMatching(/commands-not-allowed[\s\S]*\.\/python/)]);
    const allowed = await allot(['run', 'named-python.yaml', '--allow-commands'], { cwd });
    expect([allowed.code, allowed.stderr]).toEqual([1, expect.stringContaining('engine/no-python')]);
  });
});

test('compiling lists what it wrote, not what else is in the folder', async () => {
  await writeFiles(cwd, { 'mine/notes.txt': 'mine' });
  const { code, stdout } = await allot(['compile', 'tiny.yaml', '--out', 'mine'], { cwd });
  expect(code).toBe(0);
  expect(stdout).toContain('mine/plan.json');
  expect(stdout).not.toContain('notes.txt');
});

test('compiling twice gives the same files and the same bytes', async () => {
  const [first, second] = [
    await allot(['compile', 'tiny.yaml', '--out', 'a'], { cwd }),
    await allot(['compile', 'tiny.ts', '--out', 'b'], { cwd }),
  ];
  const files = first.stdout
    .trimEnd()
    .split('\n')
    .map((file) => file.slice('a/'.length));
  expect(
    second.stdout
      .trimEnd()
      .split('\n')
      .map((file) => file.slice('b/'.length)),
  ).toEqual(files);
  expect(files).toContain('engine/manifest.json');
  for (const file of files.filter((name) => name.startsWith('engine/')))
    expect((await readFile(join(cwd, 'a', file))).equals(await readFile(join(cwd, 'b', file)))).toBe(true);
});
