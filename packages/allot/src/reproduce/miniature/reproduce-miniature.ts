// `allot reproduce hbpo --miniature`: runs what is left of the miniature, then writes its numbers and its page.
import { hasErrors } from '@allot/spec';
import { reportCommand } from '../../catalog.js';
import { fail, tell } from '../../cli/diagnostics.js';
import { ExitCode } from '../../cli/exit-codes.js';
import type { Terminal } from '../../cli/terminal.js';
import { arms } from './arms.js';
import { conditions } from './conditions.js';
import { followMiniature } from './follow-miniature.js';
import { problemSets } from './held-out.js';
import { placesIn } from './places.js';
import { measureMiniature, writePage } from './write-page.js';

export interface MiniatureChoice {
  /** Folder of everything: definitions, problems, runs, evaluations, page. */
  readonly out: string;
  /** How many seeds, from 1. */
  readonly seeds: number;
  /** Runs nothing, and writes the page of what is done. */
  readonly pageOnly: boolean;
}

/** How many of the first arms are run with every seed before the others begin: HBPO and what it is compared with first. */
const firstArms = 4;

/** Success when all is done and the page is written; the page is also written when the runs were stopped. */
export async function reproduceMiniature(
  terminal: Terminal,
  { out, seeds: count, pageOnly }: MiniatureChoice,
): Promise<ExitCode> {
  const places = placesIn(out);
  const seeds = Array.from({ length: count }, (_, index) => index + 1);
  const work = { arms, conditions, seeds, sets: problemSets, places };
  const ran = pageOnly ? ExitCode.success : await followMiniature(terminal, { ...work, first: firstArms });
  const [results, problems] = await measureMiniature(work);
  await tell(terminal, problems);
  if (results === undefined) return ExitCode.failure;
  if (results.arms.length === 0)
    return pageOnly ? fail(terminal, reportCommand('reproduce/nothing-done', { out })) : ran;
  const refused = await writePage(results, places);
  await tell(terminal, refused);
  if (hasErrors(refused)) return ExitCode.failure;
  terminal.out(`Page: ${places.page}`);
  return ran;
}
