// Gates in whole runs: waiting, going on, being denied; and approvals that are none.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Approval, GateDefinition, RunEvent } from '@allot/spec';
import { openRunDirectory, runPaths, writeApproval } from '@allot/store';
import { expect, test } from 'vitest';
import { differingFiles } from '../../test-support/compare-runs.js';
import { fakeHost } from '../../test-support/fake-engine.js';
import { codesOf, startTiny } from '../../test-support/start-tiny.js';
import { temporaryFolder } from '../../test-support/temporary-folder.js';
import { resumeRun } from '../resume-run.js';
import { startRun } from '../start-run.js';

const newRun = temporaryFolder();
const host = fakeHost();
const resume = (run: string) => resumeRun({ runDirectory: run, host });

/** After the base policy, at a checkpoint, and between two. */
const gates: readonly GateDefinition[] = [
  { name: 'base', after: 0 },
  { name: 'early', after: 2 },
  { name: 'odd', after: 3 },
];

async function decide(run: string, gate: string, changes: Partial<Approval> = {}): Promise<void> {
  const [opened] = await openRunDirectory(run);
  await writeApproval(run, {
    format: 1,
    run: opened?.record.id ?? '',
    gate,
    decision: 'approved',
    by: 'Ada',
    note: 'go on',
    time: '2026-01-01T00:00:00.000Z',
    ...changes,
  });
}

const typesOf = (run: string, gate: string): readonly string[] =>
  readFileSync(runPaths(run).events, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as RunEvent)
    .flatMap((event) => ('gate' in event && event.gate === gate ? [event.type] : []));

const recordOf = (run: string): unknown => JSON.parse(readFileSync(runPaths(run).record, 'utf8')) as unknown;

test('a run waits at every gate, goes on when it is approved, and ends as one that never waited', async () => {
  const run = newRun();
  const first = await startRun(startTiny(run, { gates }));
  expect([first.status, first.step, first.gate]).toEqual(['waiting', 0, 'base']);
  expect(recordOf(run)).toMatchObject({ halted: { state: 'waiting', by: 'base', step: 0 } });
  expect((await resume(run)).status).toBe('waiting');
  await decide(run, 'base');
  expect(await resume(run)).toMatchObject({ status: 'waiting', step: 2, gate: 'early' });
  await decide(run, 'early');
  expect(await resume(run)).toMatchObject({ status: 'waiting', step: 3, gate: 'odd' });
  await decide(run, 'odd');
  expect((await resume(run)).status).toBe('finished');
  expect(recordOf(run)).not.toHaveProperty('halted');
  expect(typesOf(run, 'odd')).toEqual(['gate-reached', 'gate-passed']);

  const straight = newRun();
  await startRun(startTiny(straight, { gates }));
  for (const { name } of gates) await decide(straight, name);
  expect((await resume(straight)).status).toBe('finished');
  expect(differingFiles(run, straight)).toEqual([]);
});

test('an interruption after a gate does not pass it twice', async () => {
  const run = newRun();
  await startRun(startTiny(run, { gates: [{ name: 'odd', after: 3 }] }));
  await decide(run, 'odd');
  const controller = new AbortController();
  const outcome = await resumeRun({
    runDirectory: run,
    host,
    signal: controller.signal,
    onEvent: ({ type }) => {
      if (type === 'gate-passed') controller.abort('SIGINT');
    },
  });
  expect([outcome.status, outcome.step]).toEqual(['interrupted', 3]);
  expect((await resume(run)).status).toBe('finished');
  expect(typesOf(run, 'odd').filter((type) => type === 'gate-passed')).toHaveLength(1);
});

test('a gate that is denied stops the run, each time it is resumed', async () => {
  const run = newRun();
  await startRun(startTiny(run, { gates }));
  await decide(run, 'base', { decision: 'denied', by: 'Bob', note: 'too dear' });
  for (const _ of [1, 2]) {
    const outcome = await resume(run);
    expect([outcome.status, codesOf(outcome)]).toEqual(['stopped', ['gate/denied']]);
    expect(outcome.diagnostics[0]?.message).toContain('Bob decided that the run does not go on: too dear');
  }
});

test.each([
  ['no JSON', '{'],
  ['a list', '[]'],
  ['of another run', { run: 'other' }],
  ['of another gate', { gate: 'early' }],
  ['no decision', { decision: 'perhaps' }],
  ['nobody', { by: ' ' }],
  ['no note', { note: 3 }],
  ['no date', { time: 'soon' }],
  ['for terminals', { note: '\u001b[2J' }],
  ['from the future', { format: 2 }],
  ['more than it may say', { also: 'odd' }],
])('an approval that is %s leaves the run waiting', async (_, content) => {
  const run = newRun();
  await startRun(startTiny(run, { gates }));
  await decide(run, 'base');
  const file = runPaths(run).approval('base');
  const sound = JSON.parse(readFileSync(file, 'utf8')) as object;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify({ ...sound, ...content }));
  const outcome = await resume(run);
  expect([outcome.status, codesOf(outcome)]).toEqual(['waiting', ['approval/malformed']]);
});

test('a guard that goes back comes to the gates after that checkpoint again, and finds them approved', async () => {
  const run = newRun();
  const { rollbackGuards } = await import('../../test-support/guarded-plan.js');
  await startRun(startTiny(run, { gates: [{ name: 'odd', after: 3 }], guards: rollbackGuards }));
  await decide(run, 'odd');
  expect((await resume(run)).status).toBe('finished');
  expect(typesOf(run, 'odd').filter((type) => type === 'gate-passed')).toHaveLength(2);
});
