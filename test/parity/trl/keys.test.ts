// Every key that a bundle sets is one that the installed GRPOConfig has, and reads.
import { rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { trlKeys } from '../../../packages/compiler/src/emit/trl/trl-keys.js';
import { bundlePackages } from '../../../packages/compiler/src/emit/trl/trl-version.js';
import { definitionNames } from './definitions.js';
import { findMissingTrl, makeBundle, runWithTrl } from './environment.js';

interface Examined {
  readonly versions: Readonly<Record<string, string>>;
  readonly keys: readonly {
    readonly key: string;
    /** Whether GRPOConfig has it. */
    readonly known: boolean;
    /** Whether the code that should read it does. */
    readonly read: boolean;
    /** Whether the built GRPOConfig has the value. */
    readonly arrives: boolean;
  }[];
}

const missing = findMissingTrl();
if (missing !== undefined) console.warn(`skipped: the keys of a bundle for TRL: ${missing}`);

describe.skipIf(missing !== undefined)('the keys of a bundle for TRL', () => {
  let bundles: readonly string[] = [];
  let examined: readonly Examined[] = [];
  beforeAll(() => {
    bundles = definitionNames.map(makeBundle);
    const table = join(dirname(bundles[0] ?? ''), 'keys.json');
    writeFileSync(table, JSON.stringify(trlKeys));
    examined = runWithTrl('keys.py', table, ...bundles) as readonly Examined[];
  }, 300_000);
  afterAll(() => {
    for (const bundle of bundles) rmSync(dirname(bundle), { recursive: true, force: true });
  });

  test.each(definitionNames.map((name, index) => [name, index] as const))(
    '%s: GRPOConfig has every key, and every value arrives',
    (_, index) => {
      const { versions, keys } = examined[index] as Examined;
      expect(versions).toEqual(bundlePackages);
      expect(keys.length).toBeGreaterThan(35);
      expect(keys.filter(({ known, read, arrives }) => !known || !read || !arrives)).toEqual([]);
    },
  );
});
