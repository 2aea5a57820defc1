// Escape sequences in rows, names, definitions and answers reach no terminal, on any way that prints them.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allot, removeFolder, temporaryFolder } from '../e2e/command.js';
import { tinyYaml, tinyYamlWith } from '../e2e/definitions.js';

const clear = '\u001b[2J\u001b]0;owned\u0007\u009b31m\u202e';
const escaped = JSON.stringify(clear).replace('\u009b', '\\u009b').replace('\u202e', '\\u202e');
const inYaml = escaped.slice(1, -1);

let cwd: string;
beforeAll(async () => {
  cwd = await temporaryFolder({
    'rows.jsonl': `{"problem": "3+4", "answer": "7", "id": ${escaped}}\n{"problem": ${escaped}, "answer": ${escaped}}\n`,
    'raw.jsonl': `{"problem": "3+4" ${clear}\n`,
    'tier.yaml': tinyYaml.replace('- { budget: 6,', `- { name: "${inYaml}", budget: 6,`),
    'easy.yaml': tinyYamlWith('easy: [1, 1]', `"${inYaml}": [1, 1]`),
    'bad.yaml': tinyYamlWith('steps: 2', `"${inYaml}": 2`),
    'raw.yaml': `${tinyYaml}# ${clear}\nsteeps: ${clear}\n`,
    'throws.ts': `throw new Error(${escaped});\n`,
    'grades.jsonl': `{"gold": "7", "pred": ${escaped}}\n{"gold": "7", ${escaped}: 1}\n`,
  });
});
afterAll(() => removeFolder(cwd));

/** Bytes that a terminal obeys: controls but for tabs and line ends, and our own styles. */
const commands = (text: string): string[] =>
  text
    .replace(new RegExp(`${String.fromCodePoint(27)}\\[[\\d;]*m`, 'g'), '')
    .match(/(?![\t\n])[\p{Cc}\p{Bidi_Control}]/gu) ?? [];

test.each([
  ['check', 'bad.yaml', '--color'],
  ['check', 'bad.yaml', '--format', 'plain'],
  ['check', 'raw.yaml', '--color'],
  ['check', 'throws.ts', '--no-types'],
  ['check', 'tier.yaml'],
  ['plan', 'tier.yaml'],
  ['plan', 'easy.yaml'],
  ['data', 'show', 'rows.jsonl', '--color'],
  ['data', 'show', 'raw.jsonl'],
  ['data', 'show', clear],
  ['check', clear],
  ['explain', clear],
  ['grade', 'grades.jsonl'],
  ['runs', clear],
  ['eval', clear],
])('allot %s %j', async (...words) => {
  const { code, stdout, stderr } = await allot(
    words.filter((word) => word !== undefined),
    { cwd },
  );
  expect(stdout + stderr).not.toBe('');
  expect([0, 1]).toContain(code);
  expect(commands(stderr)).toEqual([]);
  expect(commands(words[0] === 'grade' ? '' : stdout)).toEqual([]);
});

test('a run whose tiers and difficulties are named so', async () => {
  const { stdout, stderr } = await allot(['run', 'tier.yaml', '--run-dir', 'run', '--color'], { cwd });
  expect(stdout).not.toBe('');
  expect(commands(stdout + stderr)).toEqual([]);
});
