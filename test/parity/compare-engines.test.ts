// The evaluations of one policy with two engines can be compared: an engine is no difference.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allot, removeFolder, temporaryFolder } from '../e2e/command.js';
import { findMissing, python } from './python.js';

const missing = findMissing('transformers');
if (missing !== undefined) console.warn(`skipped: allot compare of two engines: ${missing}`);

describe.skipIf(missing !== undefined)('allot compare', () => {
  let cwd: string;
  beforeAll(async () => {
    const problems = Array.from({ length: 20 }, (_, n) =>
      JSON.stringify({ id: `p${n}`, problem: `${n % 10}+4`, answer: String((n + 4) % 10) }),
    );
    cwd = await temporaryFolder({ 'sums.jsonl': problems.join('\n') });
  });
  afterAll(() => removeFolder(cwd));

  test('the same policy with onnx and with torch', { timeout: 300_000 }, async () => {
    const words = ['eval', 'allot:tiny-base', '--data', 'sums.jsonl', '--max-tokens', '90'];
    const onnx = await allot([...words, '--out', 'onnx'], { cwd });
    const torch = await allot([...words, '--engine', 'torch', '--python', python, '--out', 'torch'], { cwd });
    expect([onnx.code, torch.code]).toEqual([0, 0]);
    const { code, stdout, stderr } = await allot(['compare', 'onnx', 'torch', '--json'], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ differences: [], results: [{ problems: 20 }] });
  });
});
