// Runs a user's shape as the TypeScript that it is, over rows given by hand.
import { type Reducer, type ReduceScope, type Reduction, reduceScopes } from '../expression.js';
import { isTokenField, type TokenField } from '../fields.js';
import { reduceRows } from '../reduce.js';
import { type RowSets, rowSets, type ShapeRows, tokenSets } from '../row-sets.js';
import type { ShapeOf } from './define-shape.js';
import type { AdvantageRow } from './rows.js';
import type { MemberOptions, OfMember, ShapeScope, ShapeScopes } from './scopes.js';
import type { CreditRow, ResponseScope } from './token-rows.js';

/** The fields that a shape reads of one row. Rows with equal `group` are siblings; without it a row stands alone. */
export interface ShapeCase
  extends Partial<Omit<CreditRow, 'response' | 'tokenSignals' | keyof TokenColumns>> {
  readonly group?: string | number;
  /** Cells of the run's memory, before the step. */
  readonly state?: Readonly<Record<string, number>>;
  /** Fields of the tokens that carry loss, one value each; `index` follows from them. */
  readonly response?: TokenColumns;
  /** Numbers from outside, one for every such token. */
  readonly tokenSignals?: Readonly<Record<string, readonly number[]>>;
}

/** Lists of equal length, one value a token. */
export type TokenColumns = { readonly [Name in TokenField]?: readonly CreditRow[Name][] };

/**
 * The shape's value for every row, found by calling it: for tests of your own shapes. The lowered expression gives
 * the same numbers. Throws when the shape reads a field that a row lacks.
 */
export function runShape(shape: ShapeOf<AdvantageRow>, cases: readonly ShapeCase[]): number[] {
  const world = worldOf(cases);
  return world.rows.map((row, index) => shape(row, rowScopes(world, index)));
}

/** As runShape, for a credit: one value for every token of every row. */
export function runCredit(
  shape: ShapeOf<CreditRow, ShapeScopes<AdvantageRow>>,
  cases: readonly ShapeCase[],
): number[][] {
  const world = worldOf(cases);
  const values: number[][] = cases.map(() => []);
  for (const [place, token] of world.tokens.entries()) {
    const row = world.rowOfToken[place] as number;
    values[row]?.push(shape(token, rowScopes(world, row)));
  }
  return values;
}

/** All rows and all their tokens, and who belongs together. */
interface World {
  readonly cases: readonly ShapeCase[];
  readonly rows: readonly AdvantageRow[];
  readonly tokens: readonly CreditRow[];
  readonly rowOfToken: Int32Array;
  readonly sets: ShapeRows;
}

function worldOf(cases: readonly ShapeCase[]): World {
  const counts = cases.map(
    ({ response = {}, tokenSignals: signals = {} }) =>
      [...Object.values(response), ...Object.values(signals)][0]?.length ?? 0,
  );
  const rowOfToken = Int32Array.from(
    counts.flatMap((count, row) => Array.from({ length: count }, () => row)),
  );
  const starts = counts.map((_, row) => rowOfToken.indexOf(row));
  const tokens = Array.from(rowOfToken, (row, place): CreditRow => {
    const at = place - (starts[row] as number);
    const scopes: Readonly<Record<string, ShapeScope<CreditRow>>> = {
      segment: scopeOf(
        () => tokens,
        place,
        () => tokenSets(sets, 'segment'),
      ),
      position: scopeOf(
        () => tokens,
        place,
        () => tokenSets(sets, 'position'),
      ),
    };
    return guarded(row, (name) => {
      if (isTokenField(name)) return tokenField(cases[row], name, at);
      return name === 'tokenSignals' ? tokenSignals(cases[row], at) : (scopes[name] ?? ofRow(row, name));
    });
  });
  const sets = belonging(cases, tokens, rowOfToken);
  const responses = cases.map((_, row) =>
    responseScope(tokens.filter((_, place) => rowOfToken[place] === row)),
  );
  const ofRow = (row: number, name: string): unknown =>
    name === 'response' ? responses[row] : cases[row]?.[name as keyof ShapeCase];
  return {
    cases,
    tokens,
    rowOfToken,
    rows: cases.map((_, row) => guarded(row, (name) => ofRow(row, name))),
    sets,
  };
}

