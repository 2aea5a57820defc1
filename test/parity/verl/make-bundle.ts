// Compiles a definition of these tests to a bundle in a folder of its own.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DefinitionName, definitionText } from './definitions.js';
import { allotCommand } from './environment.js';

/** The bundle's folder; whoever makes it removes the folder around it. Throws with what the compiler said. */
export function makeBundle(name: DefinitionName): string {
  const folder = mkdtempSync(join(tmpdir(), 'allot-verl-'));
  const file = join(folder, `${name}.yaml`);
  writeFileSync(file, definitionText(name));
  const [node, ...command] = allotCommand.split(' ') as [string, ...string[]];
  execFileSync(node, [...command, 'compile', file, '--out', join(folder, 'bundle')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  return join(folder, 'bundle');
}
