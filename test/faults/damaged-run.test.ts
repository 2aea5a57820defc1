// Every file of a run, damaged in every way: a run goes on to the same bytes, says what it lost, or names the file and a remedy.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadRun } from '@allot/report';
import type { RunOutcome } from '@allot/runtime';
import type { Diagnostic } from '@allot/spec';
import { afterAll, expect, test } from 'vitest';
import { loadPolicy } from '../../packages/report/src/compare/load-policy.js';
import { differingFiles } from '../../packages/runtime/test-support/compare-runs.js';
import { type HalfRun, halfRun, resume } from './half-run.js';

const folder = mkdtempSync(path.join(tmpdir(), 'allot-damage-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Damages that are left out between two; `ALLOT_DAMAGE_STRIDE=1` tries every one. */
const stride = Number(process.env.ALLOT_DAMAGE_STRIDE ?? '11');

const flip =
  (part: number) =>
  (file: string): void => {
    const bytes = readFileSync(file);
    const place = Math.floor((bytes.length - 1) * part);
    bytes[place] = (bytes[place] as number) ^ 0x04;
    writeFileSync(file, bytes);
  };

const damages: Readonly<Record<string, (file: string) => void>> = {
  emptied: (file) => writeFileSync(file, ''),
  halved: (file) => writeFileSync(file, readFileSync(file).subarray(0, readFileSync(file).length / 2)),
  'a bit flipped in front': flip(0.1),
  'a bit flipped in the middle': flip(0.55),
  'a bit flipped at the end': flip(0.93),
  removed: (file) => rmSync(file),
  'a folder': (file) => {
    rmSync(file);
    mkdirSync(file);
  },
};

/** What a resumed run at step 3 does not read: their damage stays, and whoever reads them finds it. */
const notRead = [
  /^definition\.|^pilot\.|^approvals\//,
  // Bytes are looked at by whoever reads them: on the way only their lengths are.
  /^(steps|evaluations)\/\d+\/.*( a bit|hashes\.json)/,
  // Older than the one the run goes on from; hashed again before anybody goes back to it.
  /^checkpoints\/000002\//,
  /^(inputs|engine)\/hashes\.json removed/,
];

/** What differs from the undisturbed run is what was damaged, or follows from a log that was. */
const mayDiffer = (name: string, damaged: string): boolean =>
  name === damaged ||
  (damaged === 'events.jsonl' && /^checkpoints\/\d+\/(state|manifest)\.json$/.test(name)) ||
  (damaged.startsWith('checkpoints/000002/') && name.startsWith('checkpoints/000002/'));

test('nothing that was damaged is overlooked, and nothing else suffers', async () => {
  const run = await halfRun(folder);
  const files = readdirSync(run.half, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(run.half, path.join(entry.parentPath, entry.name)));
  const cases = files.sort().flatMap((file) => Object.keys(damages).map((damage) => ({ file, damage })));
  const faults: string[] = [];
  for (let at = 0; at < cases.length; at += stride) {
    const { file, damage } = cases[at] as { file: string; damage: string };
    const fault = await faultOf(run, file, damage).catch((error: unknown) => String(error));
    if (fault !== undefined) faults.push(`${file}, ${damage}: ${fault}`);
  }
  expect(faults).toEqual([]);
  expect(files.length).toBeGreaterThan(40);
}, 3_600_000);

async function faultOf(run: HalfRun, file: string, damage: string): Promise<string | undefined> {
  const copy = path.join(folder, 'damaged');
  rmSync(copy, { recursive: true, force: true });
  cpSync(run.half, copy, { recursive: true });
  damages[damage]?.(path.join(copy, file));
  const [, read] = await loadRun(copy);
  const [, compared] = await loadPolicy({ name: 'damaged', named: false, places: [{ folder: copy }] });
  const outcome = await resume(copy);
  const nameless = [...read, ...compared, ...outcome.diagnostics].find(
    ({ message, help }) => message === '' || !help,
  );
  if (nameless) return `no remedy: ${nameless.message}`;
  return outcome.status === 'failed'
    ? faultOfRefusal(outcome, file)
    : faultOfEnd(run, { copy, file, damage, outcome, read });
}

function faultOfRefusal({ diagnostics }: RunOutcome, file: string): string | undefined {
  const names = [file, path.basename(file), path.dirname(file)];
  const named = diagnostics.some(({ message }) => names.some((name) => message.includes(name)));
  return named || file === 'run.json' ? undefined : `not named: ${textOf(diagnostics)}`;
}

interface Ended {
  readonly copy: string;
  readonly file: string;
  readonly damage: string;
  readonly outcome: RunOutcome;
  readonly read: readonly Diagnostic[];
}

function faultOfEnd(run: HalfRun, { copy, file, damage, outcome, read }: Ended): string | undefined {
  if (outcome.status !== 'finished') return outcome.status;
  // A torn line stays in the log; the states of later checkpoints show by their digests whether events were changed.
  if (file === 'events.jsonl') cpSync(path.join(run.whole, file), path.join(copy, file));
  const differing = differingFiles(run.whole, copy);
  const other = differing.filter((name) => !mayDiffer(name, file));
  if (other.length > 0) return `differs in ${other.join(' ')}`;
  const told = outcome.diagnostics.length + read.filter(({ severity }) => severity !== 'info').length > 0;
  const silent = notRead.some((pattern) => pattern.test(`${file} ${damage}`));
  return differing.length === 0 || told || silent ? undefined : `silent: ${differing.join(' ')}`;
}

const textOf = (diagnostics: readonly Diagnostic[]): string =>
  diagnostics.map(({ message }) => message).join(' ');
