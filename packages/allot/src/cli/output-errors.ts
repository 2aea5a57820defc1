// What becomes of output that cannot be written: a reader that went away is no error, lost data is one.
import type { EventEmitter } from 'node:events';
import { reportCommand } from '../catalog.js';
import { fail } from './diagnostics.js';
import { ExitCode } from './exit-codes.js';
import type { Terminal } from './terminal.js';

export interface Output {
  /** Whether data for stdout was lost. */
  readonly failed: () => boolean;
}

/**
 * Watches both streams. The command goes on: a run whose progress nobody reads any more still trains. What stderr
 * loses can be told nowhere, and is dropped.
 */
export function followOutput(stdout: EventEmitter, stderr: EventEmitter, terminal: Terminal): Output {
  let failed = false;
  stderr.on('error', () => undefined);
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (failed || error.code === 'EPIPE') return;
    failed = true;
    process.exitCode = ExitCode.failure;
    const problem = error.code === 'ENOSPC' ? 'the disk is full' : (error.code ?? error.message);
    void fail(terminal, reportCommand('output/unwritable', { problem }));
  });
  return { failed: () => failed };
}
