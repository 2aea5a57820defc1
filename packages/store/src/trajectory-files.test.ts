import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { RolloutRow } from './trajectory-columns.js';
import { readRollouts, readScores, writeRollouts, writeScores } from './trajectory-files.js';

const folder = mkdtempSync(path.join(tmpdir(), 'allot-table-'));

const row = (index: number): RolloutRow => ({
  problemId: `p${index}`,
  groupId: `1/p${index}`,
  tier: index % 2,
  budget: 9,
  rollout: index,
  ...(index % 3 === 0 ? {} : { difficulty: index % 3 }),
  promptTokens: Int32Array.of(1, 2, 3),
  responseTokens: Int32Array.from({ length: index % 4 }, (_, i) => i),
  tokenOrigins: new Uint8Array(index % 4),
  logProbabilities: Float32Array.from({ length: index % 4 }, (_, i) => -i / 3),
  tokens: index % 4,
  thinkingTokens: 0,
  finishReason: index % 2 ? 'stop' : 'length',
  promptText: '1+2<think>',
  text: 'ä<b>\n',
});

test('rollouts come back as they were written, empty lists and absent difficulties included', async () => {
  const rows = Array.from({ length: 9 }, (_, index) => row(index));
  const file = path.join(folder, 'rollouts.parquet');
  await writeRollouts(file, rows);
  const [read, diagnostics] = await readRollouts(file);
  expect(diagnostics).toEqual([]);
  expect(read).toEqual(rows);
});

test('equal rows give equal bytes', async () => {
  const rows = Array.from({ length: 5 }, (_, index) => row(index));
  const files = ['a', 'b'].map((name) => path.join(folder, `${name}.parquet`));
  for (const file of files) await writeRollouts(file, rows);
  expect(readFileSync(files[0] as string).equals(readFileSync(files[1] as string))).toBe(true);
});

test('a table without the needed columns is refused by name', async () => {
  const file = path.join(folder, 'wrong.parquet');
  const components = { accuracy: 1, length: -0.5 };
  await writeScores(file, [
    { groupId: 'g', rollout: 0, answer: '7', correct: true, formatted: true, reward: 0.5, components },
  ]);
  const [rows, diagnostics] = await readRollouts(file);
  expect(rows).toBeUndefined();
  expect(diagnostics[0]?.message).toContain('no column problem_id');
  const [scores] = await readScores(file);
  expect(scores).toEqual([
    { groupId: 'g', rollout: 0, answer: '7', correct: true, formatted: true, reward: 0.5, components },
  ]);
});
