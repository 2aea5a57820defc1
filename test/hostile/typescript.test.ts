// What of a definition is run: the module of a TypeScript one, in a thread with limits; no function in it, and nothing of data.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { planFile } from '@allot/compiler';
import { afterAll, expect, test } from 'vitest';
import { createHost } from '../../packages/allot/src/host.js';
import { tinyTypescript, tinyYamlWith } from '../e2e/definitions.js';

const folder = mkdtempSync(join(tmpdir(), 'allot-hostile-ts-'));
afterAll(() => rmSync(folder, { recursive: true }));
const allotEntry = fileURLToPath(new URL('../../packages/allot/dist/index.js', import.meta.url));
const trace = join(folder, 'trace');
const leave = `process.getBuiltinModule('node:fs').writeFileSync(${JSON.stringify(trace)}, '')`;

async function planText(name: string, text: string) {
  const file = join(folder, name);
  writeFileSync(file, text);
  const { plan, diagnostics } = await planFile(file, createHost(), {
    allotEntry,
    types: false,
    limits: { seconds: 5, megabytes: 128 },
  });
  return { plan, codes: diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code) };
}

test('the body of a shape is read, and never run', async () => {
  const shape = `defineReward('mine', ({ correct }) => (${leave}, correct ? 1 : 0))`;
  const text = tinyTypescript
    .replace('import { adamw,', 'import { adamw, defineReward,')
    .replace('rewards.hbpo()', shape);
  const { codes } = await planText('shape.ts', text);
  expect(codes.length).toBeGreaterThan(0);
  expect(existsSync(trace)).toBe(false);
});

test.each([
  ['an endless loop', 'while (true) {}', 'definition/too-slow'],
  [
    'all memory',
    'const all = []; for (;;) all.push(new Array(1e6).fill(all.length));',
    'definition/too-much-memory',
  ],
  ['an exit', 'process.exit(0);', 'definition/exits'],
  ['a promise that never settles', 'await new Promise(() => {});', 'definition/never-ready'],
  ['a getter that throws', "export default { get name() { throw new Error('no'); } };", 'definition/throws'],
  ['a getter that never ends', 'export default { get name() { for (;;); } };', 'definition/too-slow'],
  [
    'a proxy that throws',
    "export default new Proxy({}, { ownKeys() { throw new Error('no'); } });",
    'definition/throws',
  ],
  ['another prototype', 'Object.prototype.polluted = 1; export default 7;', 'definition/not-a-pipeline'],
  [
    'a value deeper than any stack',
    'let all = {}; for (let i = 0; i < 1e5; i++) all = { all }; export default all;',
    'definition/not-data',
  ],
])('a definition with %s ends in its thread', async (_, text, code) => {
  const { plan, codes } = await planText('runs.ts', text);
  expect(plan).toBeUndefined();
  expect(codes).toEqual([code]);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

test.each([
  ['YAML', 'data.yaml', tinyYamlWith('name: tiny', `name: !!js/function "${leave.replaceAll('"', "'")}"`)],
  [
    'an expression',
    'expression.yaml',
    tinyYamlWith(
      'reward:\n  template: hbpo\n',
      `reward: { expression: '(${leave.replaceAll("'", "''")}, 1)' }\n`,
    ),
  ],
  ['JSON', 'data.json', `{"name": "(${leave.replaceAll('"', "'").replaceAll('\\', '')})()"}`],
])('nothing of %s is run', async (_, name, text) => {
  const { plan, codes } = await planText(name, text);
  expect(plan).toBeUndefined();
  expect(codes.length).toBeGreaterThan(0);
  expect(existsSync(trace)).toBe(false);
});
