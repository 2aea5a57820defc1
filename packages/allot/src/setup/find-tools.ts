// What there is to make a virtual environment with.
import type { Phase } from '@allot/spec';
import { execa } from 'execa';
import { reportCommand } from '../catalog.js';
import type { Tools } from './torch-commands.js';

/** uv, or a Python with the module venv; `python` as the user named it. */
export async function findTools(python?: string): Promise<Phase<Tools>> {
  const named = python === undefined ? {} : { python };
  const { failed: noUv } = await execa('uv', ['--version'], { reject: false });
  if (!noUv) return [{ uv: true, ...named }, []];
  const { failed, stderr, shortMessage } = await execa(
    python ?? 'python3',
    ['-c', 'import ensurepip, venv'],
    {
      reject: false,
    },
  );
  if (!failed) return [{ uv: false, ...named }, []];
  const reason = stderr?.split('\n').at(-1) || shortMessage || 'it does not run';
  return [undefined, [reportCommand('setup/no-python', { reason })]];
}
