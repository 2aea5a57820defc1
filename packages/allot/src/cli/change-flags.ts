// Flags that have a run go on by another definition than its own.
import type { Command } from 'commander';
import { assignment, collect, wholeNumber } from './options.js';

export interface ChangeFlags {
  readonly definition?: string;
  readonly steps?: number;
  readonly set?: readonly { readonly path: string; readonly value: string }[];
  readonly acceptChanges?: boolean;
  readonly types: boolean;
}

export const withChangeFlags = (command: Command): Command =>
  command
    .option(
      '--definition <file>',
      'go on by this definition (default: the file that the run was started from)',
    )
    .option('--steps <n>', 'training steps, instead of those planned', wholeNumber(1))
    .option(
      '--set <path=value>',
      'change any setting, for instance optimizer.learningRate=1e-4',
      collect(assignment),
    )
    .option('--accept-changes', 'go on with what the definition, --steps and --set change')
    .option('--no-types', "skip TypeScript's type checking");

/** The flags that were given, as they are written. */
export const changeFlagNames = ({
  definition,
  steps,
  set,
  acceptChanges,
}: ChangeFlags): readonly string[] => [
  ...(definition === undefined ? [] : ['--definition']),
  ...(steps === undefined ? [] : ['--steps']),
  ...(set === undefined ? [] : ['--set']),
  ...(acceptChanges ? ['--accept-changes'] : []),
];
