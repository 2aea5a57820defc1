// From a run's events to its summary: who ran, how far it got, base against trained, the training curves.
import type { RunEvent } from '@allot/spec';
import { completedStep } from '../run/completed-step.js';
import { resumedOnLostEvents } from '../run/lost-events.js';
import type { RunRecord } from '../run/run-record.js';
import { compareModes } from './compare-modes.js';
import { evaluationsOf } from './evaluations-of.js';
import { secondsOf } from './run-cost.js';
import { type RunSummary, SUMMARY_FORMAT } from './run-summary.js';
import { trainingCurves } from './training-curves.js';

export function summarizeRun(run: RunRecord): RunSummary {
  const { identity, plan, events } = run;
  const { settings } = plan;
  const training = trainingCurves(events);
  const modes = compareModes(run);
  const started = events.find((event) => event.type === 'run-started');
  const status = statusOf(events);
  const completed = completedStep(events);
  return {
    format: SUMMARY_FORMAT,
    id: identity.id,
    name: identity.name,
    ...(settings.description !== undefined && { description: settings.description }),
    kind: settings.kind,
    status,
    planKey: plan.key,
    seed: settings.seed,
    engine: started?.engine ?? plan.engine.name,
    device: started?.device ?? plan.engine.device,
    ...(started && { workers: started.workers }),
    version: identity.version,
    created: identity.created,
    policy: {
      parameters: settings.policy.parameters,
      ...(settings.policy.weightsDigest !== undefined && { weightsDigest: settings.policy.weightsDigest }),
    },
    steps: { completed, planned: settings.steps },
    seconds: secondsOf(events),
    modes,
    training,
    evaluations: evaluationsOf(events).flatMap(({ step, results }) =>
      results.map(({ mode, dataset, all }) => ({ step, mode, dataset, all })),
    ),
    notes: [
      ...lossNotes(events),
      ...notesOn(status, completed, settings.steps, modes),
      ...changeNotes(events),
      ...guardNotes(events),
    ],
  };
}

/** What the log's end says; a failed run has an error after its last step. */
function statusOf(events: readonly RunEvent[]): RunSummary['status'] {
  for (const event of events.toReversed()) {
    if (event.type === 'run-finished') return 'finished';
    if (event.type === 'run-interrupted') return 'interrupted';
    if (event.type === 'guard-fired' && event.action === 'stop') return 'stopped';
    if (event.type === 'gate-reached') return event.state === 'waiting' ? 'waiting' : 'stopped';
    if (event.type === 'diagnostic' && event.diagnostic.severity === 'error') return 'failed';
    if (event.type === 'step-completed' || event.type === 'run-resumed') return 'unfinished';
  }
  return 'unfinished';
}

function lossNotes(events: readonly RunEvent[]): string[] {
  const step = resumedOnLostEvents(events);
  return step === undefined
    ? []
    : [
        `The event log had lost events, or was changed, when the run went on at step ${step}: what was before may be missing here or wrong.`,
      ];
}

function changeNotes(events: readonly RunEvent[]): string[] {
  const changed = events.flatMap((event) => (event.type === 'plan-changed' ? [event] : []));
  return changed.map(({ step, changes }) => {
    const paths = changes.map(({ path }) => path);
    const more = paths.length > 5 ? ` and ${paths.length - 5} more` : '';
    return `The definition was changed after step ${step}: ${paths.slice(0, 5).join(', ')}${more}.`;
  });
}

function guardNotes(events: readonly RunEvent[]): string[] {
  const fired = events.flatMap((event) => (event.type === 'guard-fired' ? [event] : []));
  const changed = events.findLastIndex(({ type }) => type === 'plan-changed');
  return fired.slice(-5).map((event) => {
    const { guard, step, finding, action, rollback } = event;
    const what = rollback
      ? `The run went back to step ${rollback.to}.`
      : action === 'stop'
        ? `It stopped the run${events.indexOf(event) < changed ? ', until the definition was changed' : ''}.`
        : '';
    return `After step ${step} the guard ${guard} found: ${finding} ${what}`.trimEnd();
  });
}

function notesOn(
  status: RunSummary['status'],
  completed: number,
  planned: number,
  modes: RunSummary['modes'],
): string[] {
  const notes: string[] = [];
  const far = `${completed} of ${planned} steps`;
  if (status === 'unfinished') notes.push(`The run has not finished: ${far} are done.`);
  if (status === 'interrupted') notes.push(`The run was interrupted after ${far}; it can be resumed.`);
  if (status === 'waiting') notes.push(`The run waits at a gate after ${far}.`);
  if (status === 'failed') notes.push(`The run stopped with an error after ${far}.`);
  if (modes.length === 0)
    notes.push('There is no evaluation yet, so base and trained policy cannot be compared.');
  else if (modes.every(({ trainedStep }) => trainedStep === undefined))
    notes.push('There is only one evaluation yet, so nothing can be compared with it.');
  for (const { mode, all } of modes) {
    if (all.trained && all.trained.problems !== all.base.problems)
      notes.push(
        `In ${mode} mode the base was evaluated on ${all.base.problems} problems and the trained policy on ${all.trained.problems}: the change mixes both.`,
      );
  }
  if (completed === 1) notes.push('One step is no curve: the plots show single points.');
  return notes;
}
