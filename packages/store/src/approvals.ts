// approvals/NAME.json: what people decided about the gates of a run.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Approval, isObject, type Phase, parseStrictJson } from '@allot/spec';
import { report } from './catalog.js';
import { fileDiagnostic } from './file-errors.js';
import { makeFolder, prettyJson, writeWhole } from './files.js';
import { runPaths } from './layout.js';
import { readRecord } from './run-directory.js';

/** The decision about a gate; null where there is none yet. Diagnostics: `approval/malformed`, and those of reading files. */
export async function readApproval(run: string, gate: string): Promise<Phase<Approval | null>> {
  const file = runPaths(run).approval(gate);
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [null, []];
    const diagnostic = fileDiagnostic(error, 'read');
    if (!diagnostic) throw error;
    return [undefined, [diagnostic]];
  }
  const [record, problems] = await readRecord(run);
  if (!record) return [undefined, problems];
  const parsed = parseStrictJson(bytes);
  const problem = 'problem' in parsed ? parsed.problem : approvalFlaw(parsed.value, gate, record.id);
  if (problem !== undefined) return [undefined, [report('approval/malformed', { file, problem })]];
  return [(parsed as { readonly value: Approval }).value, []];
}

/** Writes a decision; file system errors are thrown. */
export async function writeApproval(run: string, approval: Approval): Promise<void> {
  const file = runPaths(run).approval(approval.gate);
  await makeFolder(path.dirname(file));
  await writeWhole(file, prettyJson(approval), { durable: true });
}

/** Terminals obey control characters; lines and tabs are harmless. */
const unshowable = /[^\P{Cc}\n\t]/u;

const members = ['format', 'run', 'gate', 'decision', 'by', 'note', 'time'];

/** What is wrong with an approval of a gate of a run, as a clause; undefined where it is one. */
export function approvalFlaw(value: unknown, gate: string, run: string): string | undefined {
  if (!isObject(value)) return 'it is no group of settings';
  const odd = Object.keys(value).find((name) => !members.includes(name));
  if (odd !== undefined) return `it has a member ${odd}`;
  const { format, run: ofRun, gate: ofGate, decision, by, note, time } = value;
  if (format !== 1) return 'its format is not 1';
  if (ofRun !== run) return 'it is of another run';
  if (ofGate !== gate) return 'it is of another gate';
  if (decision !== 'approved' && decision !== 'denied') return 'its decision is neither approved nor denied';
  if (typeof by !== 'string' || by.trim() === '') return 'it does not say who decided';
  if (typeof note !== 'string') return 'its note is no text';
  if (unshowable.test(by) || unshowable.test(note)) return 'it has control characters';
  return typeof time === 'string' && !Number.isNaN(Date.parse(time)) ? undefined : 'its time is no date';
}
