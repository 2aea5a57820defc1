// Every file with a format number, from an older and from a newer version of Allot: refused by its name with what to do, and
// never taken for something else.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadRun } from '@allot/report';
import { resumeRun, runStage, startRun } from '@allot/runtime';
import type { Diagnostic, Phase } from '@allot/spec';
import { readPilot, runPaths } from '@allot/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readJob } from '../../packages/allot/src/cluster/job-record.js';
import { loadPolicy } from '../../packages/report/src/compare/load-policy.js';
import { openEvaluationFolder } from '../../packages/runtime/src/evaluation-folder.js';
import { differingFiles } from '../../packages/runtime/test-support/compare-runs.js';
import { fullPlan, type HalfRun, halfRun, host, resume } from './half-run.js';

const folder = mkdtempSync(path.join(tmpdir(), 'allot-versions-'));
let run: HalfRun;
beforeAll(async () => {
  run = await halfRun(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

type Reader = (copy: string) => Promise<readonly Diagnostic[]>;

const ofPhase =
  (read: (copy: string) => Promise<Phase<unknown>>): Reader =>
  async (copy) => {
    const [value, diagnostics] = await read(copy);
    expect(value).toBeUndefined();
    return diagnostics;
  };

const resumed: Reader = async (copy) => {
  const { status, diagnostics } = await resume(copy);
  expect(status).toBe('failed');
  return diagnostics;
};

/** An evaluation as `allot eval` keeps it. */
const evaluationAt = (copy: string) => path.join(copy, 'kept');
const compared = ofPhase((copy) =>
  loadPolicy({ name: 'kept', named: false, places: [{ folder: evaluationAt(copy) }] }),
);

const readers: Readonly<Record<string, Readonly<Record<string, Reader>>>> = {
  'run.json': {
    resume: resumed,
    report: ofPhase(loadRun),
    stage: async (copy) => (await runStage({ runDirectory: copy, host, kind: 'score', step: 1 })).diagnostics,
  },
  'plan.json': { resume: resumed, report: ofPhase(loadRun) },
  'checkpoints/000003/manifest.json': { resume: resumed },
  'inputs/hashes.json': { resume: resumed },
  'pilot.json': { pilot: ofPhase(readPilot) },
  'kept/evaluation.json': {
    compare: compared,
    eval: ofPhase((copy) => openEvaluationFolder(evaluationAt(copy), { format: 1 })),
  },
  'kept/results.json': { compare: compared },
  'job.json': { cluster: ofPhase(readJob) },
};

const cases = Object.entries(readers).flatMap(([file, all]) =>
  Object.entries(all).flatMap(([how, read]) => [0, 2, 99].map((format) => ({ file, how, read, format }))),
);

function copyOf(): string {
  const copy = path.join(folder, 'copy');
  rmSync(copy, { recursive: true, force: true });
  cpSync(run.half, copy, { recursive: true });
  mkdirSync(evaluationAt(copy));
  writeFileSync(path.join(evaluationAt(copy), 'evaluation.json'), JSON.stringify({ format: 1 }));
  writeFileSync(path.join(evaluationAt(copy), 'results.json'), JSON.stringify({ format: 1, results: [] }));
  writeFileSync(path.join(copy, 'job.json'), JSON.stringify({ format: 1, launches: [], demand: {} }));
  return copy;
}

function setFormat(file: string, format: unknown): void {
  const content = JSON.parse(readFileSync(file, 'utf8')) as object;
  writeFileSync(file, JSON.stringify({ ...content, format }));
}

test.each(cases)('$file of format $format, by $how', async ({ file, read, format }) => {
  const copy = copyOf();
  setFormat(path.join(copy, file), format);
  const before = path.join(folder, 'before');
  rmSync(before, { recursive: true, force: true });
  cpSync(copy, before, { recursive: true });
  const diagnostics = await read(copy);
  const [told] = diagnostics.filter(({ severity }) => severity === 'error');
  expect(told?.message).toContain(file);
  expect(told?.message).toMatch(/format/);
  expect(told?.help).not.toBe('');
  expect(differingFiles(before, copy)).toEqual([]);
});

test('an older checkpoint is not taken in the place of one that a newer version wrote', async () => {
  const copy = copyOf();
  setFormat(path.join(copy, 'checkpoints/000003/manifest.json'), 2);
  const outcome = await resume(copy);
  expect(outcome.diagnostics.map(({ code }) => code)).toEqual(['store/future-format']);
});

test('events of a newer version are left out of the report, and do not keep a run from going on', async () => {
  const copy = copyOf();
  const { events } = runPaths(copy);
  const lines = readFileSync(events, 'utf8').trimEnd().split('\n');
  lines.splice(3, 0, '{"type":"tide-turned","time":"2030-01-01T00:00:00.000Z","step":1,"moon":"full"}');
  writeFileSync(events, `${lines.join('\n')}\n`);
  const [record, problems] = await loadRun(copy);
  expect(record?.events.map(({ type }) => String(type))).not.toContain('tide-turned');
  expect(problems).toMatchObject([{ code: 'report/bad-event' }]);
  expect(await resume(copy)).toMatchObject({ status: 'finished', diagnostics: [] });
  expect(differingFiles(run.whole, copy).filter((name) => !/^kept|^job/.test(name))).toEqual([]);
});

test('an approval of another version lets nobody pass', async () => {
  const waiting = path.join(folder, 'waiting');
  const plan = fullPlan(folder, { gates: [{ name: 'start', after: 0 }] });
  await startRun({ plan, runDirectory: waiting, host });
  const approval = runPaths(run.half).approval('start');
  cpSync(path.dirname(approval), path.join(waiting, 'approvals'), { recursive: true });
  setFormat(runPaths(waiting).approval('start'), 2);
  const outcome = await resumeRun({ runDirectory: waiting, host });
  expect(outcome).toMatchObject({ status: 'waiting', diagnostics: [{ code: 'approval/malformed' }] });
});
