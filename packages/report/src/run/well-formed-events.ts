// Keeps the events that have what their type promises: a log may have been edited or come from another version.
import type { Diagnostic, RunEvent } from '@allot/spec';
import { report } from './report-catalog.js';

export function wellFormedEvents(
  events: readonly RunEvent[],
  file: string,
): readonly [events: readonly RunEvent[], diagnostics: readonly Diagnostic[]] {
  const kept = events.filter((event) => hasPayload(event as unknown as Members));
  const count = events.length - kept.length;
  return [kept, count > 0 ? [report('report/bad-event', { file, count })] : []];
}

type Members = Readonly<Record<string, unknown>>;

/** The members without which an event of its type says nothing. */
function hasPayload(event: Members): boolean {
  if (typeof event.time !== 'string') return false;
  if (event.type === 'step-completed') return isObject(event.metrics) && isTiers(event.metrics.tiers);
  if (event.type === 'evaluation-completed') return isEvaluation(event.results);
  if (event.type === 'diagnostic') return isObject(event.diagnostic);
  if (event.type === 'guard-fired')
    return typeof event.finding === 'string' && (event.rollback === undefined || isRollback(event.rollback));
  if (event.type === 'gate-passed')
    return [event.gate, event.by, event.note].every((text) => typeof text === 'string');
  if (event.type === 'plan-changed') return Array.isArray(event.changes) && event.changes.every(isChange);
  if (event.type === 'gate-reached') return typeof event.gate === 'string' && typeof event.state === 'string';
  return typeof event.type === 'string' && Object.hasOwn(known, event.type);
}

/** Those of a newer version are left out. */
const known: Readonly<Record<RunEvent['type'], true>> = {
  'run-started': true,
  'run-resumed': true,
  'plan-changed': true,
  'step-completed': true,
  'evaluation-completed': true,
  'checkpoint-written': true,
  'guard-fired': true,
  'gate-passed': true,
  'gate-reached': true,
  diagnostic: true,
  'run-interrupted': true,
  'run-finished': true,
};

const isTiers = (tiers: unknown): boolean =>
  tiers === undefined ||
  (Array.isArray(tiers) &&
    tiers.every(
      (tier: unknown) =>
        isObject(tier) &&
        typeof tier.budget === 'number' &&
        (tier.components === undefined || isObject(tier.components)),
    ));

const isRollback = (rollback: unknown): boolean =>
  isObject(rollback) && typeof rollback.to === 'number' && isObject(rollback.change);

const isChange = (change: unknown): boolean =>
  isObject(change) &&
  [change.path, change.from].every((text) => typeof text === 'string') &&
  [change.before, change.after].every((text) => text === undefined || typeof text === 'string');

const isEvaluation = (results: unknown): boolean =>
  Array.isArray(results) &&
  results.every(
    (result: unknown) =>
      isObject(result) &&
      typeof result.mode === 'string' &&
      (result.dataset === undefined || typeof result.dataset === 'string') &&
      isCell(result.all) &&
      isObject(result.byDifficulty) &&
      Object.values(result.byDifficulty).every(isCell),
  );

const isCell = (cell: unknown): boolean =>
  isObject(cell) &&
  [cell.accuracy, cell.meanTokens].every(isNumber) &&
  [cell.accuracyInterval, cell.meanTokensInterval].every((interval) => Array.isArray(interval));

/** What is no number is null in JSON. */
const isNumber = (value: unknown): boolean => typeof value === 'number' || value === null;

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
