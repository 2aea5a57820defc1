// A verifier is parsed when a definition is checked, and not run.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '@allot/spec';
import { afterAll, expect, test } from 'vitest';
import { gatherVerifier } from './gather-verifier.js';

const folder = mkdtempSync(join(tmpdir(), 'allot-verifier-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function check(text: string, name = 'verify.ts') {
  writeFileSync(join(folder, name), text);
  const [digest, diagnostics] = await gatherVerifier({
    definition: { grading: { kind: 'module', module: name, timeout: 1 } },
    file: join(folder, 'definition.yaml'),
    spans: new Map(),
  });
  return { digest, messages: diagnostics.map(({ code, message }) => `${code} ${message}`) };
}

test.each([
  'export default ({ answer, response }: { answer: string; response: string }) => response.includes(answer);',
  'const verify = () => true;\nexport { verify as default };',
  'module.exports = () => true;',
  'export default function verify() { return true; }',
])('%s', async (text) => {
  expect(await check(text)).toEqual({ digest: sha256(text), messages: [] });
});

test.each([
  ['export default (', 'line 1: Expression expected'],
  ['const x = 1;\nexport default () => {', "line 2: '}' expected"],
  ['export const verify = () => true;', 'it has no default export'],
  ['', 'it has no default export'],
])('%s is refused: %s', async (text, problem) => {
  const { messages } = await check(text);
  expect(messages).toEqual([`grading/broken-module The verifier \`verify.ts\` cannot be loaded: ${problem}`]);
});

test('nothing of it is run', async () => {
  const trace = join(folder, 'trace');
  const text = `import { writeFileSync } from 'node:fs';\nwriteFileSync(${JSON.stringify(trace)}, '');\nexport default () => true;`;
  expect((await check(text)).messages).toEqual([]);
  expect(existsSync(trace)).toBe(false);
});
