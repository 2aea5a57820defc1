// What every command file gives: its declaration. Actions import what is heavy only when they run.
import type { Command } from 'commander';
import type { ExitCode } from './exit-codes.js';
import type { Terminal } from './terminal.js';

/** What an action gets beside its own arguments. */
export interface Context {
  readonly terminal: Terminal;
  /** Sets the exit status of the process from the action's answer. */
  readonly run: (action: () => Promise<ExitCode>) => Promise<void>;
}

/** Adds one command to the program. */
export type AddCommand = (program: Command, context: Context) => void;
