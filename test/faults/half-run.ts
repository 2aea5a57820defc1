// A run with most kinds of files in its folder, stopped in the middle, and the folder that it ends with when nobody disturbs it.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type RunOutcome, resumeRun, startRun } from '@allot/runtime';
import { type GateDefinition, type Plan, sha256 } from '@allot/spec';
import { openRunDirectory, writeApproval } from '@allot/store';
import { fakeHost } from '../../packages/runtime/test-support/fake-engine.js';
import { planOf, tinyReinforcement } from '../../packages/runtime/test-support/tiny-plan.js';

/** The engine without graphs. */
export const host = fakeHost();

export interface HalfRun {
  /** Stopped after step 3 of 4, with checkpoints of the steps 0, 2 and 3. */
  readonly half: string;
  readonly whole: string;
}

/** Pilot, gate, guard, a dataset of a file, a reference policy, memory. */
export function fullPlan(folder: string, { gates = [] }: { gates?: readonly GateDefinition[] } = {}): Plan {
  const file = path.join(folder, 'problems.jsonl');
  const definition = path.join(folder, 'definition.yaml');
  const rows = Array.from({ length: 6 }, (_, i) => ({ problem: `${i}+2`, answer: String(i + 2) }));
  writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  writeFileSync(definition, 'name: tiny\n');
  const tiny = tinyReinforcement();
  const settings = tinyReinforcement({
    steps: 4,
    datasets: {
      ...tiny.datasets,
      train: { kind: 'jsonl', path: 'problems.jsonl', digest: sha256(readFileSync(file)) },
    },
    evaluation: {
      ...(tiny.evaluation as NonNullable<typeof tiny.evaluation>),
      everySteps: 2,
      modes: ['natural'],
    },
    objective: {
      ...tiny.objective,
      kl: { estimator: 'k3', coefficient: 0.1, in: 'loss', reference: 'base' },
    },
    pilot: { problems: 2, rollouts: 2, dataset: 'train', mode: 'natural' },
    gates,
    guards: [{ kind: 'spending', name: 'dear', tokens: 1e9, action: 'warn' }],
  });
  const plan = planOf(settings);
  return { ...plan, sources: { ...plan.sources, definition, datasets: { train: [file] } } };
}

export async function halfRun(folder: string): Promise<HalfRun> {
  const [half, whole] = [path.join(folder, 'half'), path.join(folder, 'whole')];
  const plan = fullPlan(folder, { gates: [{ name: 'start', after: 0 }] });
  await startRun({ plan, runDirectory: half, host });
  await approve(half, 'start');
  const abort = new AbortController();
  await resumeRun({
    runDirectory: half,
    host,
    signal: abort.signal,
    onEvent: ({ type, step }) => {
      if (type === 'step-completed' && step === 3) abort.abort('SIGINT');
    },
  });
  cpSync(half, whole, { recursive: true });
  const { status, diagnostics } = await resume(whole);
  if (status !== 'finished') throw new Error(JSON.stringify(diagnostics));
  return { half, whole };
}

export const resume = (runDirectory: string): Promise<RunOutcome> => resumeRun({ runDirectory, host });

async function approve(run: string, gate: string): Promise<void> {
  const [opened] = await openRunDirectory(run);
  await writeApproval(run, {
    format: 1,
    run: opened?.record.id ?? '',
    gate,
    decision: 'approved',
    by: 'Ada',
    note: '',
    time: '2026-01-01T00:00:00.000Z',
  });
}
