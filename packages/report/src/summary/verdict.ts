// What came out, in plain words: claims only what the intervals carry.
import { formatCount, formatFixed, formatShare, formatTokens, joinWords } from '../format.js';
import type { Change, ModeSummary, RunSummary } from './run-summary.js';

export interface Verdict {
  /** One sentence that stands alone. */
  readonly headline: string;
  /** Sentences that back it up. */
  readonly details: readonly string[];
}

export function verdictOf(summary: RunSummary): Verdict {
  const mode = mainMode(summary);
  if (!mode) return { headline: unevaluated(summary), details: [] };
  if (summary.kind === 'supervised') return { headline: supervised(summary, mode), details: [] };
  const { change } = mode.all;
  if (!change) {
    return { headline: onlyOnce(mode), details: [] };
  }
  const depth = mode.depth?.trained === undefined ? '' : `; ${depthClaim(mode)}`;
  return {
    headline: `${tokensClaim(change)}, ${accuracyClaim(change)}${depth}.`,
    details: [...numbers(mode), ...lostRanges(mode), ...efficientClaim(summary)],
  };
}

/** The mode that the verdict speaks of: natural, or the first there is. */
export const mainMode = (summary: RunSummary): ModeSummary | undefined =>
  summary.modes.find(({ mode }) => mode === 'natural') ?? summary.modes[0];

/** One evaluation: of the base policy, or, where the log has lost that, of a later step. */
function onlyOnce({ baseStep, all: { base } }: ModeSummary): string {
  const [when, unknown] =
    baseStep === 0
      ? ['Before training', 'what training changes is not evaluated yet']
      : [`After step ${formatCount(baseStep)}`, 'no earlier evaluation is there to compare it with'];
  return `${when} it answers ${formatShare(base.accuracy)} of ${formatCount(base.problems)} problems right, with ${formatTokens(base.meanTokens)} tokens a response; ${unknown}.`;
}

function tokensClaim({ tokensCutPercent: cut, tokensCutPercentInterval: interval }: Change): string {
  if (cut === undefined || !interval) return 'Its tokens cannot be compared with the base';
  if (interval[0] <= 0 && interval[1] >= 0) return 'It thinks in about as many tokens as before';
  const size = Math.abs(cut);
  const percent = formatFixed(size, size < 9.95 ? 1 : 0);
  return cut > 0 ? `It now thinks in ${percent}% fewer tokens` : `It now thinks in ${percent}% more tokens`;
}

function accuracyClaim({ accuracyPoints: points, accuracyPointsInterval: interval }: Change): string {
  if (interval[0] <= 0 && interval[1] >= 0) return 'at an accuracy that did not measurably change';
  const size = `${formatFixed(Math.abs(points), 1)} points`;
  return points > 0 ? `at ${size} more accuracy` : `but at ${size} less accuracy`;
}

const depthClaim = ({ depth }: ModeSummary): string =>
  depthSentence(depth?.hardest ?? '', 'get', depth?.trained ?? Number.NaN, depth?.easiest ?? '');

function depthSentence(hardest: string, verb: 'get' | 'got', times: number, easiest: string): string {
  const text = formatFixed(times, 1);
  return text === '1.0'
    ? `${hardest} problems ${verb} about as many tokens as ${easiest} ones`
    : `${hardest} problems ${verb} ${text} times the tokens of ${easiest} ones`;
}

function numbers({ mode, all: { base, trained }, depth }: ModeSummary): string[] {
  if (!trained) return [];
  const sentence = `In ${mode} mode, on ${formatCount(trained.problems)} problems: accuracy ${formatShare(base.accuracy)} before and ${formatShare(trained.accuracy)} now, ${formatTokens(base.meanTokens)} tokens a response before and ${formatTokens(trained.meanTokens)} now.`;
  if (depth?.base === undefined) return [sentence];
  return [sentence, `Before training, ${depthSentence(depth.hardest, 'got', depth.base, depth.easiest)}.`];
}

/** Ranges whose accuracy fell by more than its interval: a mean must not hide them. */
function lostRanges({ mode, byDifficulty }: ModeSummary): string[] {
  const lost = byDifficulty.flatMap(({ name, change }) =>
    change && change.accuracyPointsInterval[1] < 0
      ? [`by ${formatFixed(-change.accuracyPoints, 1)} points on ${name} problems`]
      : [],
  );
  return lost.length ? [`Mind: in ${mode} mode accuracy fell ${joinWords(lost)}.`] : [];
}

function efficientClaim(summary: RunSummary): string[] {
  const trained = summary.modes.find(({ mode }) => mode === 'efficient')?.all.trained;
  if (!trained || mainMode(summary)?.mode === 'efficient') return [];
  return [
    `Asked to be brief (efficient mode) it answers in ${formatTokens(trained.meanTokens)} tokens, at ${formatShare(trained.accuracy)} accuracy.`,
  ];
}

function supervised(summary: RunSummary, { all: { base, trained } }: ModeSummary): string {
  const cell = trained ?? base;
  const when = trained
    ? `After ${formatCount(summary.steps.completed)} steps`
    : 'At the only evaluation so far';
  return `${when} the policy answers ${formatShare(cell.accuracy)} of ${formatCount(cell.problems)} problems right, with ${formatTokens(cell.meanTokens)} tokens a response.`;
}

function unevaluated({ training, kind }: RunSummary): string {
  const name = kind === 'supervised' ? 'loss' : 'meanTokens';
  const values = training.metrics[name]?.flatMap((value) => value ?? []) ?? [];
  const [first, last] = [values[0], values.at(-1)];
  if (first === undefined || last === undefined || values.length < 2) return 'Nothing has been measured yet.';
  return kind === 'supervised'
    ? `In training the loss went from ${formatFixed(first, 3)} to ${formatFixed(last, 3)}; nothing has been evaluated yet.`
    : `In training responses went from ${formatTokens(first)} to ${formatTokens(last)} tokens; nothing has been evaluated yet.`;
}
