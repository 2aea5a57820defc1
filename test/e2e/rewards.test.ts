// Reward and advantage templates from the command line: listed, shown, plotted, and evaluated on rows.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allot, removeFolder, root, temporaryFolder, writeFiles } from './command.js';

let cwd: string;
beforeAll(async () => {
  cwd = await temporaryFolder();
});
afterAll(() => removeFolder(cwd));

const rowsOf = (stdout: string): Record<string, unknown>[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

test('templates are listed, one a line', async () => {
  for (const [command, name] of [
    ['rewards', 'hbpo-released'],
    ['advantages', 'dr-grpo'],
    ['credits', 'anytime-reasoner'],
  ] as const) {
    const { code, stdout, stderr } = await allot([command], { cwd });
    const { templates } = JSON.parse((await allot([command, '--json'], { cwd })).stdout) as {
      templates: { readonly name: string; readonly source: string }[];
    };
    expect([code, stderr]).toEqual([0, '']);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(templates.length + 1);
    expect(templates.map((template) => template.name)).toContain(name);
    for (const [index, template] of templates.entries()) {
      expect(template.name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(lines[index + 1]?.indexOf(template.source)).toBe(lines[0]?.indexOf('source'));
    }
  }
});

test('a template is shown with formula, source, parameters and findings, in the setting that was asked for', async () => {
  const { code, stdout } = await allot(
    ['rewards', 'hbpo', '--set', 'beta=2', '--budgets', '10,20', '--l-max', '40'],
    { cwd },
  );
  expect(code).toBe(0);
  for (const text of [
    'arXiv 2507.15844',
    'beta * cos(pi *',
    '2 (default 4)',
    'reward per token',
    'budgets 10, 20',
  ])
    expect(stdout).toContain(text);
  expect(stdout).toMatch(/From these lengths? on another budget earns more: 1\d /);
  expect(stdout).not.toContain('│');
  expect((await allot(['rewards', 'hbpo', '--plot'], { cwd })).stdout).toContain('│');
});

test('a plot goes into a file that stands alone', async () => {
  const { code, stderr } = await allot(['advantages', 'hbpo', '--plot', 'plots/hbpo.svg'], { cwd });
  expect([code, stderr]).toEqual([0, '\nThe plot is in plots/hbpo.svg.\n']);
  const svg = await readFile(join(cwd, 'plots/hbpo.svg'), 'utf8');
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  expect(svg).toContain('The reward is hbpo.');
  expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|<script|NaN/);
});

describe('rows', () => {
  // (512, 900 tokens): 4 cos(900 pi / 8192) - 388 / 4096; inside 1024: 4 cos(1024 pi / 8192).
  const late = 4 * Math.cos((Math.PI * 900) / 8192) - 388 / 4096;
  const inside = 4 * Math.cos((Math.PI * 1024) / 8192);
  const cases =
    '{"correct": true, "tokens": 900, "budget": 512}\n' +
    '{"id":10000000000000000001,"correct":1,"tokens":100,"budget":1024,"group":"a"}\n' +
    '{"correct": false, "tokens": 100, "budget": 512, "group": "a", "note": [1.0]}\n';

  test('come back as they were, with their reward', async () => {
    await writeFiles(cwd, { 'cases.jsonl': cases });
    const { code, stdout, stderr } = await allot(['rewards', 'hbpo', '--eval', 'cases.jsonl'], { cwd });
    expect([code, stderr]).toEqual([0, '']);
    const rewards = rowsOf(stdout).map(({ reward }) => reward as number);
    expect(rewards[0]).toBeCloseTo(late, 12);
    expect(rewards[1]).toBeCloseTo(inside, 12);
    expect(rewards[2]).toBe(0);
    const [first, second, third] = cases
      .trimEnd()
      .split('\n')
      .map((row) => row.slice(0, -1));
    expect(stdout).toBe(
      `${first}, "reward": ${rewards[0]}}\n${second},"reward":${rewards[1]}}\n${third}, "reward": 0}\n`,
    );
  });

  test('of a group are siblings; a row without one has an advantage of 0', async () => {
    const piped = await allot(['rewards', 'hbpo', '--eval', '-'], { cwd, input: cases });
    const fromRewards = await allot(['advantages', 'grpo', '--eval', '-'], { cwd, input: piped.stdout });
    const atOnce = await allot(['advantages', 'grpo', '--reward', 'hbpo', '--eval', '-'], {
      cwd,
      input: cases,
    });
    expect(atOnce).toEqual(fromRewards);
    const [alone, right, wrong] = rowsOf(atOnce.stdout).map(({ advantage }) => advantage as number);
    // Two rewards r and 0: mean r / 2, sample deviation r / sqrt 2.
    const expected = inside / 2 / (inside / Math.SQRT2 + 1e-6);
    expect(alone).toBe(0);
    expect(right).toBeCloseTo(expected, 12);
    expect(wrong).toBeCloseTo(-expected, 12);
  });

  test('take the cap that was asked for', async () => {
    const { stdout } = await allot(['rewards', 'hbpo', '--l-max', '899', '--eval', '-'], {
      cwd,
      input: cases,
    });
    expect(rowsOf(stdout)[0]?.reward).toBe(0);
  });

  test('a hundred thousand of them', async () => {
    const many = Array.from(
      { length: 100_000 },
      (_, row) => `{"correct":${row % 3 === 0},"tokens":${row % 4096},"budget":512,"group":${row >> 4}}`,
    );
    await writeFiles(cwd, { 'many.jsonl': many.join('\n') });
    const { code, stdout } = await allot(['advantages', 'hbpo', '--reward', 'hbpo', '--eval', 'many.jsonl'], {
      cwd,
    });
    expect(code).toBe(0);
    expect(rowsOf(stdout).every(({ advantage }) => Number.isFinite(advantage))).toBe(true);
    expect(stdout.split('\n')).toHaveLength(100_001);
  });
});

test('the example of the documentation gives what it says', async () => {
  const page = await readFile(join(root, 'docs/shapes/README.md'), 'utf8');
  const [, row, result] = /\$ echo '(.*)' \| allot rewards hbpo --eval -\n(.*)\n/.exec(page) ?? [];
  const { stdout } = await allot(['rewards', 'hbpo', '--eval', '-'], { cwd, input: row ?? '' });
  expect(stdout).toBe(`${result}\n`);
});

describe('a mistake ends with 1, says where and what to do, and writes nothing', () => {
  test.each([
    [
      'a slip in a name',
      ['rewards', 'hbop'],
      '',
      /no reward template called `hbop`[\s\S]*Did you mean `hbpo`/,
    ],
    ['an advantage among rewards', ['rewards', 'rloo'], '', /`allot advantages rloo`/],
    ['an unknown reward', ['advantages', 'grpo', '--reward', 'x', '--eval', '-'], '{}', /no reward template/],
    ['an unknown parameter', ['rewards', 'hbpo', '--set', 'bta=1'], '', /Did you mean `beta`/],
    [
      'a slip in a field',
      ['rewards', 'hbpo', '--eval', '-'],
      '{"token": 9}',
      /stdin:1:11[\s\S]*Did you mean "tokens"/,
    ],
    [
      'a missing field',
      ['rewards', 'hbpo', '--eval', '-'],
      '{"correct": 1, "tokens": 9}',
      /Line 1 of stdin has no field "budget"/,
    ],
    ['a missing reward', ['advantages', 'grpo', '--eval', '-'], '{"tokens": 9}', /no field "reward"/],
    ['malformed JSON', ['rewards', 'hbpo', '--eval', '-'], '\n{"tokens": 9', /Line 2 of stdin.*column 13/],
    [
      'a wrong type',
      ['rewards', 'hbpo', '--eval', '-'],
      '{"tokens": "9"}',
      /"tokens" on line 1 of stdin, column 12, is text/,
    ],
    [
      'a reward that is none',
      ['rewards', 'l1-exact', '--set', 'alpha=100', '--eval', '-'],
      '{"correct": 1, "tokens": 1e308, "budget": 1}',
      /reward of l1-exact is -Infinity for the row on line 1/,
    ],
    ['no rows', ['rewards', 'hbpo', '--eval', '-'], '', /no rows in stdin/],
    [
      'no file',
      ['rewards', 'hbpo', '--eval', 'absent.jsonl'],
      '',
      /absent\.jsonl cannot be read: there is no such file/,
    ],
  ])('%s', async (_, arguments_, input, message) => {
    const { code, stdout, stderr } = await allot(arguments_, { cwd, input });
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/help/);
    expect(stderr).not.toMatch(/^\s+at .*\.js/m);
    expect([code, stdout]).toEqual([1, '']);
  });

  test('a flood is cut short', async () => {
    const { stderr } = await allot(['rewards', 'hbpo', '--eval', '-'], {
      cwd,
      input: '{"token": 1}\n'.repeat(50),
    });
    expect(stderr.match(/cases\/misspelt-field/g)).toHaveLength(20);
    expect(stderr).toContain('30 more problems');
  });
});

