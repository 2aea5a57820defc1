// Loads the policies, compares them, and prints or writes what came out.
import type { ConditionName } from '@allot/report';
import { type Diagnostic, hasErrors } from '@allot/spec';
import { fail, tell } from '../cli/diagnostics.js';
import { ExitCode } from '../cli/exit-codes.js';
import { writeFileWhole } from '../cli/files.js';
import { openPlannedRun } from '../cli/open-run.js';
import { fileInTheWay } from '../cli/pages.js';
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
  const taken = html === undefined ? undefined : await fileInTheWay(html);
  if (taken) return fail(terminal, taken);
  const malformed = await malformedPlans(against === undefined ? words : [...words, against]);
  await tell(terminal, malformed);
  if (malformed.length > 0) return ExitCode.failure;
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

/** Of the runs among the policies: what is read of a run is read by its plan. */
async function malformedPlans(words: readonly string[]): Promise<readonly Diagnostic[]> {
  const { parsePolicyPlace } = await import('@allot/report');
  const folders = new Set(words.flatMap((text) => parsePolicyPlace(text).places.map(({ folder }) => folder)));
  const opened = await Promise.all([...folders].map(openPlannedRun));
  return opened.flatMap(([, found]) => found.filter(({ code }) => code === 'plan/malformed'));
}
