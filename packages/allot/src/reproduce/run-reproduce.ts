// What `allot reproduce` does with its words and flags.
import { type Preset, presets } from '@allot/templates';
import { fail, tell } from '../cli/diagnostics.js';
import { ExitCode } from '../cli/exit-codes.js';
import type { RunFlags } from '../cli/run-flags.js';
import type { Terminal } from '../cli/terminal.js';
import { missingBaseModel } from './base-model.js';
import { compareWithPublished } from './compare-with-published.js';
import { describePreset } from './describe-preset.js';
import { findPreset } from './find-preset.js';
import { listPresets } from './list-presets.js';
import { printPreset } from './print-preset.js';
import { printReproduction } from './print-reproduction.js';
import { writePreset } from './write-preset.js';

export interface ReproduceFlags extends RunFlags {
  readonly json?: boolean;
  readonly write?: string;
  readonly run?: boolean;
  readonly against?: string;
}

export async function runReproduce(
  terminal: Terminal,
  name: string | undefined,
  flags: ReproduceFlags,
): Promise<ExitCode> {
  const { json = false, write, against } = flags;
  if (name === undefined) {
    listPresets(terminal, Object.values(presets), json);
    return ExitCode.success;
  }
  const [preset, unknown] = findPreset(name);
  if (preset === undefined) return fail(terminal, ...unknown);
  if (against !== undefined) return showReproduction(terminal, preset, against, json);
  if (flags.run) return runPreset(terminal, preset, flags);
  if (write !== undefined) return writeOnly(terminal, preset, write);
  const document = describePreset(preset);
  terminal.out(json ? JSON.stringify(document, undefined, 2) : await printPreset(document, terminal.stdout));
  return ExitCode.success;
}

async function writeOnly(terminal: Terminal, preset: Preset, file: string): Promise<ExitCode> {
  const [done, refused] = await writePreset(preset, file);
  if (done === undefined) return fail(terminal, ...refused);
  if (done === 'unchanged') terminal.error('Nothing was written: the file already says this.');
  terminal.out(file);
  return ExitCode.success;
}

/** Writes the definition, runs it, and shows what came out beside what was published. */
async function runPreset(terminal: Terminal, preset: Preset, flags: ReproduceFlags): Promise<ExitCode> {
  const file = flags.write ?? `${preset.name}.ts`;
  const [done, refused] = await writePreset(preset, file);
  if (done === undefined) return fail(terminal, ...refused);
  if (!flags.quiet) terminal.error(`Definition: ${file}${done === 'unchanged' ? ', unchanged' : ''}`);
  const missing = missingBaseModel(preset, file, flags);
  if (missing) return fail(terminal, missing);
  const { runDefinition } = await import('../run/run-definition.js');
  const { exitCode, runDirectory } = await runDefinition(file, flags, terminal);
  if (exitCode !== ExitCode.success || runDirectory === undefined || flags.detach) return exitCode;
  terminal.out('');
  return showReproduction(terminal, preset, runDirectory, false);
}

async function showReproduction(
  terminal: Terminal,
  preset: Preset,
  place: string,
  json: boolean,
): Promise<ExitCode> {
  const [document, problems] = await compareWithPublished(preset, place);
  await tell(terminal, problems);
  if (document === undefined) return ExitCode.failure;
  const { color } = terminal.stdout;
  terminal.out(json ? JSON.stringify(document, undefined, 2) : printReproduction(document, color));
  return ExitCode.success;
}
