// The Python with the tools that runs are handed to: TensorBoard, MLflow, Weights & Biases, pandas.
import { execFileSync } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';

const environment = join(homedir(), '.cache/allot/tracking-venv');
export const trackingPython = process.env.ALLOT_TRACKING_PYTHON ?? join(environment, 'bin/python');

const remedy = [
  `python3 -m venv ${environment}`,
  `${environment}/bin/python -m pip install -r test/parity/tracking/requirements.txt`,
].join(' && ');

/** Why a module is not there, with the command that adds it; undefined where it is. */
export function findMissingTool(module: string): string | undefined {
  const found = `import importlib.util, sys; sys.exit(importlib.util.find_spec("${module}") is None)`;
  try {
    execFileSync(trackingPython, ['-c', found], { stdio: 'pipe' });
    return undefined;
  } catch {
    return `${trackingPython} has no ${module}; add it with: ${remedy}`;
  }
}

/** What a Python text prints as JSON, with these arguments. */
export const pythonJson = (script: string, ...arguments_: readonly string[]): unknown =>
  JSON.parse(
    execFileSync(trackingPython, ['-c', script, ...arguments_], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 1e8,
    }),
  );
