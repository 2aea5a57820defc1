// What a shape reads of its rows: the keyword arguments of the emitted function.
import {
  type AnyField,
  type AnyScope,
  type Expression,
  isTokenScope,
  partsOf,
  type SignalRead,
  shapeFields,
  signalsOf,
  tokenFields,
} from '@allot/spec';
import { snakeCase } from './names.js';

export interface ShapeInputs {
  /** In the order of the table of fields. */
  readonly fields: readonly AnyField[];
  /** Cells of the run's memory. */
  readonly cells: readonly string[];
  /** Numbers from outside. */
  readonly signals: readonly SignalRead[];
  readonly scopes: ReadonlySet<AnyScope>;
  /** Those of `keywords` that have one value a row. */
  readonly ofRows: readonly string[];
  /** Whether tokens are looked at: `row_of_token` says whose they are. */
  readonly tokens: boolean;
  /** All arguments that are no parameters: the fields, the cells, `tier` and `group` for scopes, `rows` where nothing else tells. */
  readonly keywords: readonly string[];
}

export function inputsOf(expression: Expression): ShapeInputs {
  const parts = allParts(expression);
  const read = new Set(parts.map((part) => (part.kind === 'field' ? part.name : undefined)));
  const scopes = new Set(parts.flatMap((part) => (part.kind === 'reduce' ? [part.scope] : [])));
  const hasScope = (scope: AnyScope | undefined): boolean => scope !== undefined && scopes.has(scope);
  const fields = shapeFields.filter((name) => read.has(name));
  const ofTokens = tokenFields.filter((name) => read.has(name) || hasScope(scopeOfField[name]));
  const signals = signalsOf(expression);
  const tokenSignals = signals.filter(({ per }) => per === 'token');
  const tokens = ofTokens.length + tokenSignals.length > 0 || [...scopes].some(isTokenScope);
  const tier = scopes.has('tier') && !read.has('tier') ? ['tier'] : [];
  const group = scopes.has('group') || scopes.has('tier') || scopes.has('position') ? ['group'] : [];
  const cells = [...new Set(parts.flatMap((part) => (part.kind === 'state' ? [part.name] : [])))].sort();
  const own = signals.filter(({ per }) => per === 'response');
  const columns = [
    ...fields.map(snakeCase),
    ...cells.map(cellName),
    ...own.map(signalName),
    ...tier,
    ...group,
  ];
  const uncounted = (scopes.has('batch') || scopes.has('response')) && columns.length === 0;
  const ofRows = uncounted ? ['rows'] : columns;
  const keywords = [
    ...ofRows,
    ...ofTokens.map(snakeCase),
    ...tokenSignals.map(signalName),
    ...(tokens ? [ROW_OF_TOKEN] : []),
  ];
  return { fields: [...fields, ...ofTokens], cells, signals, scopes, ofRows, tokens, keywords };
}

/** The argument that holds the row of every token. */
export const ROW_OF_TOKEN = 'row_of_token';

/** The scope whose sets a field of tokens tells apart. */
const scopeOfField: Readonly<Record<(typeof tokenFields)[number], AnyScope | undefined>> = {
  index: 'position',
  segmentIndex: 'segment',
  logProbability: undefined,
  thinking: undefined,
};

/** The argument that stands for a signal. */
export const signalName = ({ name, per }: SignalRead): string =>
  snakeCase(per === 'token' ? `token_signal_${name}` : `signal_${name}`);

/** The argument that stands for a cell. */
export const cellName = (cell: string): string => snakeCase(`state_${cell}`);

/** A count never looks at what it counts. */
function allParts(expression: Expression): readonly Expression[] {
  const counts = expression.kind === 'reduce' && expression.reducer === 'count';
  const inner = counts ? [expression.where].filter((where) => where !== undefined) : partsOf(expression);
  return [expression, ...inner.flatMap(allParts)];
}
