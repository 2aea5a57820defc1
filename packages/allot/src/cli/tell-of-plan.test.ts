import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Diagnostic, Origin } from '@allot/spec';
import { afterAll, expect, test } from 'vitest';
import { tellOfPlan } from './tell-of-plan.js';
import type { Terminal } from './terminal.js';

const folder = mkdtempSync(join(tmpdir(), 'allot-tell-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'pipeline.yaml');
writeFileSync(file, 'name: a\nengine: { name: torch }\n');

const written: Origin = { from: 'definition', file, line: 2, column: 17 };

async function told(path: string, origins: Record<string, Origin>): Promise<string> {
  const lines: string[] = [];
  const terminal = { stderr: { color: false }, error: (text: string) => lines.push(text) };
  const diagnostic: Diagnostic = { code: 'engine/no-python', severity: 'error', message: 'No Python', path };
  await tellOfPlan(terminal as unknown as Terminal, [diagnostic], { origins });
  return lines.join('\n');
}

test('a setting is shown where the definition has it', async () => {
  expect(await told('engine.name', { 'engine.name': written })).toContain('> 2 | engine: { name: torch }');
});

test('a setting of the engine that nobody gave is shown where the engine is chosen', async () => {
  const origins = { 'engine.name': written, 'engine.device': { from: 'default' } as const };
  for (const path of ['engine.device', 'engine.python'])
    expect(await told(path, origins)).toContain('pipeline.yaml:2:17');
});

test('a flag is shown as it was given', async () => {
  const text = await told('engine.name', { 'engine.name': { from: 'flag', flag: '--engine torch' } });
  expect(text).toContain('at command line:1:1');
  expect(text).toContain('--engine torch');
});

test('what has no place any more is told without one', async () => {
  const gone: Origin = { from: 'definition', file: join(folder, 'gone.yaml'), line: 1, column: 1 };
  expect(await told('steps', { steps: gone })).toContain('No Python');
  expect(await told('steps', {})).not.toContain(' at ');
});
