// `--eval`: rows of cases in, the same rows with what a shape gives them out.
import {
  type Diagnostic,
  type Phase,
  type ResolvedCells,
  readsOf,
  type ShapeRows,
  signalsOf,
} from '@allot/spec';
import { reasonOf, reportCommand } from '../catalog.js';
import { fail } from '../cli/diagnostics.js';
import { ExitCode } from '../cli/exit-codes.js';
import type { Terminal } from '../cli/terminal.js';
import { type CaseShape, type CaseValues, evaluateCases } from './evaluate-cases.js';
import { type Cases, readCases } from './read-cases.js';
import { rememberCases } from './remember-cases.js';
import { withMembers } from './write-row.js';

export interface EvalRequest {
  /** Path of a JSON Lines file, or `-` for stdin. */
  readonly path: string;
  readonly shape: CaseShape;
  /** For an advantage: the reward to compute first; absent where the rows have one. */
  readonly reward?: CaseShape;
  readonly lMax?: number;
}

/** Rows that are written at once. */
const chunk = 10_000;
/** Most diagnostics that are shown; the rest are counted. */
const mostShown = 20;

export async function evalCases(terminal: Terminal, request: EvalRequest): Promise<ExitCode> {
  const [evaluated, diagnostics] = await evaluate(request);
  if (!evaluated) return fail(terminal, ...cutShort(diagnostics));
  const { texts, columns } = evaluated;
  for (let from = 0; from < texts.length; from += chunk) {
    const rows = texts.slice(from, from + chunk);
    const written = rows.map((text, at) =>
      withMembers(
        text,
        columns.flatMap((of) => membersOf(of, from + at)),
      ),
    );
    terminal.out(written.join('\n'));
  }
  return ExitCode.success;
}

interface Evaluated {
  readonly texts: readonly string[];
  readonly columns: readonly CaseValues[];
}

async function evaluate({ path, shape, reward, lMax }: EvalRequest): Promise<Phase<Evaluated>> {
  const file = path === '-' ? 'stdin' : path;
  const shapes = reward ? [reward, shape] : [shape];
  const cells: ResolvedCells = Object.assign({}, ...shapes.map((one) => one.cells ?? {}));
  const [cases, mistakes] = await openCases(path, file, requestOf(shapes, cells, lMax));
  if (!cases) return [undefined, mistakes];
  const paid = reward ?? (shape.kind === 'reward' ? shape : undefined);
  const remembered =
    Object.keys(cells).length > 0 ? { state: rememberCases(cells, cases, paid?.expression) } : {};
  const known = { ...cases, rows: { ...cases.rows, ...remembered } };
  const [rewards, withoutReward] = reward ? evaluateCases(reward, known, file) : [undefined, []];
  if (withoutReward.length > 0) return [undefined, withoutReward];
  const rows: ShapeRows = rewards
    ? { ...known.rows, fields: { ...known.rows.fields, reward: rewards.values } }
    : known.rows;
  const [values, withoutValue] = evaluateCases(shape, { ...cases, rows }, file);
  if (!values) return [undefined, withoutValue];
  return [{ texts: cases.texts, columns: rewards ? [rewards, values] : [values] }, []];
}

/** What the rows must have for shapes, of which all but the last are computed first. */
function requestOf(
  shapes: readonly CaseShape[],
  cells: ResolvedCells,
  lMax: number | undefined,
): Parameters<typeof readCases>[1] {
  const remembers = Object.keys(cells).length > 0;
  const expressions = [
    ...shapes.flatMap(({ expression, components }) => [expression, ...Object.values(components)]),
    ...Object.values(cells).flatMap(({ observe, when }) => [observe, when]),
  ];
  const { fields, tokenFields, tokenScopes } = readsOf(...expressions);
  const paid = shapes.some(({ kind }) => kind === 'reward');
  const signals = signalsOf(...expressions);
  return {
    fields: fields.filter((field) => !paid || field !== 'reward'),
    // The memory follows the steps, where rows say theirs.
    ...(remembers && !fields.includes('step') ? { optional: ['step'] as const } : {}),
    nested: {
      tokenFields,
      signals,
      tokens: tokenFields.length + tokenScopes.length > 0 || signals.some(({ per }) => per === 'token'),
      cells: Object.keys(cells),
    },
    ...(lMax === undefined ? {} : { lMax }),
  };
}

async function openCases(
  path: string,
  file: string,
  request: Parameters<typeof readCases>[1],
): Promise<Phase<Cases>> {
  const { readLines } = await import('@allot/tasks');
  try {
    return await readCases({ file, lines: readLines(path === '-' ? process.stdin : path) }, request);
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    return [undefined, [reportCommand('cases/unreadable', { file, reason: reasonOf(error) })]];
  }
}

function membersOf({ kind, values, components, rowOfValue }: CaseValues, row: number): readonly Member[] {
  if (rowOfValue) return [[kind, JSON.stringify(Array.from(tokensOf(rowOfValue, values).get(row) ?? []))]];
  const parts = Object.entries(components).map(([name, column]) => [name, column[row] as number]);
  return [
    [kind, String(values[row])],
    ...(parts.length > 0 ? [['components', JSON.stringify(Object.fromEntries(parts))] as const] : []),
  ];
}

type Member = readonly [name: string, json: string];

const byRow = new WeakMap<Float64Array, ReadonlyMap<number, readonly number[]>>();

/** Values of tokens by row, sorted out once. */
function tokensOf(rowOfValue: Int32Array, values: Float64Array): ReadonlyMap<number, readonly number[]> {
  const known = byRow.get(values);
  if (known) return known;
  const sorted = new Map<number, number[]>();
  for (const [at, value] of values.entries()) {
    const row = rowOfValue[at] as number;
    const own = sorted.get(row);
    if (own) own.push(value);
    else sorted.set(row, [value]);
  }
  byRow.set(values, sorted);
  return sorted;
}

function cutShort(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const count = diagnostics.length - mostShown;
  return count <= 0
    ? diagnostics
    : [...diagnostics.slice(0, mostShown), reportCommand('cases/more', { count })];
}
