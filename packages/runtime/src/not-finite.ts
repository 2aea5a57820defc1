// Optimizer steps whose loss or gradient is no finite number: engines leave policy and optimizer as they were. Their trajectories
// are saved, and the run stops or goes on without them.
import { mkdir } from 'node:fs/promises';
import type { Json } from '@allot/spec';
import { writeWhole } from '@allot/store';
import { report } from './catalog.js';
import type { UpdateResult } from './engine.js';
import { RunFailure } from './run-failure.js';
import type { Session } from './session.js';
import { stepFile } from './step-files.js';

/** A trajectory of a minibatch, for people to look at. */
export type Suspect = Readonly<Record<string, Json>>;

/** Told of each optimizer step, with the trajectories it was made of; whether it was taken, which is when it is finite. */
export type TakeUpdate = (result: UpdateResult, suspects: () => readonly Suspect[]) => Promise<boolean>;

/**
 * Looks at the optimizer steps of a training step. As many in a row as `training.skipNotFinite` says are skipped with a warning;
 * one more ends the run with a RunFailure.
 */
export function watchUpdates(session: Session, step: number): TakeUpdate {
  const { run, plan, writes, events, warnings } = session;
  const most = plan.settings.training.skipNotFinite ?? 0;
  const { folder, notFinite: file } = stepFile(run, step);
  const lines: string[] = [];
  return async (result, suspects) => {
    const strange = strangeQuantity(result);
    if (!strange) {
      session.skippedInRow = 0;
      return true;
    }
    const { loss, gradientNorm } = result;
    const found = { loss: jsonNumber(loss), gradientNorm: jsonNumber(gradientNorm) };
    lines.push(...suspects().map((suspect) => `${JSON.stringify({ ...found, ...suspect })}\n`));
    await writes.settle();
    await mkdir(folder, { recursive: true });
    await writeWhole(file, lines.join(''));
    const about = { ...strange, step, file };
    if (++session.skippedInRow > most) throw new RunFailure([report('run/not-finite', about)]);
    const diagnostic = report('run/update-skipped', { ...about, inRow: session.skippedInRow, most });
    events.emit({ type: 'diagnostic', step, diagnostic });
    warnings.push(diagnostic);
    return false;
  };
}

function strangeQuantity({ loss, gradientNorm }: UpdateResult) {
  if (!Number.isFinite(loss)) return { quantity: 'loss', value: loss };
  return Number.isFinite(gradientNorm) ? undefined : { quantity: 'gradient norm', value: gradientNorm };
}

/** JSON has no other numbers. */
const jsonNumber = (value: number): number | string => (Number.isFinite(value) ? value : String(value));
