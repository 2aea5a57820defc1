// `--eval`: rows of cases in, the same rows with what a shape gives them out.
import { type Diagnostic, type Phase, readsOf, type ShapeRows } from '@allot/spec';
import { reportCommand } from '../catalog.js';
import { fail } from '../cli/diagnostics.js';
import { ExitCode } from '../cli/exit-codes.js';
import type { Terminal } from '../cli/terminal.js';
import { type CaseShape, type CaseValues, evaluateCases } from './evaluate-cases.js';
import { type Cases, readCases } from './read-cases.js';
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
  const expressions = shapes.flatMap(({ expression, components }) => [
    expression,
    ...Object.values(components),
  ]);
  const fields = readsOf(...expressions).fields.filter((field) => !reward || field !== 'reward');
  const [cases, mistakes] = await openCases(path, file, { fields, ...(lMax === undefined ? {} : { lMax }) });
  if (!cases) return [undefined, mistakes];
  const [rewards, withoutReward] = reward ? evaluateCases(reward, cases, file) : [undefined, []];
  if (withoutReward.length > 0) return [undefined, withoutReward];
  const rows: ShapeRows = rewards
    ? { ...cases.rows, fields: { ...cases.rows.fields, reward: rewards.values } }
    : cases.rows;
  const [values, withoutValue] = evaluateCases(shape, { ...cases, rows }, file);
  if (!values) return [undefined, withoutValue];
  return [{ texts: cases.texts, columns: rewards ? [rewards, values] : [values] }, []];
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

function reasonOf(error: Error & { readonly code?: unknown }): string {
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file',
    EISDIR: 'it is a folder',
    EACCES: 'permission is denied',
  };
  return reasons[String(error.code)] ?? error.message;
}

function membersOf({ kind, values, components }: CaseValues, row: number): (readonly [string, string])[] {
  const parts = Object.entries(components).map(([name, column]) => [name, column[row] as number]);
  return [
    [kind, String(values[row])],
    ...(parts.length > 0 ? [['components', JSON.stringify(Object.fromEntries(parts))] as const] : []),
  ];
}

function cutShort(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const count = diagnostics.length - mostShown;
  return count <= 0
    ? diagnostics
    : [...diagnostics.slice(0, mostShown), reportCommand('cases/more', { count })];
}
