import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ResolvedGrading, sha256 } from '@allot/spec';
import { readRollouts, readScores } from '@allot/store';
import { afterEach, describe, expect, test } from 'vitest';
import { fakeHost } from '../../test-support/fake-engine.js';
import { temporaryFolder } from '../../test-support/temporary-folder.js';
import { planOf, tinyReinforcement } from '../../test-support/tiny-plan.js';
import { startRun } from '../start-run.js';
import { openResponseGrader, type ResponseGrader } from './response-grader.js';

const folder = temporaryFolder();
const verifier = fileURLToPath(new URL('../../test-support/verify.mjs', import.meta.url));
const opened: ResponseGrader[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

const command = (how: string, timeout = 20): ResolvedGrading => ({
  kind: 'command',
  command: [process.execPath, verifier, how],
  timeout,
});

/** A module of the user's beside a definition, and the grading that names it. */
function moduleOf(source: string, timeout = 20) {
  const home = folder();
  mkdirSync(home, { recursive: true });
  writeFileSync(path.join(home, 'verify.ts'), source);
  const grading: ResolvedGrading = { kind: 'module', module: 'verify.ts', timeout, digest: sha256(source) };
  return { grading, definition: path.join(home, 'pipeline.ts') };
}

function open(
  grading: ResolvedGrading | undefined,
  definition = '/nowhere/pipeline.yaml',
  allowCommands = true,
) {
  const plan = planOf(tinyReinforcement(grading ? { grading } : {}));
  const grader = openResponseGrader(
    { ...plan, sources: { ...plan.sources, definition } },
    { host: { allowCommands } },
  );
  opened.push(grader);
  return grader;
}

const question = (answer: string, said: string) => ({
  problem: { id: 'p', problem: '3+4', answer, source: 'test' },
  final: { text: said, formatted: true },
  response: `so</think>${said}`,
});

const questions = [question('1/2', '0.5'), question('7', '7'), question('7', '8'), question('7', '')];

describe('answers are judged', () => {
  test.each([
    ['letter by letter where nothing is said', undefined, [false, true, false, false]],
    ['letter by letter', { kind: 'exact' } as const, [false, true, false, false]],
    ['as mathematics', { kind: 'math', timeout: 1 } as const, [true, true, false, false]],
    ['within a tolerance', { kind: 'math', timeout: 1, tolerance: 0.2 } as const, [true, true, true, false]],
  ])('%s', async (_, grading, expected) => {
    const grades = await open(grading).grade(questions);
    expect(grades.map(({ correct }) => correct)).toEqual(expected);
    expect(grades.map(({ answer }) => answer)).toEqual(['0.5', '7', '8', '']);
    expect(grades.every(({ formatted }) => formatted)).toBe(true);
  });

  test('by a program, which may say what it took as the answer', async () => {
    const grades = await open(command('length')).grade(questions);
    expect(grades.map(({ answer }) => answer)).toEqual(['1/2?', '7?', '7?', '7?']);
    expect(grades.map(({ correct }) => correct)).toEqual([false, false, false, true]);
  });

  test('by a function of the user, in TypeScript, which may print and wait', async () => {
    const { grading, definition } = moduleOf(
      'interface Question { readonly answer: string; readonly response: string }\n' +
        'console.log("loaded");\n' +
        'export default async function verify({ answer, response }: Question) {\n' +
        '  console.log("asked", answer);\n' +
        '  await Promise.resolve();\n' +
        '  return answer === "7" ? { correct: response.endsWith("8"), answer: "from the function" } : true;\n' +
        '}\n',
    );
    const grades = await open(grading, definition).grade(questions);
    expect(grades.map(({ correct }) => correct)).toEqual([true, false, true, false]);
    expect(grades.map(({ answer }) => answer)).toEqual(['0.5', ...Array(3).fill('from the function')]);
  });
});

test('any of several gold answers is right', async () => {
  const { problem, ...rest } = question('1/2', '7');
  const several = [{ ...rest, problem: { ...problem, answers: ['1/2', '7'] } }];
  const kinds: readonly ResolvedGrading[] = [{ kind: 'exact' }, { kind: 'math', timeout: 1 }];
  for (const grading of kinds) expect(await open(grading).grade(several)).toMatchObject([{ correct: true }]);
});

describe('a verifier that fails stops the run and says why', () => {
  test.each([
    ['one that dies', command('die'), 'exit code 3'],
    ['one that hangs', command('hang', 0.3), 'it said nothing for 0.3 seconds'],
    ['one that talks nonsense', command('junk'), 'this is no JSON'],
    ['one that cannot judge', command('error'), 'too hard'],
    ['one that gives a number', command('number'), 'it gave 1 where true or false is expected'],
    [
      'one that is not there',
      { kind: 'command', command: ['/no/such/program'], timeout: 20 } as const,
      'ENOENT',
    ],
  ])('%s', async (_, grading, reason) => {
    await expect(open(grading).grade(questions)).rejects.toMatchObject({
      diagnostics: [{ code: 'run/verifier-failed', message: expect.stringContaining(reason) as string }],
    });
  });

  test.each([
    ['throws', 'export default () => { throw new Error("no idea"); };', 'no idea'],
    ['returns a text', 'export default () => "yes";', 'it gave "yes" where true or false'],
    ['returns nothing', 'export default () => undefined;', 'true or false is expected'],
    ['never ends', 'export default () => { for (;;); };', 'it said nothing for 1 seconds'],
    ['is no function', 'export default 7;', 'has no function as its default export'],
    ['does not parse', 'export default (', 'verify.ts'],
  ])('a function that %s', async (_, source, reason) => {
    const { grading, definition } = moduleOf(source, 1);
    await expect(open(grading, definition).grade(questions)).rejects.toMatchObject({
      diagnostics: [{ code: 'run/verifier-failed', message: expect.stringContaining(reason) as string }],
    });
  });

  test('a module that cannot be loaded, without the stack of the program that loads it', async () => {
    const { grading, definition } = moduleOf('import "./nowhere.js";\nexport default () => true;');
    await expect(open(grading, definition).grade(questions)).rejects.toMatchObject({
      diagnostics: [
        {
          message: expect.stringMatching(/it said: Cannot find module '.\/nowhere.js'(?!.* at )/s) as string,
        },
      ],
    });
  });

  test('a module that has changed since it was planned', async () => {
    const { grading, definition } = moduleOf('export default () => true;');
    writeFileSync(path.join(path.dirname(definition), 'verify.ts'), 'export default () => false;');
    await expect(open(grading, definition).grade(questions)).rejects.toMatchObject({
      diagnostics: [{ code: 'run/inputs-changed' }],
    });
  });

  test('nothing is started that is not allowed', async () => {
    await expect(open(command('length'), undefined, false).grade(questions)).rejects.toMatchObject({
      diagnostics: [{ code: 'run/commands-not-allowed' }],
    });
  });
});

test('a run is trained on what the verifier says', async () => {
  const runDirectory = folder();
  const plan = planOf(tinyReinforcement({ grading: command('length') }));
  const refused = await startRun({ plan, runDirectory, host: fakeHost() });
  expect(refused).toMatchObject({ status: 'failed', diagnostics: [{ code: 'run/commands-not-allowed' }] });
  const host = { ...fakeHost(), allowCommands: true };
  const outcome = await startRun({ plan, runDirectory, host });
  expect(outcome).toMatchObject({ status: 'finished', diagnostics: [] });
  const at = (file: string): string => path.join(runDirectory, 'steps/000001', file);
  const [rollouts = []] = await readRollouts(at('rollouts.parquet'));
  const [scores = []] = await readScores(at('scores.parquet'));
  expect(scores.length).toBeGreaterThan(0);
  expect(scores.map(({ correct }) => correct)).toEqual(rollouts.map(({ text }) => text.length % 2 === 0));
});
