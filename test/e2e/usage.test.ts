// Wrong usage, help, and what every command has in common.
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allot, allotInShell, removeFolder, temporaryFolder } from './command.js';

let cwd: string;
beforeAll(async () => {
  cwd = await temporaryFolder();
});
afterAll(() => removeFolder(cwd));

describe('wrong usage ends with 2 and says what was meant', () => {
  test.each([
    ['an unknown command', ['rnu'], /unknown command 'rnu'[\s\S]*Did you mean run/],
    [
      'an unknown flag',
      ['run', 'x.ts', '--stepz', '3'],
      /unknown option '--stepz'[\s\S]*Did you mean --steps/,
    ],
    ['a missing argument', ['check'], /missing required argument 'file'/],
    ['an argument too many', ['check', 'a.ts', 'b.ts'], /too many arguments/],
    ['a wrong number', ['run', 'x.ts', '--steps', 'many'], /whole number of at least 1/],
    ['an unknown engine', ['run', 'x.ts', '--engine', 'onyx'], /one of onnx, torch, verl/],
    ['an unknown format', ['check', 'x.ts', '--format', 'xml'], /one of pretty, plain, json/],
    ['a setting without a value', ['run', 'x.ts', '--set', 'steps'], /must look like/],
    ['an unknown stage', ['stage', 'rolout', '--run', 'r', '--step', '1'], /Allowed choices are/],
    ['a stage without its run', ['stage', 'rollout', '--step', '1'], /required option '--run <dir>'/],
    ['budgets that descend', ['rewards', 'hbpo', '--budgets', '2,1'], /whole numbers that ascend/],
    ['a budget over the cap', ['rewards', 'hbpo', '--l-max', '99', '--budgets', '100'], /larger than/],
    ['a plot that is no SVG', ['rewards', 'hbpo', '--plot', 'x.png'], /ends in \.svg/],
    ['rows without a shape', ['advantages', '--eval', 'x.jsonl'], /name a template/],
    ['rows as one document', ['rewards', 'hbpo', '--eval', 'x.jsonl', '--json'], /cannot be used with/],
    ['a parameter without a value', ['rewards', 'hbpo', '--set', 'beta'], /must look like beta=4/],
    [
      'a difference that there is not',
      ['compare', 'a', 'b', '--allow-different', 'engine'],
      /must be one of data/,
    ],
    ['a log without its baseline', ['monitor', 'x.jsonl'], /required option '--baseline <policy>'/],
    [
      'drift without a unit',
      ['monitor', 'x.jsonl', '--baseline', 'r', '--max-drift', 'tokens=10'],
      /tokens=10%/,
    ],
    [
      'a field that no log has',
      ['monitor', 'x.jsonl', '--baseline', 'r', '--map', 'token=n'],
      /one of tokens/,
    ],
    ['an empty argument', ['watch', ''], /argument 'run' is empty/],
    ['an empty argument among others', ['report', 'runs/a-1', ''], /argument 'run' is empty/],
    ['an empty folder', ['track', 'r', '--tensorboard', ''], /'--tensorboard <dir>' argument is empty/],
    ['an empty address', ['run', 'x.ts', '--mlflow', ''], /'--mlflow <url>' argument is empty/],
    [
      'a flag of the run where nothing is run',
      ['reproduce', 'hbpo', '--write', 'x.ts', '--steps', '5'],
      /--steps is a flag of the run: it needs --run/,
    ],
    [
      'a setting where nothing is run',
      ['reproduce', 'hbpo', '--set', 'policy.model=m'],
      /--set is a flag of the run: it needs --run/,
    ],
    ['an unknown mode', ['eval', 'r', '--mode', 'budget=0'], /natural, efficient or budget=N/],
  ])('%s', async (_, arguments_, message) => {
    const { code, stdout, stderr } = await allot(arguments_, { cwd });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^\s+at .*\.js/m);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});

test('help goes to stdout, lists every command, and every command has an example', async () => {
  const { code, stdout, stderr } = await allot(['--help'], { cwd });
  expect([code, stderr]).toEqual([0, '']);
  const commands = [...stdout.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name as string);
  const own = commands.filter((name) => name !== 'help');
  expect(own).toEqual(
    'init check plan pilot compile run resume approve stage eval export data compare monitor report reproduce watch track runs rewards advantages credits grade explain doctor setup'.split(
      ' ',
    ),
  );
  const pages = await Promise.all(own.map((name) => allot([name, '--help'], { cwd })));
  for (const [index, page] of pages.entries()) {
    expect(page.code).toBe(0);
    expect(page.stdout).toContain(`$ allot ${own[index]}`);
  }
});

test('color only where it is asked for', async () => {
  const colorCode = '\u001b[';
  const [plain, colored, refused] = await Promise.all([
    allot(['explain', 'init/would-overwrite'], { cwd }),
    allot(['explain', 'init/would-overwrite', '--color'], { cwd }),
    allot(['explain', 'init/would-overwrite'], { cwd, env: { NO_COLOR: '1', FORCE_COLOR: '1' } }),
  ]);
  expect(plain.stdout).not.toContain(colorCode);
  expect(colored.stdout).toContain(colorCode);
  expect(refused.stdout).not.toContain(colorCode);
});

describe('explain', () => {
  test('lists all codes, each once, sorted', async () => {
    const { code, stdout } = await allot(['explain'], { cwd });
    const codes = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' ')[0] as string);
    expect(code).toBe(0);
    expect(codes.length).toBeGreaterThan(60);
    expect(codes).toEqual([...new Set(codes)].sort());
    expect(codes).toEqual(
      expect.arrayContaining(['init/would-overwrite', 'store/locked', 'definition/throws']),
    );
  });

  test('prints a page, and suggests one for a slip', async () => {
    const page = await allot(['explain', 'store/locked'], { cwd });
    expect(page.stdout).toMatch(/error store\/locked[\s\S]*Why[\s\S]*An example that fails[\s\S]*What to do/);
    const slip = await allot(['explain', 'store/loked'], { cwd });
    expect(slip.stderr).toContain('Did you mean store/locked?');
    expect(slip.code).toBe(1);
  });
});

test('an exception is told as a bug of ours, with its stack and exit status 70', async () => {
  const broken = 'data:text/javascript,process.stdout.write = () => { throw new Error("broken pipe organ") }';
  const { code, stderr } = await allot(['--version'], {
    cwd,
    env: { NODE_OPTIONS: `--import=${encodeURI(broken)}` },
  });
  expect(stderr).toMatch(
    /This is a bug in Allot[\s\S]*command: allot --version[\s\S]*broken pipe organ\n +at /,
  );
  expect(code).toBe(70);
});

describe('output that cannot be written', () => {
  test('a reader that stops early is no error', async () => {
    const { code, stderr } = await allotInShell('exec "$@" > >(:)', ['explain'], { cwd });
    expect([code, stderr]).toEqual([0, '']);
  });

  test.runIf(existsSync('/dev/full'))('a full disk behind stdout is an error, not a bug', async () => {
    const { code, stderr } = await allotInShell('exec "$@" > /dev/full', ['explain'], { cwd });
    expect(stderr).toMatch(/output\/unwritable[\s\S]*the disk is full/);
    expect(stderr).not.toMatch(/^\s+at .*\.js/m);
    expect(code).toBe(1);
  });
});
