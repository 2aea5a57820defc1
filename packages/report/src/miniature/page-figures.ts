// The figures of the page: where the arms stand, effort and accuracy by difficulty, lengths while training.
import { type BarChart, drawBars } from '../chart/draw-bars.js';
import { drawLines, type Line } from '../chart/draw-lines.js';
import { drawPlane } from '../chart/draw-plane.js';
import type { Canvas } from '../chart/draw-svg.js';
import { palette, runColor, tierColor } from '../chart/palette.js';
import { lineItem, pointItem, type SvgFile, svgFile } from '../figure/svg-file.js';
import type { Unit } from '../format.js';
import { type Estimate, estimate, type Interval } from './contrast.js';
import { mean } from './measure-responses.js';
import { type ArmResults, type Cell, curveSteps, type MiniatureResults } from './miniature-results.js';

/** Arms whose curves are shown: more would hide each other. */
const shown = ['base', 'hbpo', 'single-budget', 'classic', 'cosine'];

/** Files by name, without those that have nothing to show yet. */
export function pageFigures(results: MiniatureResults): Readonly<Record<string, string>> {
  const { arms } = results;
  const of = (...groups: readonly string[]): ArmResults[] =>
    arms.filter(({ group }) => groups.includes(group));
  const some = shown.flatMap((name) => arms.find((arm) => arm.name === name) ?? []);
  const figures: Readonly<Record<string, string | undefined>> = {
    'ablations.svg': plane('HBPO and its ablations', of('base', 'hbpo', 'budgets', 'reward')),
    'field.svg': plane('HBPO and the field', of('base', 'hbpo', 'control', 'field')),
    'tokens-by-difficulty.svg': byDifficulty('Tokens by difficulty', some, (cell) => cell.tokens, 'tokens'),
    'accuracy-by-difficulty.svg': byDifficulty(
      'Accuracy by difficulty',
      some,
      (cell) => cell.accuracy,
      'share',
    ),
    'lengths.svg': training('Length while training', 'mean tokens of a response', some, 'tokens'),
    'spread.svg': training(
      'Spread while training',
      'standard deviation of lengths in a group',
      some,
      'spread',
    ),
    'rechecks.svg': rechecks(some),
  };
  return Object.fromEntries(
    Object.entries(figures).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** Nine that differ: those of runs, then some of the tiers'. */
const colors = [...[0, 1, 2, 3, 4, 5].map(runColor), ...[7, 1, 5].map((tier) => tierColor(tier, 8))];

const colorOf = (index: number, arm: ArmResults): string =>
  arm.group === 'base' ? palette.base : (colors[(index - 1) % colors.length] ?? palette.trained);

const outer = ({ problems, seeds = problems }: Estimate): Interval => [
  Math.min(problems[0], seeds[0]),
  Math.max(problems[1], seeds[1]),
];

/** How far below the lowest point, and beyond the longest, the plane is drawn: what a cross has further out is cut. */
const roomBelow = 0.05;
const roomBeyond = 1.1;

/** The points are named in a legend: names beside so many would hide each other. */
function plane(title: string, arms: readonly ArmResults[]): string | undefined {
  if (arms.length < 2) return undefined;
  const measured = arms.map((arm, index) => {
    const { tokens, accuracy } = arm.natural.all as Cell;
    return {
      title: arm.title,
      color: colorOf(index, arm),
      hollow: arm.group === 'base',
      tokens: estimate(tokens),
      accuracy: estimate(accuracy),
    };
  });
  const lowest = Math.min(...measured.map(({ accuracy }) => accuracy.value)) - roomBelow;
  const longest = Math.max(...measured.map(({ tokens }) => tokens.value)) * roomBeyond;
  const within = (found: Estimate, least: number, most: number) => {
    const [low, high] = outer(found);
    return { value: found.value, interval: [Math.max(least, low), Math.min(most, high)] as const };
  };
  const points = measured.map(({ color, hollow, tokens, accuracy }) => ({
    text: '',
    color,
    hollow,
    tokens: within(tokens, 0, longest),
    accuracy: within(accuracy, lowest, 1),
  }));
  return file(
    {
      title,
      subtitle: 'accuracy against tokens, natural mode',
      notes:
        'Up is more often right, left is shorter. Crosses: 95%, over problems or over seeds, whichever is wider; long ones are cut.',
      legend: measured.map(({ title: text, color, hollow }) => pointItem(text, color, hollow)),
    },
    (canvas) => drawPlane({ ...canvas, points, paths: [] }),
  );
}

function byDifficulty(
  title: string,
  arms: readonly ArmResults[],
  of: (cell: Cell) => Cell['tokens'],
  unit: Unit,
): string | undefined {
  const lines = arms.map((arm, index): Named => {
    const levels = Object.entries(arm.natural).flatMap(([level, cell]) =>
      /^\d+$/.test(level) ? [[Number(level), estimate(of(cell))] as const] : [],
    );
    return {
      title: arm.title,
      color: colorOf(index, arm),
      look: 'marked',
      points: levels.map(([level, { value }]) => [level, value]),
      band: levels.map(
        ([
          level,
          {
            problems: [low, high],
          },
        ]) => [level, low, unit === 'share' ? Math.min(1, high) : high],
      ),
    };
  });
  return curves(title, 'mean over seeds, natural mode', lines, {
    unit,
    across: 'operations',
    fromZero: unit === 'tokens',
    notes: 'Bands: 95% over problems.',
  });
}

function training(
  title: string,
  subtitle: string,
  arms: readonly ArmResults[],
  of: 'tokens' | 'spread',
): string | undefined {
  const lines = arms.flatMap((arm, index): Named[] => {
    const runs = arm.training?.[of];
    if (runs === undefined) return [];
    const places = (runs[0] ?? []).map((_, place) => place);
    const at = (place: number): number[] => runs.map((run) => run[place] ?? 0);
    const step = (place: number): number => (place + 1) * curveSteps;
    return [
      {
        title: arm.title,
        color: colorOf(index, arm),
        look: 'bold',
        points: places.map((place) => [step(place), mean(at(place))]),
        band: places.map((place) => [step(place), Math.min(...at(place)), Math.max(...at(place))]),
      },
    ];
  });
  return curves(title, subtitle, lines, {
    unit: 'tokens',
    across: 'training step',
    fromZero: true,
    notes: `Means of ${curveSteps} steps over seeds; bands from the least to the greatest seed.`,
  });
}

interface Named extends Line {
  readonly title: string;
}

interface CurveWords {
  readonly unit: Unit;
  readonly across: string;
  readonly fromZero: boolean;
  readonly notes: string;
}

function curves(
  title: string,
  subtitle: string,
  lines: readonly Named[],
  { notes, ...words }: CurveWords,
): string | undefined {
  if (lines.length === 0) return undefined;
  const legend = lines.map((line) => lineItem(line.title, line.color, { width: 2.4 }));
  return file({ title, subtitle, notes, legend }, (canvas) => drawLines({ ...canvas, lines, ...words }));
}

function rechecks(arms: readonly ArmResults[]): string | undefined {
  const groups = ['easy', 'medium', 'hard'];
  const series: BarChart['series'] = arms.map((arm, index) => ({
    color: colorOf(index, arm),
    values: groups.map((range) => {
      const cell = arm.work[range];
      if (cell === undefined) return undefined;
      const { value, problems } = estimate(cell.rechecks);
      return { value, interval: problems };
    }),
  }));
  if (arms.length === 0) return undefined;
  return file(
    {
      title: 'Re-checks by difficulty',
      subtitle: 'checks and copies in a response, natural mode',
      notes: 'Whiskers: 95% over problems.',
      legend: arms.map((arm, index) => lineItem(arm.title, colorOf(index, arm), { width: 8 })),
    },
    (canvas) => drawBars({ ...canvas, groups, series, unit: 'tokens', look: 'bars' }),
  );
}

interface FileWords extends Pick<SvgFile, 'title' | 'subtitle' | 'notes'> {
  readonly legend?: SvgFile['legend'];
}

/** What has nothing to draw is not drawn. */
const file = ({ legend = [], ...words }: FileWords, draw: (canvas: Canvas) => string | undefined): string =>
  svgFile({
    ...words,
    legend,
    label: `${words.title}: ${words.subtitle}`,
    chartHeight: 340,
    draw: (canvas) => draw(canvas) ?? '',
  });
