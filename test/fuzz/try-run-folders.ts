// Hostile run folders: a file of a finished run is spoilt, and everything that reads runs looks at it.
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkPlan } from '@allot/compiler';
import { printSummary, renderReport, summarizeRun } from '@allot/report';
import { contentKey, type Plan } from '@allot/spec';
import {
  latestIntactCheckpoint,
  openRunDirectory,
  readAdvantages,
  readCheckpointState,
  readEvents,
  readRollouts,
  readScores,
} from '@allot/store';
import fc from 'fast-check';
import { runTables } from '../../packages/allot/src/query/run-tables.js';
import { findRun } from '../../packages/allot/src/run/find-runs.js';
import { listRuns } from '../../packages/allot/src/run/list-runs.js';
import { loadAnalysedRun } from '../../packages/allot/src/run/load-analysed-run.js';
import { metricPoints } from '../../packages/allot/src/track/metric-points.js';
import { byteMutation, mutated } from './mutations.js';
import { type Counts, tryAll } from './outcome.js';
import { casesOf, type Share } from './share.js';
import { spoiltJson } from './spoilt-json.js';

/** `run` is the folder of a finished run, which stays as it is. */
export async function tryRunFolders(run: string, share: Share): Promise<Counts> {
  const { folder } = share;
  const home = join(folder, 'runs');
  rmSync(home, { recursive: true, force: true });
  const copy = join(home, 'spoilt');
  cpSync(run, copy, { recursive: true });
  const names = readdirSync(run, { recursive: true, encoding: 'utf8' }).filter(isRead);
  const original = (name: string): Buffer => readFileSync(join(run, name));
  const record = join(copy, 'run.json');
  return tryAll(
    'run folders: run, plan, events, checkpoints, trajectories',
    casesOf(fc.oneof(...names.map((name) => spoilt(name, original(name)))), share),
    async ([name, bytes]) => {
      writeFileSync(join(copy, name), bytes);
      // Whoever edits a plan can edit its key.
      if (name === 'plan.json') writeFileSync(record, withKeyOf(bytes, original('run.json')));
      try {
        return await readAll(home, copy);
      } finally {
        for (const file of [name, 'run.json']) writeFileSync(join(copy, file), original(file));
      }
    },
    ([name, bytes]) => `${name}: ${bytes.toString('latin1')}`,
  );
}

const isRead = (name: string): boolean =>
  /^(run|plan)\.json$|^events\.jsonl$|^inputs\/tokenizer\.json$|manifest\.json$|state\.json$|\.parquet$|^evaluations\/.*\.json$/.test(
    name,
  ) && !name.startsWith('engine');

/** Those that people look at as text are spoilt as text or as JSON, all as bytes. */
function spoilt(name: string, content: Buffer): fc.Arbitrary<readonly [string, Buffer]> {
  const text = content.toString('utf8');
  const ways = name.endsWith('.parquet')
    ? []
    : [mutated([text]).map((changed) => Buffer.from(changed)), spoiltJson(text)];
  return fc
    .oneof(
      byteMutation.map((change) => change(content)),
      ...ways,
      ...ways,
    )
    .map((bytes) => [name, bytes]);
}

function withKeyOf(plan: Buffer, record: Buffer): string {
  const identity = JSON.parse(record.toString('utf8')) as Record<string, unknown>;
  try {
    return JSON.stringify({ ...identity, planDigest: contentKey(JSON.parse(plan.toString('utf8')) as Plan) });
  } catch {
    return JSON.stringify(identity);
  }
}

/** Every reader of a run: what `runs`, `track`, `report`, `eval` and `stage` open. */
async function readAll(home: string, run: string) {
  const [, listed] = await listRuns(home);
  const [found] = await findRun(run);
  if (found) {
    for (const { rowsOf } of runTables) Array.from(rowsOf(found));
    found.events.flatMap(metricPoints);
  }
  const [record, problems] = await loadAnalysedRun(run);
  if (record) {
    printSummary(summarizeRun(record), { color: true, width: 100 });
    renderReport([record]);
  }
  const [opened, unread] = await openRunDirectory(run);
  const flaws = opened ? await checkPlan(opened.plan, join(run, 'plan.json')) : [];
  const [checkpoint, broken] = await latestIntactCheckpoint(run);
  const [, unknown] = checkpoint ? await readCheckpointState(checkpoint.folder) : [undefined, []];
  const step = join(run, 'steps', '000001');
  const [rollouts, noRollouts] = await readRollouts(join(step, 'rollouts.parquet'));
  const [scores, noScores] = await readScores(join(step, 'scores.parquet'));
  const [advantages, noAdvantages] = await readAdvantages(join(step, 'advantages.parquet'));
  const [, events] = await readEvents(join(run, 'events.jsonl'));
  const diagnostics = [
    listed,
    problems,
    unread,
    flaws,
    broken,
    unknown,
    noRollouts,
    noScores,
    noAdvantages,
    events,
  ].flat();
  const taken = [record, opened, checkpoint, rollouts, scores, advantages].every(
    (part) => part !== undefined,
  );
  return { taken: taken && !diagnostics.some(({ severity }) => severity === 'error'), diagnostics };
}
