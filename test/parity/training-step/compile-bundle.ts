// Compiles a definition to a bundle in a folder of its own.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The command that a bundle asks for grades. */
export const allotCommand = `${process.execPath} ${root}packages/allot/bin/allot.js`;

/** The policy of the tests' definitions. */
export const tinyModel = join(root, 'models/tiny-base');

/** The bundle's folder; whoever makes it removes the folder around it. Throws with what the compiler said. */
export function compileBundle(name: string, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'allot-bundle-'));
  const file = join(folder, `${name}.yaml`);
  writeFileSync(file, text);
  const [node, ...command] = allotCommand.split(' ') as [string, ...string[]];
  execFileSync(node, [...command, 'compile', file, '--out', join(folder, 'bundle')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  return join(folder, 'bundle');
}
