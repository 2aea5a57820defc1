// docs/shapes is what the templates say; when it is not, build and run `npm run docs`.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

test('the pages, the plots and the tables of docs/shapes are up to date', () => {
  const script = fileURLToPath(new URL('../../../../scripts/generate-shape-docs.mjs', import.meta.url));
  const run = (): string => {
    try {
      return execFileSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
    } catch (error) {
      return (error as { readonly stdout: string }).stdout;
    }
  };
  expect(run()).toBe('');
});
