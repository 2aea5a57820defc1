import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { synthesizeRun, writeRunFolder } from '../../test-support/synthetic-run.js';
import { loadRun } from './load-run.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'allot-report-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const run = synthesizeRun({ steps: 4, problems: 12 });

describe('loadRun', () => {
  it('reads back what a run wrote', async () => {
    await writeRunFolder(run, folder);
    const [loaded, diagnostics] = await loadRun(folder);
    expect(diagnostics).toEqual([]);
    expect(loaded?.events).toEqual(run.events);
    expect(loaded?.vocabulary).toEqual(run.vocabulary);
    expect(loaded?.rollouts.map(({ step, mode }) => [step, mode])).toEqual([
      [0, 'natural'],
      [0, 'efficient'],
      [4, 'natural'],
      [4, 'efficient'],
    ]);
    expect(loaded?.rollouts[0]?.rollouts[3]).toMatchObject({ ...run.rollouts[0]?.rollouts[3] });
  });

  it('says that a folder is no run', async () => {
    const [loaded, diagnostics] = await loadRun(folder);
    expect(loaded).toBeUndefined();
    expect(diagnostics.map(({ code }) => code)).toEqual(['store/not-a-run']);
  });

  it('goes on without responses', async () => {
    await writeRunFolder(run, folder);
    await rm(join(folder, 'evaluations'), { recursive: true });
    const [loaded, diagnostics] = await loadRun(folder);
    expect(loaded?.rollouts).toEqual([]);
    expect(diagnostics.map(({ code }) => code)).toEqual(Array.from({ length: 4 }, () => 'report/no-samples'));
  });

  it('leaves out torn and hollow events', async () => {
    await writeRunFolder(run, folder);
    const hollow = ['step-completed', 'evaluation-completed', 'diagnostic'].map((type) =>
      JSON.stringify({ type, time: '2026-01-01T00:00:00Z', step: 5 }),
    );
    await appendFile(join(folder, 'events.jsonl'), `${hollow.join('\n')}\n{"type":"step-com`);
    const [loaded, diagnostics] = await loadRun(folder);
    expect(loaded?.events).toEqual(run.events);
    expect(diagnostics.map(({ code }) => code)).toEqual(['report/bad-event']);
    expect(diagnostics[0]?.message).toContain('3 events');
  });

  it('leaves out evaluations whose parts are none', async () => {
    await writeRunFolder(run, folder);
    const whole = firstResult();
    const hollow = [
      null,
      { ...whole, dataset: { a: 1 } },
      { ...whole, all: null },
      { ...whole, all: { ...whole?.all, accuracy: '1' } },
    ];
    const lines = hollow.map((result) =>
      JSON.stringify({
        type: 'evaluation-completed',
        time: '',
        step: 0,
        results: [result],
        evaluationSeconds: 1,
      }),
    );
    await writeFile(join(folder, 'events.jsonl'), `${lines.join('\n')}\n`);
    const [loaded, diagnostics] = await loadRun(folder);
    expect(loaded?.events).toEqual([]);
    expect(diagnostics.map(({ code }) => code)).toEqual(['report/bad-event']);
  });

  it('reads no file that a mode in the log points to outside the run', async () => {
    const results = [{ ...firstResult(), mode: '../../secret' }];
    const event = { type: 'evaluation-completed', time: '', step: 0, results, evaluationSeconds: 1 };
    await writeRunFolder(run, folder);
    await writeFile(join(folder, 'events.jsonl'), `${JSON.stringify(event)}\n`);
    const [loaded] = await loadRun(folder);
    expect(loaded?.events).toHaveLength(1);
    expect(loaded?.rollouts).toEqual([]);
  });

  it('loads a run that has not begun', async () => {
    await writeRunFolder({ ...run, events: [], rollouts: [] }, folder);
    await rm(join(folder, 'events.jsonl'));
    const [loaded, diagnostics] = await loadRun(folder);
    expect(diagnostics).toEqual([]);
    expect(loaded?.events).toEqual([]);
  });
});

function firstResult() {
  for (const event of run.events) if (event.type === 'evaluation-completed') return event.results[0];
  throw new Error('the fixture has an evaluation');
}
