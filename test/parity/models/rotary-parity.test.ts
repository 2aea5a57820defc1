// Frequencies of rotary embeddings of published models: those of transformers, to the last bit but one. At position 100,000
// a difference in the sixth digit would turn a query by a tenth of a radian.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDecoderConfig } from '@allot/graph';
import { expect, test } from 'vitest';
import { ropeFrequencies } from '../../../packages/graph/src/decoder/rope-frequencies.js';
import { findMissing } from '../python.js';
import { readRotary } from './transformers.js';

/** One unit in the last place of a float32, at most. */
const LAST_BIT = 2 ** -23;

const missing = findMissing('transformers');
if (missing !== undefined) console.warn(`skipped: rotary embeddings of transformers: ${missing}`);

test.skipIf(missing !== undefined)('frequencies and attention factors', () => {
  const folder = mkdtempSync(join(tmpdir(), 'allot-rotary-'));
  try {
    const found = Object.entries(readRotary(folder));
    expect(found).toHaveLength(6);
    for (const [name, { config, frequencies, attentionFactor }] of found) {
      const parsed = parseDecoderConfig(config);
      if (parsed.problems) throw new Error(`${name}: ${JSON.stringify(parsed.problems)}`);
      const ours = ropeFrequencies(parsed.config);
      const errors = frequencies.map((expected, i) => Math.abs((ours.frequencies[i] ?? 0) / expected - 1));
      expect([name, Math.max(...errors) <= LAST_BIT]).toEqual([name, true]);
      expect([name, ours.attentionFactor]).toEqual([name, attentionFactor]);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
