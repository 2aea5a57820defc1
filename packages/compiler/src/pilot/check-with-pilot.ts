// Checks a definition whose tiers may come from its pilot: once with stand-ins, which tell what the pilot depends on, and
// once with what it measured.
import { dirname } from 'node:path';
import { type CompilerHost, hasErrors, type Pilot, sortDiagnostics } from '@allot/spec';
import {
  type CheckedDefinition,
  type CheckOptions,
  type CheckResult,
  checkDefinition,
} from '../check-file.js';
import { lowerDefinition } from '../lower/lower-definition.js';
import { pilotKey } from './pilot-key.js';

export interface CheckedWithPilot extends CheckResult {
  /** Absent when there are errors. */
  readonly checked?: CheckedDefinition;
  /** What was measured, where the pilot has been run. */
  readonly pilot?: Pilot;
}

/** Reads and checks a definition. Mistakes of the user are diagnostics; it throws only on faults of Allot. */
export async function checkFile(
  path: string,
  host: CompilerHost,
  options: CheckOptions = {},
): Promise<CheckResult> {
  const { checked: _, pilot: __, ...result } = await checkWithPilot(path, host, options);
  return result;
}

/** As checkFile, and what planning needs when there are no errors. */
export async function checkWithPilot(
  path: string,
  host: CompilerHost,
  options: CheckOptions,
): Promise<CheckedWithPilot> {
  const first = await checkDefinition(path, host, options);
  if (!first.checked || !hasPilot(first.checked)) return first;
  const key = pilotKey(lowerDefinition(first.checked).settings);
  if (key === undefined) return first;
  const [pilot, problems] = await host.findPilot(dirname(first.checked.file), key);
  if (hasErrors(problems)) {
    const { checked: _, ...rest } = first;
    return { ...rest, diagnostics: sortDiagnostics([...first.diagnostics, ...problems]) };
  }
  if (!pilot) return first;
  if (!first.checked.awaitsPilot) return { ...first, pilot };
  return { ...(await checkDefinition(path, host, { ...options, pilot })), pilot };
}

/** Whether there is a pilot that can be looked for: a host may give no datasets, when they are what is asked for. */
const hasPilot = ({ definition, facts }: CheckedDefinition): boolean =>
  'pilot' in definition &&
  definition.pilot !== undefined &&
  Object.keys(definition.datasets).every((name) => facts.datasets[name] !== undefined);
