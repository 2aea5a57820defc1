// A run folder: created once, opened again by everything that continues, evaluates or reports the run.
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import {
  contentKey,
  type Diagnostic,
  isObject,
  type Phase,
  PLAN_FORMAT,
  type Plan,
  type PlanChange,
  parseStrictJson,
} from '@allot/spec';
import { report } from './catalog.js';
import { fileDiagnostic, readingFiles } from './file-errors.js';
import { makeFolder, prettyJson, readIfPresent, writeWhole } from './files.js';
import { runPaths } from './layout.js';
import { linkOutside } from './links.js';
import { isLockFile } from './lock.js';

export const RUN_FORMAT = 1;

/** run.json: who made the run and when; not reproducible. */
export interface RunRecord {
  readonly format: typeof RUN_FORMAT;
  readonly id: string;
  readonly name: string;
  readonly planKey: string;
  /** Content key of plan.json as the run was started with it; an edited plan is refused. */
  readonly planDigest: string;
  /** ISO 8601. */
  readonly created: string;
  /** Version of Allot that started it. */
  readonly version: string;
  /** What the run stands still for; absent: nothing holds it. */
  readonly halted?: Halt;
  /** Plans that took over from the first one, in order; absent: none did. */
  readonly changes?: readonly AcceptedChange[];
}

/** A plan that somebody has accepted for a run under way; the n-th lies in plans/, by its number. */
export interface AcceptedChange {
  /** It holds for all that follows this step. */
  readonly step: number;
  /** ISO 8601. */
  readonly time: string;
  /** Keys of the plan that held, and of this one. */
  readonly before: string;
  readonly after: string;
  /** Content key of its file. */
  readonly planDigest: string;
  readonly changes: readonly PlanChange[];
}

/** `stopped`: for good, by a guard; `waiting`: at a gate; `denied`: at a gate, until somebody decides otherwise. */
export interface Halt {
  readonly state: 'stopped' | 'waiting' | 'denied';
  /** Name of the guard or the gate. */
  readonly by: string;
  readonly step: number;
}

export interface OpenedRun {
  readonly directory: string;
  readonly record: RunRecord;
  /** The plan that holds now. */
  readonly plan: Plan;
  /** Plans that held before, in order, each up to a step. */
  readonly earlier: readonly EarlierPlan[];
}

export interface EarlierPlan {
  readonly plan: Plan;
  /** The last step it holds for. */
  readonly until: number;
}

/**
 * Makes the folder ready for a new run: it must be empty or absent. The plan and the definition are written;
 * run.json is left to `commitRunRecord`, so that a half-made folder is not taken for a run.
 */
export async function createRunDirectory(directory: string, plan: Plan): Promise<Phase<string>> {
  const checked = await checkRunDirectory(directory);
  if (!checked[0]) return checked;
  try {
    await makeFolder(directory);
    await rm(runPaths(directory).events, { force: true });
    await writeWhole(runPaths(directory).plan, prettyJson(plan), { durable: true });
    for (const folder of ['inputs', 'steps', 'evaluations', 'checkpoints']) {
      await mkdir(path.join(directory, folder), { recursive: true });
    }
    await keepDefinition(directory, plan, 0);
    return [directory, []];
  } catch (error) {
    const diagnostic = fileDiagnostic(error);
    if (!diagnostic) throw error;
    return [undefined, [diagnostic]];
  }
}

/** Copies the definition of the run's n-th plan, 0 for the first, as it is written; nothing where it is there no more. */
export async function keepDefinition(directory: string, { sources }: Plan, n: number): Promise<void> {
  const definition = await readIfPresent(sources.definition);
  const file = runPaths(directory).definition(n, path.extname(sources.definition));
  if (definition) await writeWhole(file, definition);
}

