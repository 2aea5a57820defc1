import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

test('the committed schemas of --json outputs are those of the types', () => {
  const script = fileURLToPath(new URL('../../../../scripts/generate-command-schemas.mjs', import.meta.url));
  expect(execFileSync(process.execPath, [script, '--check'], { encoding: 'utf8' })).toBe('');
});
