// The executor's door: whatever happens inside, the caller gets an outcome, and everything is closed.
import type { Diagnostic } from '@allot/spec';
import { recordHalt } from '@allot/store';
import type { RunOutcome } from './outcome.js';
import { diagnosticsOf } from './run-failure.js';
import type { Session } from './session.js';
import { type TrainingPosition, train } from './train.js';

export interface Cleanup {
  /** Called last in, first out when the run ends in any way. */
  add(close: () => void | Promise<void>): void;
}

/** Runs `body`; turns failures a user can act on into an outcome, passes bugs on. */
export async function guardRun(
  run: string,
  body: (cleanup: Cleanup) => Promise<RunOutcome>,
): Promise<RunOutcome> {
  return guard(body, (diagnostics) => ({ status: 'failed', runDirectory: run, step: 0, diagnostics }));
}

/** Runs `body` and closes what it opened; `failed` makes the answer from what a user must be told. */
export async function guard<T>(
  body: (cleanup: Cleanup) => Promise<T>,
  failed: (diagnostics: readonly Diagnostic[]) => T,
): Promise<T> {
  const closers: (() => void | Promise<void>)[] = [];
  try {
    return await body({ add: (close) => void closers.push(close) });
  } catch (error) {
    const diagnostics = diagnosticsOf(error);
    if (!diagnostics) throw error;
    return failed(diagnostics);
  } finally {
    for (const close of closers.reverse()) await closing(close);
  }
}

/** A file system that fails is told about where something was written; when all is over it keeps nothing else from closing. */
async function closing(close: () => void | Promise<void>): Promise<void> {
  try {
    await close();
  } catch (error) {
    if (!diagnosticsOf(error)) throw error;
  }
}

/** Trains to the end and says how it went. */
export async function runToEnd(session: Session, position: TrainingPosition): Promise<RunOutcome> {
  const { run, events, warnings } = session;
  await recordHalt(run, undefined);
  let step = position.step;
  const watched: Session = {
    ...session,
    events: {
      ...events,
      emit: (event) => {
        events.emit(event);
        if (event.type === 'step-completed') step = event.step;
      },
    },
  };
  try {
    const end = await train(watched, position);
    if (end.status === 'finished') {
      events.emit({ type: 'run-finished', step: end.step, totalSeconds: session.seconds() });
    }
    events.sync();
    if (end.halt) await recordHalt(run, { ...end.halt, step: end.step });
    const { status, step: last, halt } = end;
    const gate = halt && halt.state !== 'stopped' ? { gate: halt.by } : {};
    return { status, step: last, runDirectory: run, ...gate, diagnostics: warnings };
  } catch (error) {
    const diagnostics = diagnosticsOf(error);
    if (!diagnostics) throw error;
    // A checkpoint that is being written stands before the failure in the log.
    await session.commits.settle().catch(() => undefined);
    tellLog(session, step, diagnostics);
    return { status: 'failed', runDirectory: run, step, diagnostics: [...warnings, ...diagnostics] };
  }
}

/** A full disk may refuse these lines as well; the caller gets the diagnostics anyway. */
function tellLog({ events }: Session, step: number, diagnostics: readonly Diagnostic[]): void {
  try {
    for (const diagnostic of diagnostics) events.emit({ type: 'diagnostic', step, diagnostic });
  } catch (error) {
    if (!diagnosticsOf(error)) throw error;
  }
}
