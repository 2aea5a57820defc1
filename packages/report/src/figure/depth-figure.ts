// Tokens at each graded difficulty: whether thinking follows the problem.
import { average, meanInterval } from '@allot/spec';
import { drawLines, type Line } from '../chart/draw-lines.js';
import { modeColor } from '../chart/palette.js';
import { formatTokens } from '../format.js';
import type { EvaluatedRollout, RunRecord } from '../run/run-record.js';
import { nameBefore } from '../summary/name-before.js';
import type { RunSummary } from '../summary/run-summary.js';
import { drawLayouts, type Figure } from './figure.js';

interface Level {
  readonly difficulty: number;
  readonly tokens: number;
  readonly interval: readonly [number, number];
}

const mostLevels = 40;

/** Undefined without responses of graded difficulty, or with as many grades as problems. */
export function depthFigure(run: RunRecord, summary: RunSummary, id: string): Figure | undefined {
  const curves = summary.modes.flatMap((one) => {
    const { mode, baseStep, trainedStep } = one;
    const at = (step: number | undefined): Level[] =>
      levelsOf(run.rollouts.find((part) => part.step === step && part.mode === mode)?.rollouts ?? []);
    const before = { name: `${nameBefore(summary, one)}, ${mode}`, levels: at(baseStep) };
    const after = { name: `trained, ${mode}`, levels: at(trainedStep) };
    return [
      { ...before, color: modeColor(mode), look: 'dashed' as const },
      { ...after, color: modeColor(mode), look: 'marked' as const },
    ].filter(({ levels }) => levels.length > 1 && levels.length <= mostLevels);
  });
  if (curves.length === 0) return undefined;
  const title = 'Tokens at each difficulty';
  const label = `${title}. ${curves.map(({ name, levels }) => `${name}: ${ends(levels)}`).join('; ')}.`;
  const lines = curves.map(
    ({ color, look, levels }): Line => ({
      color,
      look,
      points: levels.map(({ difficulty, tokens }) => [difficulty, tokens]),
      band: levels.map(({ difficulty, interval }) => [difficulty, ...interval] as const),
    }),
  );
  const drawings = drawLayouts('normal', id, (place) =>
    drawLines({ ...place, label, lines, unit: 'tokens', across: 'difficulty', fromZero: true }),
  );
  if (drawings === undefined) return undefined;
  const legend = curves.map(({ name, color, look }) => ({
    text: name,
    color,
    look: look === 'dashed' ? ('dashed' as const) : ('line' as const),
  }));
  const caption =
    'Mean tokens over the graded difficulty of the problem. A flat line spends the same on everything.';
  return { title, caption, drawings, legend, size: 'normal' };
}

function levelsOf(rollouts: readonly EvaluatedRollout[]): Level[] {
  const byLevel = new Map<number, number[]>();
  for (const { difficulty, tokens } of rollouts) {
    if (difficulty === undefined) continue;
    const level = byLevel.get(difficulty);
    if (level) level.push(tokens);
    else byLevel.set(difficulty, [tokens]);
  }
  return [...byLevel]
    .sort(([a], [b]) => a - b)
    .map(([difficulty, tokens]) => ({ difficulty, tokens: average(tokens), interval: meanInterval(tokens) }));
}

const ends = (levels: readonly Level[]): string => {
  const [first, last] = [levels[0], levels.at(-1)];
  return first && last
    ? `${formatTokens(first.tokens)} at ${first.difficulty}, ${formatTokens(last.tokens)} at ${last.difficulty}`
    : 'no values';
};
