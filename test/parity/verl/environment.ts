// The Python with verl that these tests run, and what a bundle finds around it.
import { execFileSync } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { allotCommand, tinyModel } from '../training-step/compile-bundle.js';

const environment = join(homedir(), '.cache/allot/verl-venv');

/** A Python with verl. */
export const python = process.env.ALLOT_VERL_PYTHON ?? join(environment, 'bin/python');

/** Why verl cannot be imported, with the commands that add it; undefined where it can. */
export function findMissingVerl(): string | undefined {
  try {
    execFileSync(python, ['-c', 'import importlib.metadata as m; m.version("verl"); import ray'], {
      stdio: 'pipe',
    });
    return undefined;
  } catch {
    return `${python} has no verl; add it with: python3 -m venv ${environment} && ${environment}/bin/python -m pip install -r test/parity/verl/requirements.txt`;
  }
}

/** Runs a script of this folder with the environment that launch.sh makes for a bundle; answers what it printed last, as JSON. */
export function runWithVerl(script: string, bundle: string, ...given: readonly string[]): unknown {
  const output = execFileSync(python, [fileURLToPath(new URL(script, import.meta.url)), ...given], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 240_000,
    maxBuffer: 1 << 28,
    env: {
      ...process.env,
      ALLOT_BUNDLE: bundle,
      ALLOT_MODEL: tinyModel,
      ALLOT_RUN: join(bundle, 'run'),
      ALLOT_COMMAND: allotCommand,
      PYTHONPATH: bundle,
      VERL_USE_EXTERNAL_MODULES: 'allot_verl.trainer',
      VERL_FILE_LOGGER_PATH: join(bundle, 'metrics.jsonl'),
      HF_HUB_OFFLINE: '1',
    },
  });
  return JSON.parse(output.trim().split('\n').at(-1) ?? '');
}
