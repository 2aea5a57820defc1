// Shapes of a TypeScript definition: found where they are defined, lowered when the definition uses one.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Diagnostic, printShape } from '@allot/spec';
import { expect, test } from 'vitest';
import { allotEntry } from '../testing/entry-path.js';
import { loadDefinition } from './load-definition.js';
import type { LoadedDefinition } from './loaded-definition.js';

interface Loaded {
  readonly loaded: LoadedDefinition | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

async function load(files: Readonly<Record<string, string>>, types = false): Promise<Loaded> {
  const folder = mkdtempSync(join(tmpdir(), 'allot-shapes-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const [loaded, diagnostics] = await loadDefinition(
      join(folder, 'definition.ts'),
      { types, allotEntry },
      new Map(),
    );
    return { loaded, diagnostics };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const files = {
  'rewards.ts': `import { defineReward } from 'allot';
import { beta } from './constants.js';
export const brief = defineReward('brief', ({ correct, tokens, lMax }) => (correct ? beta - tokens / lMax : 0));
export const twice = defineReward('twice', (row, scopes) => 2 * brief(row, scopes));
`,
  'constants.ts': 'export const beta = 4;\n',
  'definition.ts': `import { defineAdvantage } from 'allot';
import { brief } from './rewards.js';
export default {
  reward: brief,
  advantage: defineAdvantage('centred', ({ reward }, { group }) => reward - group.mean((r) => r.reward, { empty: 0 })),
  sum: { a: brief, b: [brief] },
};
`,
};

test('stand in the definition by name, and are lowered with what they import', async () => {
  const { loaded, diagnostics } = await load(files, true);
  expect(diagnostics).toEqual([]);
  expect(loaded?.value).toEqual({
    reward: { shape: 'brief' },
    advantage: { shape: 'centred' },
    sum: { a: { shape: 'brief' }, b: [{ shape: 'brief' }] },
  });
  const shapes = [...(loaded?.shapes ?? [])].map(([name, { kind, expression }]) => [
    name,
    kind,
    expression && printShape(expression),
  ]);
  expect(shapes).toEqual([
    ['centred', 'advantage', 'reward - mean[group](reward)'],
    ['brief', 'reward', 'correct ? beta - tokens / lMax : 0'],
    ['twice', 'reward', '2 * (correct ? beta - tokens / lMax : 0)'],
  ]);
  expect(loaded?.shapes.get('brief')?.span).toMatchObject({ line: 3, column: 35 });
  expect(loaded?.spans.get('advantage.shape')?.value).toMatchObject({ line: 5, column: 30, endColumn: 39 });
});

test('mistakes are told once, in the words of the shape language', async () => {
  const wrong = files['rewards.ts'].replace('tokens, lMax', 'tokns, lMax').replace('- tokens', '- tokns');
  const { loaded, diagnostics } = await load({ ...files, 'rewards.ts': wrong }, true);
  expect(diagnostics).toMatchObject([
    { code: 'shape/unknown-field', severity: 'error', span: { line: 3, column: 56, endColumn: 61 } },
  ]);
  expect(loaded?.shapes.get('brief')).toMatchObject({ kind: 'reward' });
  expect(loaded?.shapes.get('brief')?.expression).toBeUndefined();
});

test('nothing is lowered for a definition that uses none', async () => {
  const unused = `import './rewards.js';\nexport default { reward: { template: 'hbpo' } };\n`;
  const { loaded, diagnostics } = await load({ ...files, 'definition.ts': unused });
  expect(diagnostics).toEqual([]);
  expect(loaded?.shapes.size).toBe(0);
});

test('mistakes of a shape that is not used are warnings', async () => {
  const wrong = files['rewards.ts'].replace('2 *', "'2' *");
  const { loaded, diagnostics } = await load({ ...files, 'rewards.ts': wrong });
  expect(diagnostics).toMatchObject([{ code: 'shape/outside-subset', severity: 'warning' }]);
  expect(loaded?.shapes.get('brief')?.expression).toBeDefined();
});

test('what TypeScript says of a shape with mistakes is left out, what it says elsewhere is not', async () => {
  const wrong = files['rewards.ts'].replace(
    '(correct ? beta - tokens / lMax : 0)',
    '{\n  if (correct) return beta;\n}',
  );
  const elsewhere = `${wrong}export const text: number = 'text';\n`;
  const { diagnostics } = await load({ ...files, 'rewards.ts': elsewhere }, true);
  expect(diagnostics.map(({ code, span }) => [code, span?.line])).toEqual([
    ['typescript/type-error', 7],
    ['shape/missing-return', 5],
  ]);
});