describe('rows with tokens, numbers from outside and a memory', () => {
  const lines = (...rows: readonly object[]): string =>
    `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`;

  test('a credit gives every token a value', async () => {
    const response = { logProbability: [-1, -3, -0.5, -0.5], segmentIndex: [0, 1, 2, 2] };
    const input = lines({ correct: true, tokens: 4, response }, { correct: false, tokens: 4, response });
    const { code, stdout, stderr } = await allot(['credits', 'sas', '--eval', '-'], { cwd, input });
    expect([code, stderr]).toEqual([0, '']);
    expect(rowsOf(stdout).map(({ credit }) => credit)).toEqual([
      [1, 0, 1, 1],
      [1, 1, 0, 0],
    ]);
  });

  test('a reward reads what a program would say', async () => {
    const signals = { low: 0, lowReference: 10, high: 5, highReference: 10 };
    const { stdout } = await allot(['rewards', 'bingo', '--eval', '-'], {
      cwd,
      input: lines({ correct: true, signals }),
    });
    expect(rowsOf(stdout)).toEqual([{ correct: true, signals, reward: 6 }]);
  });

  test('steps are remembered one after the other; a row and --set may say what the memory holds', async () => {
    // HAPO: cos(pi / 2 * n / h), h being the shortest right answer that the problem had before the step.
    const row = { correct: true, tokens: 100, problem: 'p' };
    const input = lines(
      { ...row, step: 2 },
      { ...row, step: 1, tokens: 200 },
      { ...row, step: 2, problem: 'q' },
    );
    const rewards = async (rows: string, ...flags: readonly string[]) => {
      const { stdout, stderr } = await allot(['rewards', 'hapo', ...flags, '--eval', '-'], {
        cwd,
        input: rows,
      });
      expect(stderr).toBe('');
      return rowsOf(stdout).map(({ reward }) => Number(Number(reward).toFixed(6)));
    };
    const half = Number((1 + Math.SQRT1_2).toFixed(6));
    expect(await rewards(input)).toEqual([half, 1, 1]);
    expect(await rewards(lines({ ...row, state: { hapoShortest: 200 } }, row))).toEqual([half, 1]);
    expect(await rewards(lines(row), '--set', 'hapoShortest=200')).toEqual([half]);
  });

  test.each([
    ['credits', 'sas', { correct: true }, 'has no field "response.logProbability"'],
    ['credits', 'sas', { correct: true, response: 3 }, 'The field "response" on line 1'],
    ['credits', 'sas', { correct: true, response: { logProbability: [1] } }, 'a list for "logProbability"'],
    [
      'credits',
      'sas',
      { correct: true, response: { logProbability: [-1], segmentIndex: [0, 1] } },
      'a list for "logProbability" with 2 members, as the others have',
    ],
    ['rewards', 'bingo', { correct: true }, 'has no field "signals.high"'],
    ['rewards', 'bingo', { correct: true, signals: { low: 'x' } }, 'a number for "low"'],
    ['rewards', 'hapo', { correct: true, tokens: 1, state: { shortest: 1 } }, '"hapoShortest"'],
  ])('%s %s of %j is refused', async (command, name, row, message) => {
    const { code, stdout, stderr } = await allot([command, name, '--eval', '-'], { cwd, input: lines(row) });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(message);
  });
});
