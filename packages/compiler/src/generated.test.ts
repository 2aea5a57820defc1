// The committed schemas and generated modules are what the types in packages/spec say; when they are not,
// run `node scripts/generate-schemas.mjs`.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

test('schemas and generated modules are up to date', { timeout: 60_000 }, () => {
  const script = fileURLToPath(new URL('../../../scripts/generate-schemas.mjs', import.meta.url));
  const run = (): string => {
    try {
      return execFileSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
    } catch (error) {
      return (error as { readonly stdout: string }).stdout;
    }
  };
  expect(run()).toBe('');
});
