// The settings that runs beside each other do not share, those of the engine first.
import { type Plan, type ResolvedEngine, type SettingRow, settingRows } from '@allot/spec';

export interface SettingDifference {
  readonly path: string;
  /** A text a run; absent where the run has no such setting. */
  readonly values: readonly (string | undefined)[];
}

/** In the order in which the runs have them. */
export function settingDifferences(plans: readonly Plan[]): readonly SettingDifference[] {
  const columns = plans.map(
    ({ engine, settings }) => new Map([...engineRows(engine), ...settingRows(settings)]),
  );
  const paths = [...new Set(columns.flatMap((column) => [...column.keys()]))];
  return paths
    .map((path) => ({ path, values: columns.map((column) => column.get(path)) }))
    .filter(({ values }) => values.some((value) => value !== values[0]));
}

/** Without the Python that it is run by: a report names no folders of whoever made it. */
const engineRows = (engine: ResolvedEngine): readonly SettingRow[] =>
  Object.entries(engine).flatMap(([name, value]) =>
    name === 'python' ? [] : [[`engine.${name}`, String(value)] as const],
  );
