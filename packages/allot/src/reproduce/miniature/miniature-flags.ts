// The flags of `allot reproduce NAME --miniature`.
import type { Command } from 'commander';
import { givenFlags } from '../../cli/given-flags.js';
import { wholeNumber } from '../../cli/options.js';
import type { MiniatureChoice } from './reproduce-miniature.js';

export interface MiniatureFlags {
  readonly miniature?: boolean;
  readonly out?: string;
  readonly seeds?: number;
  readonly pageOnly?: boolean;
}

/** Declares them on a command. */
export const withMiniatureFlags = (command: Command): Command =>
  command
    .optionsGroup('Options for the paper in miniature:')
    .option(
      '--miniature',
      "run a paper's analysis on the embedded engine; what is done is left alone, what was stopped goes on (hours on two cores)",
    )
    .option(
      '--out <dir>',
      'its folder: definitions, problems, runs, evaluations, page (default: runs/miniature)',
    )
    .option('--seeds <n>', 'seeds of every arm (default: 3)', wholeNumber(1))
    .option('--page-only', 'run nothing, and write the page of what is done');

export const hasMiniature = (preset: string | undefined): boolean => preset === 'hbpo';

/** What was chosen, by all flags of the command; undefined without `--miniature`, and the words of a mistake where flags cannot be meant so. */
export function chooseMiniature(
  name: string | undefined,
  { miniature, out, seeds, pageOnly, ...others }: MiniatureFlags,
): MiniatureChoice | string | undefined {
  if (!miniature) {
    const [flag] = givenFlags({ out, seeds, pageOnly });
    return flag === undefined ? undefined : `${flag} belongs to --miniature`;
  }
  if (!hasMiniature(name)) return 'only hbpo has a miniature: allot reproduce hbpo --miniature';
  const [flag] = givenFlags(others);
  if (flag !== undefined) return `${flag} does not go with --miniature, whose runs are all alike`;
  return { out: out ?? 'runs/miniature', seeds: seeds ?? 3, pageOnly: pageOnly === true };
}
