// What `allot reproduce` does with its words and flags.
import { presets } from '@allot/templates';
import { ExitCode } from '../cli/exit-codes.js';
import type { Terminal } from '../cli/terminal.js';
import { listPresets } from './list-presets.js';

export interface ReproduceFlags {
  readonly json?: boolean;
}

export async function runReproduce(
  terminal: Terminal,
  name: string | undefined,
  { json = false }: ReproduceFlags,
): Promise<ExitCode> {
  const all = Object.values(presets);
  listPresets(terminal, name === undefined ? all : all.filter((preset) => preset.name === name), json);
  return ExitCode.success;
}
