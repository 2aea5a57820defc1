// Tells diagnostics that come after the compiler's own: each points at the line of the definition, or the flag, that asked for it.
import { readFile } from 'node:fs/promises';
import type { Diagnostic, Origin, Plan } from '@allot/spec';
import { tell } from './diagnostics.js';
import type { Terminal } from './terminal.js';

/** Prints diagnostics to stderr; those that name a setting by its path get the place that the plan's origins have for it. */
export async function tellOfPlan(
  terminal: Terminal,
  diagnostics: readonly Diagnostic[],
  plan: Pick<Plan, 'origins'>,
): Promise<void> {
  const sources = new Map<string, string>();
  const placed: Diagnostic[] = [];
  for (const diagnostic of diagnostics) placed.push(await placedIn(diagnostic, plan, sources));
  await tell(terminal, placed, sources);
}

async function placedIn(
  diagnostic: Diagnostic,
  { origins }: Pick<Plan, 'origins'>,
  sources: Map<string, string>,
): Promise<Diagnostic> {
  if (diagnostic.span || diagnostic.path === undefined) return diagnostic;
  const origin = nearest(origins, diagnostic.path);
  if (origin?.from === 'flag') {
    const { COMMAND_LINE } = await import('@allot/compiler');
    const before = sources.get(COMMAND_LINE);
    const text = before === undefined ? origin.flag : `${before}\n${origin.flag}`;
    sources.set(COMMAND_LINE, text);
    const line = text.split('\n').length;
    const end = { endLine: line, endColumn: origin.flag.length + 1 };
    return { ...diagnostic, span: { file: COMMAND_LINE, line, column: 1, ...end } };
  }
  if (origin?.from !== 'definition') return diagnostic;
  const { file, line, column } = origin;
  const text = sources.get(file) ?? (await readFile(file, 'utf8').catch(() => undefined));
  if (text === undefined) return diagnostic;
  sources.set(file, text);
  const end = text.split(/\r\n|\r|\n/)[line - 1]?.length ?? column;
  return { ...diagnostic, span: { file, line, column, endLine: line, endColumn: end + 1 } };
}

/** The origin of a setting; of one that nobody gave, that of the first of its group that somebody did. */
function nearest(origins: Plan['origins'], path: string): Origin | undefined {
  const own = origins[path] ?? origins[`${path}[0]`];
  if (own && isGiven(own)) return own;
  const group = path.replace(/[^.]*$/, '');
  return Object.entries(origins).find(([name, origin]) => name.startsWith(group) && isGiven(origin))?.[1];
}

const isGiven = ({ from }: Origin): boolean => from === 'flag' || from === 'definition';
