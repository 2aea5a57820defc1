// Runs a command whose own words go to stderr, where progress stands.
import type { Diagnostic } from '@allot/spec';
import { execa } from 'execa';
import { reportCommand } from '../catalog.js';
import { printCommand, type ShellCommand } from './torch-commands.js';

/** The diagnostic of a command that failed. */
export async function runCommand([program, ...given]: ShellCommand): Promise<Diagnostic | undefined> {
  const { failed, exitCode, shortMessage } = await execa(program, given, {
    reject: false,
    stdin: 'ignore',
    stdout: process.stderr,
    stderr: 'inherit',
  });
  if (!failed) return undefined;
  const how = exitCode === undefined ? (shortMessage ?? 'no answer') : `status ${exitCode}`;
  return reportCommand('setup/failed', { command: printCommand([program, ...given]), how });
}
