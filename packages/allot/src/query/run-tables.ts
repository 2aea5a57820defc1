// The tables of `allot runs --sql` and their rows: what a run says of itself, its steps, its tiers, its evaluations.
import { standingEvents, stepMetricNames } from '@allot/report';
import type { EvaluationCell, RunEvent } from '@allot/spec';
import { tierName } from '@allot/spec';
import type { FoundRun } from '../run/find-runs.js';

export type SqlType = 'varchar' | 'integer' | 'double' | 'timestamp' | 'json';
/** A value of a row; a timestamp is ISO 8601. Undefined and null are NULL. */
export type SqlValue = string | number | null | undefined;

export interface RunTable {
  readonly name: string;
  readonly columns: readonly (readonly [name: string, type: SqlType])[];
  /** One value a column. */
  readonly rowsOf: (run: FoundRun) => Iterable<readonly SqlValue[]>;
}

const columns = <const Names extends readonly string[]>(type: SqlType, ...names: Names) =>
  names.map((name) => [name, type] as const);

const runs: RunTable = {
  name: 'runs',
  columns: [
    ...columns('varchar', 'run', 'id', 'name', 'status', 'engine', 'device'),
    ...columns('integer', 'seed', 'step', 'steps'),
    ...columns('double', 'accuracy', 'tokens', 'base_accuracy', 'base_tokens', 'seconds'),
    ...columns('timestamp', 'created'),
    ...columns('varchar', 'version', 'plan'),
    ...columns('json', 'settings'),
  ],
  *rowsOf({ opened: { plan }, events, listed }) {
    const base = standingEvents(events)
      .flatMap((event) => (event.type === 'evaluation-completed' ? event.results : []))
      .find(({ mode }) => mode === 'natural')?.all;
    yield [
      listed.run,
      listed.id,
      listed.name,
      listed.status,
      plan.engine.name,
      plan.engine.device,
      plan.settings.seed,
      listed.step,
      listed.steps,
      listed.accuracy,
      listed.tokens,
      base?.accuracy,
      base?.meanTokens,
      secondsOf(events),
      listed.created,
      listed.version,
      listed.plan,
      JSON.stringify(plan.settings),
    ];
  },
};

const secondNames = ['rolloutSeconds', 'updateSeconds', 'stepSeconds'] as const;

const steps: RunTable = {
  name: 'steps',
  columns: [
    ...columns('varchar', 'run'),
    ...columns('integer', 'step'),
    ...columns('timestamp', 'time'),
    ...[...stepMetricNames, ...secondNames].map((name) => [snakeCase(name), 'double'] as const),
  ],
  *rowsOf({ opened: { directory }, events }) {
    for (const event of standingEvents(events))
      if (event.type === 'step-completed')
        yield [
          directory,
          event.step,
          event.time,
          ...stepMetricNames.map((name) => event.metrics[name]),
          ...secondNames.map((name) => event[name]),
        ];
  },
};

const tierNumbers = ['accuracy', 'meanTokens', 'meanReward', 'lengthSpread', 'signalShare'] as const;

const tiers: RunTable = {
  name: 'tiers',
  columns: [
    ...columns('varchar', 'run'),
    ...columns('integer', 'step', 'tier'),
    ...columns('varchar', 'name'),
    ...columns('integer', 'budget'),
    ...tierNumbers.map((name) => [snakeCase(name), 'double'] as const),
  ],
  *rowsOf({ opened: { directory }, events }) {
    for (const event of standingEvents(events))
      if (event.type === 'step-completed')
        for (const [index, tier] of (event.metrics.tiers ?? []).entries())
          yield [
            directory,
            event.step,
            index,
            tierName(tier),
            tier.budget,
            ...tierNumbers.map((name) => tier[name]),
          ];
  },
};

const evaluations: RunTable = {
  name: 'evaluations',
  columns: [
    ...columns('varchar', 'run'),
    ...columns('integer', 'step'),
    ...columns('varchar', 'dataset', 'mode', 'difficulty'),
    ...columns('integer', 'problems', 'samples'),
    ...columns('double', 'accuracy', 'accuracy_low', 'accuracy_high'),
    ...columns('double', 'mean_tokens', 'mean_tokens_low', 'mean_tokens_high', 'truncated_share'),
  ],
  *rowsOf({ opened: { directory }, events }) {
    for (const event of standingEvents(events))
      if (event.type === 'evaluation-completed')
        for (const { dataset, mode, all, byDifficulty } of event.results)
          for (const [difficulty, cell] of [[undefined, all] as const, ...Object.entries(byDifficulty)])
            yield [directory, event.step, dataset, mode, difficulty, ...cellValues(cell)];
  },
};

const cellValues = (cell: EvaluationCell): readonly SqlValue[] => [
  cell.problems,
  cell.samples,
  cell.accuracy,
  ...cell.accuracyInterval,
  cell.meanTokens,
  ...cell.meanTokensInterval,
  cell.truncatedShare,
];

export const runTables: readonly RunTable[] = [runs, steps, tiers, evaluations];

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function secondsOf(events: readonly RunEvent[]): number {
  return events.reduce((sum, event) => {
    if (event.type === 'step-completed') return sum + event.stepSeconds;
    return event.type === 'evaluation-completed' ? sum + (event.evaluationSeconds ?? 0) : sum;
  }, 0);
}
