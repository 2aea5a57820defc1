// The conditions of a filter, and counts of what each leaves out.
import type { DatasetFilter, Diagnostic, Problem } from '@allot/spec';
import { report } from '../catalog.js';

/** Reasons by the names of the settings they come from. */
export type DropReason =
  | 'requireAnswer'
  | 'minDifficulty'
  | 'maxDifficulty'
  | 'maxPromptTokens'
  | 'sample'
  | 'years'
  | 'onBadRow';

export class FilterCounts {
  readonly #counts = new Map<DropReason, number>();

  drop(reason: DropReason, count = 1): void {
    if (count > 0) this.#counts.set(reason, (this.#counts.get(reason) ?? 0) + count);
  }

  /** Counts by reason; undefined where nothing was dropped. */
  dropped(): Readonly<Record<string, number>> | undefined {
    return this.#counts.size === 0 ? undefined : Object.fromEntries(this.#counts);
  }

  /** One note for all reasons but bad rows, which have a warning of their own. */
  diagnostics(dataset: string, rows: number): readonly Diagnostic[] {
    const counts = [...this.#counts].filter(([reason]) => reason !== 'onBadRow');
    if (counts.length === 0) return [];
    const count = counts.reduce((sum, [, each]) => sum + each, 0);
    const reasons = counts.map(([reason, each]) => `${each} by ${reason}`).join(', ');
    return [report('dataset/filtered', { count, rows, file: dataset, reasons })];
  }
}

/** The first condition that a problem fails; undefined where it passes. Tokens are counted last: that takes longest. */
export function failedCondition(
  { problem, difficulty = Number.NaN }: Problem,
  { minDifficulty, maxDifficulty, maxPromptTokens }: DatasetFilter,
  countTokens: (text: string) => number,
): DropReason | undefined {
  // A problem without a difficulty has none that is in bounds: NaN compares with nothing.
  if (minDifficulty !== undefined && !(difficulty >= minDifficulty)) return 'minDifficulty';
  if (maxDifficulty !== undefined && !(difficulty <= maxDifficulty)) return 'maxDifficulty';
  if (maxPromptTokens !== undefined && countTokens(problem) > maxPromptTokens) return 'maxPromptTokens';
  return undefined;
}
