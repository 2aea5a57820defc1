import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../test-support/temporary-folder.js';
import { type LineProgram, openProgram } from './line-program.js';

const folder = temporaryFolder();
const judge = fileURLToPath(new URL('../test-support/judge.mjs', import.meta.url));
const open: LineProgram[] = [];
const program = (how: string, { timeout = 20, mark = '' } = {}): LineProgram => {
  const opened = openProgram({
    command: [process.execPath, judge, how, ...(mark ? [mark] : [])],
    folder: path.dirname(judge),
    timeout,
  });
  open.push(opened);
  return opened;
};
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

const requests = (...responses: readonly string[]) => responses.map((response, id) => ({ id, response }));
const valuesOf = (answers: Awaited<ReturnType<LineProgram['ask']>>): unknown =>
  answers instanceof Map ? Object.fromEntries([...answers].map(([id, { value }]) => [id, value])) : answers;

test('answers each line, and stays for the next lines', async () => {
  const length = program('length');
  expect(valuesOf(await length.ask(requests('a', 'bcd')))).toEqual({ 0: 1, 1: 3 });
  expect(valuesOf(await length.ask(requests('é\n"')))).toEqual({ 0: 3 });
  expect(valuesOf(await length.ask([]))).toEqual({});
});

test('answers may come in any order', async () => {
  expect(valuesOf(await program('backwards').ask(requests('', '', '')))).toEqual({ 0: 0, 1: 1, 2: 2 });
});

test('many long lines fit through the pipe', async () => {
  const long = 'x'.repeat(100_000);
  const answers = valuesOf(await program('length').ask(requests(...Array.from({ length: 60 }, () => long))));
  expect(Object.values(answers as object)).toEqual(Array.from({ length: 60 }, () => 100_000));
});

describe('trouble', () => {
  test('a program that dies is started anew once, and asked for what is left', async () => {
    const mark = folder();
    expect(valuesOf(await program('dies', { mark }).ask(requests('a', 'bc', 'def')))).toEqual({
      0: 1,
      1: 2,
      2: 3,
    });
    const always = await program('dies').ask(requests('a', 'bc'));
    expect(always).toEqual({ problem: expect.stringMatching(/exit code 3.*it said: out of luck/s) });
  });

  test('one that falls silent too', async () => {
    const mark = folder();
    expect(valuesOf(await program('silent', { mark, timeout: 1 }).ask(requests('ab')))).toEqual({ 0: 2 });
    const always = await program('silent', { timeout: 0.2 }).ask(requests('ab'));
    expect(always).toEqual({ problem: 'it said nothing for 0.2 seconds' });
  });

  test.each([
    ['garbage', 'it wrote no JSON object with the number that was asked as "id": thinking ...'],
    ['stranger', 'it wrote an answer to nothing that was asked: {"id":-5,"value":1}'],
    ['flood', 'it wrote no JSON object with the number that was asked as "id": word'],
  ])('%s is told at once', async (how, problem) => {
    expect(await program(how).ask(requests('ab'))).toMatchObject({ problem });
  });

  test('one that writes without an end is ended before memory is', async () => {
    const told = await program('endless').ask(requests('ab'));
    expect(told).toMatchObject({ problem: 'it wrote a line of more than 64000000 characters' });
  });

  test('one that leaves early, or stops listening', async () => {
    expect(await program('leaves').ask(requests('ab'))).toEqual({ problem: 'it ended' });
    const deaf = program('deaf', { timeout: 0.5 });
    expect(await deaf.ask(requests('ab', 'x'.repeat(1_000_000)))).toHaveProperty('problem');
  });

  test('what it says for people is not kept, however much it is', async () => {
    expect(valuesOf(await program('talks').ask(requests('ab')))).toEqual({ 0: 1 });
  });

  test('a program that is not there', async () => {
    const none = openProgram({ command: ['no-such-program-here'], folder: folder(), timeout: 5 });
    expect(await none.ask(requests('ab'))).toEqual({ problem: expect.stringContaining('ENOENT') });
  });

  test('a stopped run stops waiting', async () => {
    const abort = new AbortController();
    const asked = program('silent').ask(requests('ab'), abort.signal);
    setTimeout(() => abort.abort('SIGINT'), 50);
    await expect(asked).rejects.toBe('SIGINT');
  });
});
