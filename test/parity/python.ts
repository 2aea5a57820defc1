// The Python that parity tests run, and what to say where it is missing.
import { execFileSync } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';

const environment = join(homedir(), '.cache/allot/parity-venv');
export const python = process.env.ALLOT_PYTHON ?? join(environment, 'bin/python');

const remedy = [
  `python3 -m venv ${environment}`,
  `${environment}/bin/python -m pip install -r test/parity/requirements.txt`,
].join(' && ');

/** Why a module cannot be imported, with the command that adds it; undefined where it can. */
export function findMissing(module: string): string | undefined {
  try {
    execFileSync(python, ['-c', `import ${module}`], { stdio: 'pipe' });
    return undefined;
  } catch {
    return `${python} has no ${module}; add it with: ${remedy}`;
  }
}