const tokenField = (row: ShapeCase | undefined, name: TokenField, at: number): unknown =>
  row?.response?.[name]?.[at] ?? (name === 'index' ? at : undefined);

const tokenSignals = (row: ShapeCase | undefined, at: number): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(row?.tokenSignals ?? {}).map(([name, values]) => [name, values[at]]));

const guarded = (row: number, read: (name: string) => unknown): CreditRow =>
  new Proxy({} as CreditRow, {
    get(_, name) {
      const value = typeof name === 'string' ? read(name) : undefined;
      if (value === undefined) throw new Error(`row ${row} has no field ${String(name)}`);
      return value;
    },
  });

/** Who belongs together, in the form that the evaluation of expressions has it. */
function belonging(
  cases: readonly ShapeCase[],
  tokens: readonly CreditRow[],
  rowOfToken: Int32Array,
): ShapeRows {
  const column = (name: 'tier' | 'budget') =>
    cases.every((row) => row[name] !== undefined) ? { [name]: cases.map((row) => row[name] as number) } : {};
  const segmented = cases.every(({ response = {} }) => response.segmentIndex !== undefined);
  return {
    length: cases.length,
    fields: { ...column('tier'), ...column('budget') },
    group: cases.map(({ group }, index) => group ?? `\0 ${index}`),
    responses: {
      row: rowOfToken,
      fields: {
        index: tokens.map(({ index }) => index),
        ...(segmented ? { segmentIndex: tokens.map(({ segmentIndex }) => segmentIndex) } : {}),
      },
    },
  };
}

const rowScopes = ({ rows, sets, cases }: World, own: number): ShapeScopes<AdvantageRow> => ({
  ...(Object.fromEntries(
    reduceScopes.map((scope) => [
      scope,
      scopeOf(
        () => rows,
        own,
        () => rowSets(sets, scope),
      ),
    ]),
  ) as Record<ReduceScope, ShapeScope<AdvantageRow>>),
  state: cases[own]?.state ?? {},
});

type Options<Row> = MemberOptions<Row> & Partial<Pick<Reduction, 'empty' | 'ddof' | 'quantile' | 'ties'>>;

/** Statistics over the members that stand in one set with the one at `own`. */
function scopeOf<Row>(membersOf: () => readonly Row[], own: number, setsOf: () => RowSets): ShapeScope<Row> {
  const reduce = (reducer: Reducer, of: OfMember<Row>, options: Options<Row> = {}): number => {
    const { ofRow } = setsOf();
    const members = membersOf();
    const places = members.flatMap((_, place) => (ofRow[place] === ofRow[own] ? [place] : []));
    const siblings = places.map((place) => members[place] as Row);
    return overMembers(reducer, siblings, of, options)[places.indexOf(own)] as number;
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

/** Statistics over the tokens of one response, which may be none. */
function responseScope(tokens: readonly CreditRow[]): ResponseScope<AdvantageRow> {
  const reduce = (reducer: Reducer, of: OfMember<CreditRow>, options: Options<CreditRow> = {}): number =>
    tokens.length > 0
      ? (overMembers(reducer, tokens, of, options)[0] as number)
      : reducer === 'sum' || reducer === 'count'
        ? 0
        : (options.empty ?? 0);
  return {
    mean: (of, options) => reduce('mean', of, options),
    std: (of, options) => reduce('std', of, options),
    min: (of, options) => reduce('min', of, options),
    max: (of, options) => reduce('max', of, options),
    median: (of, options) => reduce('median', of, options),
    quantile: (of, quantile, options) => reduce('quantile', of, { ...options, quantile }),
    sum: (of, options) => reduce('sum', of, options),
    count: (which) => reduce('count', () => 1, which ? { where: which } : {}),
  };
}

/** The statistic for every member of one set. */
function overMembers<Row>(
  reducer: Reducer,
  members: readonly Row[],
  of: OfMember<Row>,
  { where, empty = 0, ddof = 1, ...rest }: Options<Row>,
): Float64Array {
  const unused = { kind: 'number', value: 0 } as const;
  return reduceRows(
    { kind: 'reduce', reducer, scope: 'group', of: unused, empty, ddof, ...rest },
    { ofRow: new Int32Array(members.length), count: 1 },
    Float64Array.from(members, (member) => Number(of(member))),
    where && Float64Array.from(members, (member) => Number(where(member))),
  );
}
