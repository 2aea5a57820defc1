// TensorBoard: one event file a run, in a folder of the run's name.
import { appendFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Diagnostic, Phase, RunEvent } from '@allot/spec';
import { reportCommand } from '../../catalog.js';
import { refusalOf } from '../../cli/files.js';
import { metricPoints } from '../metric-points.js';
import type { TrackedRun } from '../tracked-run.js';
import type { Tracker } from '../tracker.js';
import { restartRecord, scalarRecord, textRecord, versionRecord } from './event-records.js';
import { concatenate } from './protobuf.js';

/**
 * Begins a new file and removes the one that stood for this run; a TensorBoard that is open forgets what it had of it.
 * A folder that has the file of another run is refused: `track/other-run`.
 * The name of a file has the time, because readers go on with what is open and look for newer names.
 */
export async function openTensorboard(folder: string, run: TrackedRun): Promise<Phase<Tracker>> {
  const place = join(folder, run.name);
  const now = Date.now();
  const ending = `.allot.${run.id}`;
  const file = join(place, `events.out.tfevents.${Math.floor(now / 1000)}${ending}`);
  const write = (records: readonly Uint8Array[]): Promise<readonly Diagnostic[]> =>
    refusals(() => appendFile(file, concatenate(records)));
  let isOfOther = false;
  const refused = await refusals(async () => {
    const { makeFolder } = await import('@allot/store');
    await makeFolder(place);
    const names = (await readdir(place)).filter((name) => ourFile.test(name));
    isOfOther = names.some((name) => !name.endsWith(ending));
    if (!isOfOther) for (const name of names) await rm(join(place, name));
  });
  if (isOfOther) return [undefined, [reportCommand('track/other-run', { name: run.name, place })]];
  const opening = [
    versionRecord(now),
    restartRecord(now, 0),
    textRecord('settings', now, settingsTable(run)),
    ...(run.definition === undefined ? [] : [textRecord('definition', now, indented(run.definition))]),
  ];
  const problems = refused.length > 0 ? refused : await write(opening);
  if (problems.length > 0) return [undefined, problems];
  return [
    { place: () => place, add: (events) => write(events.flatMap(recordsOf)), close: async () => [] },
    [],
  ];
}

/** TensorBoard draws all files of a folder as one run. */
const ourFile = /^events\.out\.tfevents\.\d+\.allot\./;

/** The points of an event; a rollback takes back what came after the step that it went to. */
const recordsOf = (event: RunEvent): readonly Uint8Array[] => [
  ...metricPoints(event).map(scalarRecord),
  ...(event.type === 'guard-fired' && event.rollback
    ? [restartRecord(Date.parse(event.time), event.rollback.to + 1)]
    : []),
];

async function refusals(action: () => Promise<unknown>): Promise<readonly Diagnostic[]> {
  const refused = await refusalOf(action);
  return refused ? [refused] : [];
}

const settingsTable = ({ facts, settings }: TrackedRun): string =>
  [
    '| setting | value |',
    '|---|---|',
    ...[...Object.entries(facts), ...settings].map(([path, value]) => `| ${cell(path)} | ${cell(value)} |`),
  ].join('\n');

const cell = (text: string): string =>
  text.replace(/[|\n]/g, ' ').replace(/[<&]/g, (letter) => `&#${letter.charCodeAt(0)};`);

const indented = (text: string): string => text.replace(/^/gm, '    ');
