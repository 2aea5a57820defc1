// The files of a step, written while the next work runs; settled before a checkpoint commits.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { StepMetrics } from '@allot/spec';
import {
  type AdvantageRow,
  prettyJson,
  type RolloutRow,
  runPaths,
  type ScoreRow,
  writeAdvantages,
  writeRollouts,
  writeScores,
  writeWhole,
} from '@allot/store';

export const stepFile = (run: string, step: number) => {
  const folder = runPaths(run).step(step);
  return {
    folder,
    rollouts: path.join(folder, 'rollouts.parquet'),
    scores: path.join(folder, 'scores.parquet'),
    advantages: path.join(folder, 'advantages.parquet'),
    update: path.join(folder, 'update.json'),
    notFinite: path.join(folder, 'not-finite.jsonl'),
  } as const;
};

export interface StepRows {
  readonly rollouts: readonly RolloutRow[];
  readonly scores: readonly ScoreRow[];
  readonly advantages: readonly AdvantageRow[];
}

export async function writeStepRows(run: string, step: number, rows: StepRows): Promise<void> {
  const files = stepFile(run, step);
  await mkdir(files.folder, { recursive: true });
  await Promise.all([
    writeRollouts(files.rollouts, rows.rollouts),
    writeScores(files.scores, rows.scores),
    writeAdvantages(files.advantages, rows.advantages),
  ]);
}

export async function writeStepMetrics(run: string, step: number, metrics: StepMetrics): Promise<void> {
  const { folder, update } = stepFile(run, step);
  await mkdir(folder, { recursive: true });
  await writeWhole(update, prettyJson(metrics));
}

/** Runs writes one after the other in the background. */
export interface BackgroundWrites {
  add(write: () => Promise<void>): void;
  /** Waits for all writes; throws the first error of any. */
  settle(): Promise<void>;
}

export function createBackgroundWrites(): BackgroundWrites {
  let failure: { readonly error: unknown } | undefined;
  let last: Promise<void> = Promise.resolve();
  return {
    add(write) {
      last = last.then(write).catch((error: unknown) => {
        failure ??= { error };
      });
    },
    async settle() {
      await last;
      if (failure) throw failure.error;
    },
  };
}
