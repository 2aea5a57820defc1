// Runs beside each other in one report: their last evaluations compared problem by problem, where that can be done.
import type { Diagnostic } from '@allot/spec';
import { comparePolicies } from './compare-policies.js';
import type { ComparisonDocument } from './comparison-document.js';
import { loadPolicies } from './load-policies.js';

export interface ComparedRuns {
  /** Absent where the runs cannot be compared. */
  readonly document?: ComparisonDocument;
  /** Why not. */
  readonly refusals: readonly Diagnostic[];
}

/** At least two run folders; the first is the base. Nothing may differ but the policies. */
export async function compareRuns(directories: readonly string[]): Promise<ComparedRuns> {
  const [policies, unreadable] = await loadPolicies(directories, undefined);
  if (policies === undefined) return { refusals: unreadable };
  const [document, refusals] = comparePolicies(policies, { allowed: new Set() });
  return { ...(document && { document }), refusals };
}
