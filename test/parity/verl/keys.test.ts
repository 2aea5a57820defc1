// Every key that a bundle sets is one that the installed verl has, and reads.
import { rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verlKeys } from '../../../packages/compiler/src/emit/verl/verl-keys.js';
import { VERL_VERSION } from '../../../packages/compiler/src/emit/verl/verl-version.js';
import { definitionNames } from './definitions.js';
import { findMissingVerl, runWithVerl } from './environment.js';
import { makeBundle } from './make-bundle.js';

interface Examined {
  readonly version: string;
  readonly keys: readonly {
    readonly key: string;
    /** Whether verl's own configuration has it. */
    readonly known: boolean;
    /** Whether the code that should read it does. */
    readonly read: boolean;
    /** Whether verl's own dataclasses have the value. */
    readonly arrives: boolean;
  }[];
}

const missing = findMissingVerl();
if (missing !== undefined) console.warn(`skipped: the keys of a bundle: ${missing}`);

describe.skipIf(missing !== undefined)('the keys of a bundle', () => {
  let bundles: readonly string[] = [];
  let examined: readonly Examined[] = [];
  beforeAll(() => {
    bundles = definitionNames.map(makeBundle);
    const [first = ''] = bundles;
    const table = join(dirname(first), 'keys.json');
    writeFileSync(table, JSON.stringify(verlKeys));
    examined = runWithVerl('keys.py', first, table, ...bundles) as readonly Examined[];
  });
  afterAll(() => {
    for (const bundle of bundles) rmSync(dirname(bundle), { recursive: true, force: true });
  });

  test.each(definitionNames.map((name, index) => [name, index] as const))(
    '%s: verl has every key, and every value arrives',
    (_, index) => {
      const { version, keys } = examined[index] as Examined;
      expect(version).toBe(VERL_VERSION);
      expect(keys.length).toBeGreaterThan(50);
      expect(keys.filter(({ known, read, arrives }) => !known || !read || !arrives)).toEqual([]);
    },
  );
});
