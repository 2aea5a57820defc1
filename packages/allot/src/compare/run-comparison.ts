// Loads the policies, compares them, and prints or writes what came out.
import type { ConditionName } from '@allot/report';
import { hasErrors } from '@allot/spec';
import { tell } from '../cli/diagnostics.js';
import { ExitCode } from '../cli/exit-codes.js';
import { writeFileWhole } from '../cli/files.js';
import type { Terminal } from '../cli/terminal.js';

export interface CompareFlags {
  readonly against?: string;
  readonly mode?: readonly string[];
  readonly data?: readonly string[];
  readonly allowDifferent?: readonly ConditionName[];
  readonly html?: string;
  readonly json?: boolean;
}

export async function runComparison(
  terminal: Terminal,
  words: readonly string[],
  { against, mode, data, allowDifferent = [], html, json }: CompareFlags,
): Promise<ExitCode> {
  const { comparePolicies, loadPolicies, printComparison, renderComparison } = await import('@allot/report');
  const [policies, problems] = await loadPolicies(words, against);
  await tell(terminal, problems);
  if (policies === undefined || hasErrors(problems)) return ExitCode.failure;
  const [document, differences] = comparePolicies(policies, {
    ...(mode === undefined ? {} : { modes: mode }),
    ...(data === undefined ? {} : { data }),
    allowed: new Set(allowDifferent),
  });
  await tell(terminal, differences);
  if (document === undefined) return ExitCode.failure;
  if (json) terminal.out(JSON.stringify(document, undefined, 2));
  else {
    const { color, columns: width } = terminal.stdout;
    terminal.out(printComparison(document, { color, width }));
  }
  if (html === undefined) return ExitCode.success;
  const refused = await writeFileWhole(html, renderComparison(document));
  await tell(terminal, refused === undefined ? [] : [refused]);
  if (refused === undefined) terminal.error(`Page: ${html}`);
  return refused === undefined ? ExitCode.success : ExitCode.failure;
}
