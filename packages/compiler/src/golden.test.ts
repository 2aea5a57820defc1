// Whole definitions and what the compiler says of them, as text: test/golden/<case>/. ALLOT_UPDATE_GOLDENS=1 rewrites.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plan } from '@allot/spec';
import { expect, test } from 'vitest';
import { renderDiagnostics } from './diagnostics/render.js';
import { emitPlan } from './index.js';
import { printPlan } from './plan/print-plan.js';
import { planFile } from './plan-file.js';
import { allotEntry } from './testing/entry-path.js';
import { fakeHost } from './testing/fake-host.js';

const folder = fileURLToPath(new URL('../test/golden', import.meta.url));
const update = process.env.ALLOT_UPDATE_GOLDENS === '1';

async function describe(name: string): Promise<Record<string, string>> {
  const file = readdirSync(join(folder, name)).find((entry) => entry.startsWith('pipeline.')) as string;
  const { plan, diagnostics, sources } = await planFile(join(folder, name, file), fakeHost(), { allotEntry });
  const rendered = renderDiagnostics(diagnostics, sources, { format: 'pretty', color: false });
  const printed = [rendered, plan ? printPlan(plan) : ''].filter((text) => text !== '').join('\n\n');
  const texts: Record<string, string> = { 'expected.txt': `${portable(printed)}\n` };
  if (plan) {
    texts['plan.json'] = `${portable(JSON.stringify(plan, null, 2))}\n`;
    texts['manifest.json'] = await emitManifest(plan);
  }
  return texts;
}

async function emitManifest(plan: Plan): Promise<string> {
  const root = mkdtempSync(join(tmpdir(), 'allot-golden-'));
  await emitPlan(plan, join(root, 'engine'));
  const text = readFileSync(join(root, 'engine', 'manifest.json'), 'utf8');
  rmSync(root, { recursive: true });
  return text;
}

/** Without the part of each path that differs from machine to machine. */
const portable = (text: string): string => text.replaceAll(/[^\s"(]*\/test\/golden\//g, '');

test.each(readdirSync(folder))('%s', async (name) => {
  const texts = await describe(name);
  if (update) for (const [file, text] of Object.entries(texts)) writeFileSync(join(folder, name, file), text);
  for (const [file, text] of Object.entries(texts))
    expect(text).toBe(readFileSync(join(folder, name, file), 'utf8'));
});
