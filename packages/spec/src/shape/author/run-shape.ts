// Runs a user's shape as the TypeScript that it is, over rows given by hand.
import { type Reducer, type ReduceScope, type Reduction, reduceScopes } from '../expression.js';
import { reduceRows } from '../reduce.js';
import { rowSets, type ShapeRows } from '../row-sets.js';
import type { ShapeOf } from './define-shape.js';
import type { AdvantageRow } from './rows.js';
import type { MemberOptions, OfMember, ShapeScope, ShapeScopes } from './scopes.js';

/** The fields that a shape reads of one row. Rows with equal `group` are siblings; without it a row stands alone. */
export interface ShapeCase extends Partial<AdvantageRow> {
  readonly group?: string | number;
  /** Cells of the run's memory, before the step. */
  readonly state?: Readonly<Record<string, number>>;
}

/**
 * The shape's value for every row, found by calling it: for tests of your own shapes. The lowered expression gives
 * the same numbers. Throws when the shape reads a field that a row lacks.
 */
export function runShape(shape: ShapeOf<AdvantageRow>, cases: readonly ShapeCase[]): number[] {
  const rows = cases.map(guarded);
  const sets = belonging(cases);
  return rows.map((row, index) => shape(row, scopesOf(rows, sets, index, cases[index]?.state ?? {})));
}

const guarded = (row: ShapeCase, index: number): AdvantageRow =>
  new Proxy(row, {
    get(fields, name) {
      if (!Object.hasOwn(fields, name)) throw new Error(`row ${index} has no field ${String(name)}`);
      return fields[name as keyof ShapeCase];
    },
  }) as AdvantageRow;

/** Who belongs together, in the form that the evaluation of expressions has it. */
function belonging(cases: readonly ShapeCase[]): ShapeRows {
  const column = (name: 'tier' | 'budget') =>
    cases.every((row) => row[name] !== undefined) ? { [name]: cases.map((row) => row[name] as number) } : {};
  return {
    length: cases.length,
    fields: { ...column('tier'), ...column('budget') },
    group: cases.map(({ group }, index) => group ?? `\0 ${index}`),
  };
}

const scopesOf = (
  rows: readonly AdvantageRow[],
  sets: ShapeRows,
  own: number,
  state: Readonly<Record<string, number>>,
): ShapeScopes<AdvantageRow> => ({
  ...(Object.fromEntries(reduceScopes.map((scope) => [scope, scopeOf(rows, sets, own, scope)])) as Record<
    ReduceScope,
    ShapeScope<AdvantageRow>
  >),
  state,
});

type Options = MemberOptions<AdvantageRow> & Partial<Pick<Reduction, 'empty' | 'ddof' | 'quantile' | 'ties'>>;

function scopeOf(
  rows: readonly AdvantageRow[],
  sets: ShapeRows,
  own: number,
  scope: ReduceScope,
): ShapeScope<AdvantageRow> {
  const reduce = (reducer: Reducer, of: OfMember<AdvantageRow>, options: Options = {}): number => {
    const { ofRow } = rowSets(sets, scope);
    const places = rows.flatMap((_, place) => (ofRow[place] === ofRow[own] ? [place] : []));
    const members = places.map((place) => rows[place] as AdvantageRow);
    const { where, empty = 0, ddof = 1, ...rest } = options;
    const unused = { kind: 'number', value: 0 } as const;
    const values = reduceRows(
      { kind: 'reduce', reducer, scope, of: unused, empty, ddof, ...rest },
      { ofRow: new Int32Array(members.length), count: 1 },
      Float64Array.from(members, (member) => Number(of(member))),
      where && Float64Array.from(members, (member) => Number(where(member))),
    );
    return values[places.indexOf(own)] as number;
  };
  return {
    mean: (of, options) => reduce('mean', of, options),
    std: (of, options) => reduce('std', of, options),
    min: (of, options) => reduce('min', of, options),
    max: (of, options) => reduce('max', of, options),
    median: (of, options) => reduce('median', of, options),
    quantile: (of, quantile, options) => reduce('quantile', of, { ...options, quantile }),
    sum: (of, options) => reduce('sum', of, options),
    count: (which, options) => reduce('count', () => 1, { ...options, ...(which ? { where: which } : {}) }),
    rank: (of, options) => reduce('rank', of, options),
  };
}
