// Chooses how progress is shown.
import type { ResolvedPipeline } from '@allot/spec';
import type { Terminal } from '../cli/terminal.js';
import { createLines } from './lines.js';
import type { Progress } from './progress.js';

/** Bars where a person looks on, lines in a pipe, of every step where steps are long; quiet shows only what the user is told. */
export async function openProgress(
  terminal: Terminal,
  settings: ResolvedPipeline,
  quiet: boolean,
  options: { readonly everyStep?: boolean } = {},
): Promise<Progress> {
  const write = (line: string): void => terminal.error(line);
  if (quiet) return { update: () => {}, event: () => {}, note: write, close: () => {} };
  if (!terminal.stderr.interactive) return createLines(write, settings.steps, options);
  const { createBars } = await import('./bars.js');
  return createBars(process.stderr, terminal.stderr.color, {
    steps: settings.steps,
    hasTiers: settings.kind === 'reinforcement',
  });
}
