// The Python with TRL that these tests run, and what a bundle finds around it.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { findMissing, python } from '../python.js';
import { allotCommand, compileBundle, tinyModel } from '../training-step/compile-bundle.js';
import { type DefinitionName, definitionText } from './definitions.js';

/** Why TRL cannot be imported, with the commands that add it; undefined where it can. */
export const findMissingTrl = (): string | undefined => findMissing('trl');

/** The bundle's folder; whoever makes it removes the folder around it. */
export const makeBundle = (name: DefinitionName): string => compileBundle(name, definitionText(name));

/** Runs a script of this folder with the environment that launch.sh makes; answers what it printed last, as JSON. */
export function runWithTrl(script: string, ...given: readonly string[]): unknown {
  const output = execFileSync(python, [fileURLToPath(new URL(script, import.meta.url)), ...given], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 600_000,
    maxBuffer: 1 << 28,
    env: {
      ...process.env,
      ALLOT_MODEL: tinyModel,
      ALLOT_COMMAND: allotCommand,
      HF_HUB_OFFLINE: '1',
      TRL_EXPERIMENTAL_SILENCE: '1',
      OMP_NUM_THREADS: '1',
    },
  });
  return JSON.parse(output.trim().split('\n').at(-1) ?? '');
}
