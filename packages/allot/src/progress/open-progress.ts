// Chooses how progress is shown.
import type { ResolvedPipeline } from '@allot/spec';
import type { Terminal } from '../cli/terminal.js';
import { createLines } from './lines.js';
import type { Progress } from './progress.js';
import { usesUnicode } from './terminal-text.js';

/** Bars where a person looks on, a line a step in a pipe; quiet shows only what the user is told. */
export async function openProgress(
  terminal: Terminal,
  settings: ResolvedPipeline,
  quiet: boolean,
): Promise<Progress> {
  const write = (line: string): void => terminal.error(line);
  if (quiet) return { update: () => {}, event: () => {}, note: write, close: () => {} };
  if (!terminal.stderr.interactive || process.env.TERM === 'dumb') return createLines(write, settings.steps);
  const { createBars } = await import('./bars.js');
  return createBars(process.stderr, {
    color: terminal.stderr.color,
    unicode: usesUnicode(process.env, process.platform),
    steps: settings.steps,
    tiers: settings.kind === 'reinforcement' ? settings.tiers : [],
    maxTokens: settings.response.maxTokens,
  });
}
