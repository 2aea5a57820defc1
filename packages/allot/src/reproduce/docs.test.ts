// docs/presets.md is what the presets say; when it is not, build and run `npm run docs`.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

test('the list of docs/presets.md is up to date', () => {
  const script = fileURLToPath(new URL('../../../../scripts/generate-preset-docs.mjs', import.meta.url));
  const run = (): string => {
    try {
      return execFileSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
    } catch (error) {
      return (error as { readonly stdout: string }).stdout;
    }
  };
  expect(run()).toBe('');
});
