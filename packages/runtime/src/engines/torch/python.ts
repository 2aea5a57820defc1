// Which Python runs the worker, and where the worker's package lies.
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The virtual environment that `allot setup torch` makes when it is told no other place. */
export const torchEnvironment = (): string => join(homedir(), '.cache', 'allot', 'torch-venv');

/** The Python to start: a path is relative to where the command was given, a bare name is looked for as a shell does. */
export const choosePython = (named?: string): string => {
  if (named === undefined) return pythonOf(torchEnvironment());
  return /[\\/]/.test(named) ? resolve(named) : named;
};

/** The Python of a virtual environment. */
export const pythonOf = (environment: string): string =>
  process.platform === 'win32'
    ? join(environment, 'Scripts', 'python.exe')
    : join(environment, 'bin', 'python');

/** The folder that holds the package `allot_worker` and its requirements. */
export const workerFolder = (): string => fileURLToPath(new URL('../../../python', import.meta.url));
