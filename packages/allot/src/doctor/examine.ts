// The checks of `allot doctor`, in the order they are printed.
import type { HealthCheck } from '../documents/doctor-document.js';
import { version } from '../version.js';
import { examineEngine } from './examine-engine.js';
import { examineFiles } from './examine-files.js';
import { examineMachine } from './examine-machine.js';
import { examineTorch } from './examine-torch.js';

/** Examines this machine, `folder` as the place where runs would be written, and the torch engine's Python. */
export async function examine(folder: string, python?: string): Promise<readonly HealthCheck[]> {
  return [
    { name: 'allot', status: 'ok', found: version },
    ...(await examineMachine(folder)),
    ...(await examineEngine()),
    ...(await examineFiles()),
    ...(await examineTorch(python)),
  ];
}