/** Whether a new run may be made here: the folder is absent, empty, or left half made. Writes nothing. */
export async function checkRunDirectory(directory: string): Promise<Phase<string>> {
  try {
    const names = (await readdir(directory).catch(absent)).filter((name) => !isLockFile(name));
    if (names.length === 0) return [directory, []];
    const [record] = await readRecord(directory);
    if (record) return [undefined, [report('store/run-exists', { folder: directory, name: record.name })]];
    if (await isHalfMade(directory, names)) return [directory, []];
    return [undefined, [report('store/foreign-folder', { folder: directory })]];
  } catch (error) {
    const diagnostic = fileDiagnostic(error);
    if (!diagnostic) throw error;
    return [undefined, [diagnostic]];
  }
}

function absent(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}

/** Whether a process was killed while it made a run here. */
async function isHalfMade(directory: string, names: readonly string[]): Promise<boolean> {
  const expected = new Set([
    'run.json',
    'plan.json',
    'inputs',
    'engine',
    'steps',
    'evaluations',
    'checkpoints',
    'events.jsonl',
    'bundle',
    'verl',
    'job.json',
    'pilot.json',
    'pilot.parquet',
  ]);
  if (names.every((name) => name === 'plan.json.tmp')) return true;
  if (
    !names.every(
      (name) =>
        expected.has(name.replace(/(\.(tmp|old|allot-new|allot-old))+$/, '')) ||
        name.startsWith('definition.'),
    )
  ) {
    return false;
  }
  const [plan] = await readPlan(runPaths(directory).plan);
  return plan !== undefined;
}

/** The record of a run that is made now. */
export const newRunRecord = (plan: Plan, version: string): RunRecord => ({
  format: RUN_FORMAT,
  id: randomUUID(),
  name: plan.settings.name,
  planKey: plan.key,
  planDigest: contentKey(plan),
  created: new Date().toISOString(),
  version,
});

/** Makes the folder a run. File system errors are thrown. */
export const commitRunRecord = (directory: string, record: RunRecord): Promise<void> =>
  writeWhole(runPaths(directory).record, prettyJson(record), { durable: true });

/** Writes what the run stands still for into run.json, or that nothing holds it any more. File system errors are thrown. */
export async function recordHalt(directory: string, halt: Halt | undefined): Promise<void> {
  const [record] = await readRecord(directory);
  if (!record || (!halt && !record.halted)) return;
  const { halted: _, ...rest } = record;
  await commitRunRecord(directory, { ...rest, ...(halt && { halted: halt }) });
}

/** Opens an existing run folder. */
export async function openRunDirectory(directory: string): Promise<Phase<OpenedRun>> {
  const [record, problems] = await readRecord(directory);
  if (!record) return [undefined, problems];
  const [, outside] = await checkLinks(directory);
  if (outside.length > 0) return [undefined, outside];
  const { plan: first, changedPlan } = runPaths(directory);
  const changes = record.changes ?? [];
  const files = [
    { file: first, digest: record.planDigest },
    ...changes.map(({ planDigest }, index) => ({ file: changedPlan(index + 1), digest: planDigest })),
  ];
  const plans: Plan[] = [];
  for (const { file, digest } of files) {
    const [plan, malformed] = await readPlan(file);
    if (!plan) return [undefined, malformed];
    if (contentKey(plan) !== digest) return [undefined, [report('store/edited-plan', { file })]];
    plans.push(plan);
  }
  const earlier = changes.map(({ step }, index) => ({ plan: plans[index] as Plan, until: step }));
  return [{ directory, record, plan: plans.at(-1) as Plan, earlier }, []];
}

/** A run is read and written inside its folder alone. */
const checkLinks = (directory: string): Promise<Phase<never>> =>
  readingFiles(async () => {
    const link = await linkOutside(directory);
    return [undefined, link === undefined ? [] : [report('store/link-outside', { link })]];
  });

/** Reads run.json. */
export async function readRecord(directory: string): Promise<Phase<RunRecord>> {
  const read = await readFormatted<RunRecord>(runPaths(directory).record, RUN_FORMAT, recordMembers);
  const isThere = read[1].every(({ code }) => code !== 'store/missing-file') && !(await isFile(directory));
  if (!isThere) return [undefined, [report('store/not-a-run', { folder: directory })]];
  const changes: unknown = read[0]?.changes;
  if (changes === undefined || (Array.isArray(changes) && changes.every(isChange))) return read;
  const problem = 'its changes are none';
  return [undefined, [report('store/malformed-file', { file: runPaths(directory).record, problem })]];
}

const isFile = async (place: string): Promise<boolean> =>
  (await stat(place).catch(() => undefined))?.isFile() === true;

const isChange = (value: unknown): boolean =>
  isObject(value) &&
  Number.isSafeInteger(value.step) &&
  [value.time, value.before, value.after, value.planDigest].every((text) => typeof text === 'string') &&
  Array.isArray(value.changes);

const recordMembers = {
  id: 'string',
  name: 'string',
  planKey: 'string',
  planDigest: 'string',
  created: 'string',
  version: 'string',
} as const;

/** Reads a plan.json. */
export const readPlan = (file: string): Promise<Phase<Plan>> =>
  readFormatted<Plan>(file, PLAN_FORMAT, planMembers);

const planMembers = {
  key: 'string',
  settings: 'object',
  engine: 'object',
  origins: 'object',
  stages: 'object',
  cost: 'object',
  sources: 'object',
} as const;

/** A JSON file of ours: its format is the one that is known, and it has the members, each of its type. */
export async function readFormatted<T>(file: string, known: number, members: Members): Promise<Phase<T>> {
  const [json, problems] = await readJson(file);
  return json === undefined ? [undefined, problems] : checkFormat<T>(json, file, known, members);
}

type Members = Readonly<Record<string, 'string' | 'number' | 'object'>>;

/** Levels of a file of ours: an expression has one for every part inside a part. */
const MOST_LEVELS = 1000;
const MOST_BYTES = 100_000_000;

/** A JSON file's value; errors when it is missing or malformed. */
export async function readJson(file: string): Promise<Phase<unknown>> {
  try {
    const { size } = await stat(file);
    const read =
      size > MOST_BYTES
        ? { problem: `it has ${size} bytes` }
        : parseStrictJson(await readFile(file), MOST_LEVELS);
    if ('value' in read) return [read.value, []];
    return [undefined, [report('store/malformed-file', { file, problem: read.problem })]];
  } catch (error) {
    const diagnostic = fileDiagnostic(error, 'read', file);
    if (!diagnostic) throw error;
    return [undefined, [diagnostic]];
  }
}

/** The error of a JSON file whose format is not the one that is known; undefined where it is. */
export function otherFormat(
  json: Readonly<Record<string, unknown>>,
  file: string,
  known: number,
): Diagnostic | undefined {
  const malformed = (problem: string) => report('store/malformed-file', { file, problem });
  if (!Object.hasOwn(json, 'format')) return malformed('it states no format');
  const { format } = json;
  if (format === known) return undefined;
  if (typeof format !== 'number') return malformed('its format is no number');
  if (!Number.isSafeInteger(format) || format < 0) return malformed(`its format is ${format}`);
  return report(format > known ? 'store/future-format' : 'store/past-format', { file, format, known });
}

function checkFormat<T>(json: unknown, file: string, known: number, members: Members): Phase<T> {
  const malformed = (problem: string): Phase<T> => [
    undefined,
    [report('store/malformed-file', { file, problem })],
  ];
  if (!isObject(json)) return malformed('it states no format');
  const other = otherFormat(json, file, known);
  if (other) return [undefined, [other]];
  for (const [member, type] of Object.entries(members)) {
    if (!Object.hasOwn(json, member)) return malformed(`it has no ${member}`);
    if (typeof json[member] !== type || json[member] === null)
      return malformed(`its ${member} is no ${type}`);
  }
  return [json as unknown as T, []];
}
