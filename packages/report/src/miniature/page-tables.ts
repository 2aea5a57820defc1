// The tables of the page as Markdown: each number with its intervals over problems and over seeds.
import { formatFixed, formatShare, formatSigned, formatTokens } from '../format.js';
import { efficiencyScore } from '../statistics/efficiency-score.js';
import { type Estimate, estimate, type Interval } from './contrast.js';
import type {
  ArmResults,
  Cell,
  ConditionResults,
  Measured,
  MiniatureResults,
  TrainingCurves,
  WorkCell,
} from './miniature-results.js';

type Write = (value: number) => string;

/** In percent; intervals over few seeds may reach past 0 and 100. */
const share: Write = (value) => formatFixed(100 * Math.min(1, Math.max(0, value)), 1);
const decimal: Write = (value) => formatFixed(value, 2);
/** Tokens, and their spread: an interval over few seeds may reach past 0. */
const length: Write = (value) => formatTokens(Math.max(0, value));

/** `94.3 [93.2, 95.3] [91.0, 97.6]`: the mean, 95% over problems unless they play no part, 95% over seeds. */
export function withIntervals(found: Estimate, write: Write): string {
  return [
    write(found.value),
    ...intervalsOf(found).map(({ interval }) => writeInterval(interval, write)),
  ].join(' ');
}

function intervalsOf({ problems, seeds }: Estimate): { over: string; interval: Interval }[] {
  const [low, high] = problems;
  return [
    ...(low === high ? [] : [{ over: 'problems', interval: problems }]),
    ...(seeds === undefined ? [] : [{ over: 'seeds', interval: seeds }]),
  ];
}

const writeInterval = ([low, high]: Interval, write: Write): string => `[${write(low)}, ${write(high)}]`;

const shown = (of: Measured | undefined, write: Write): string =>
  of === undefined ? '' : withIntervals(estimate(of), write);

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const seedsOf = ({ seeds }: ArmResults): string => `${seeds.length}`;

/** Accuracy, tokens and AES of every arm in natural mode, in all and on hard problems. */
export function mainTable(arms: readonly ArmResults[], base: ArmResults | undefined): string {
  return table(
    ['', 'seeds', 'accuracy %', 'tokens', 'of base', 'hard: accuracy %', 'hard: tokens', 'AES'],
    arms.map((arm) => {
      const { all, hard } = arm.natural;
      return [
        arm.title,
        seedsOf(arm),
        shown(all?.accuracy, share),
        shown(all?.tokens, length),
        base && all ? formatShare(meanOf(all.tokens) / meanOf((base.natural.all as Cell).tokens)) : '',
        shown(hard?.accuracy, share),
        shown(hard?.tokens, length),
        base && arm !== base ? shown(scores(arm, base), decimal) : '',
      ];
    }),
  );
}

/** Every arm under every condition, in natural and in efficiency mode, and its tiers at the end of training. */
export const conditionTable = (conditions: readonly ConditionResults[]): string =>
  table(
    [
      '',
      '',
      'seeds',
      'accuracy %',
      'tokens',
      'hard: accuracy %',
      'AES',
      'efficiency mode',
      'tokens by tier at the end',
      'spread',
    ],
    conditions.flatMap(({ title, arms }) => {
      const base = arms.find(({ group }) => group === 'base');
      return arms.map((arm) => {
        const { all, hard } = arm.natural;
        const { all: efficient } = arm.efficient;
        return [
          title,
          arm.title,
          seedsOf(arm),
          shown(all?.accuracy, share),
          shown(all?.tokens, length),
          shown(hard?.accuracy, share),
          base && arm !== base ? shown(scores(arm, base), decimal) : '',
          efficient ? at(efficient) : '',
          arm.training ? tierTokens(arm.training) : '',
          shown(arm.training?.lastSpread, length),
        ];
      });
    }),
  );

/** `12: 30.4, 24: 30.8`, means over seeds. */
const tierTokens = ({ tiers }: TrainingCurves): string =>
  tiers.map(({ budget, tokens }) => `${budget}: ${formatTokens(meanOf(tokens))}`).join(', ');

/** AES of each seed, against the base with the same seed or, where that is missing, against all of its seeds. */
export function scores(arm: ArmResults, base: ArmResults): Measured {
  const [own, other] = [arm.natural.all as Cell, base.natural.all as Cell];
  const seeds = arm.seeds.flatMap((seed, index) => {
    const place = base.seeds.indexOf(seed);
    const of = (measured: Measured): number => measured.seeds[place] ?? meanOf(measured);
    const score = efficiencyScore(
      { accuracy: of(other.accuracy), tokens: of(other.tokens) },
      { accuracy: own.accuracy.seeds[index] ?? 0, tokens: own.tokens.seeds[index] ?? 0 },
    );
    return score ?? [];
  });
  return { seeds, error: 0 };
}

const meanOf = (of: Measured): number => estimate(of).value;

export const byDifficultyTable = (arms: readonly ArmResults[]): string =>
  table(
    ['', 'easy', 'medium', 'hard', 'hard / easy tokens'],
    arms.map((arm) => {
      const cells = ['easy', 'medium', 'hard'].map((range) => arm.natural[range]);
      const [easy, , hard] = cells;
      return [
        arm.title,
        ...cells.map((cell) => (cell ? at(cell) : '')),
        easy && hard ? formatFixed(meanOf(hard.tokens) / meanOf(easy.tokens), 2) : '',
      ];
    }),
  );

/** `94.3 @ 32.5`, means over seeds. */
const at = ({ accuracy, tokens }: Cell): string =>
  `${share(meanOf(accuracy))} @ ${formatTokens(meanOf(tokens))}`;

export const efficientTable = (arms: readonly ArmResults[]): string =>
  table(
    ['', 'accuracy %', 'tokens', 'easy', 'medium', 'hard'],
    arms.map((arm) => [
      arm.title,
      shown(arm.efficient.all?.accuracy, share),
      shown(arm.efficient.all?.tokens, length),
      ...['easy', 'medium', 'hard'].map((range) => {
        const cell = arm.efficient[range];
        return cell ? at(cell) : '';
      }),
    ]),
  );

export const longerTable = (arms: readonly ArmResults[]): string =>
  table(
    ['', 'accuracy %', 'tokens'],
    arms.map((arm) => [arm.title, shown(arm.longer.accuracy, share), shown(arm.longer.tokens, length)]),
  );

export const spreadTable = (arms: readonly ArmResults[]): string =>
  table(
    ['', 'first 25 steps', 'middle', 'last 25 steps', 'tokens by tier at the end'],
    arms.flatMap(({ title, training }) =>
      training === undefined
        ? []
        : [
            [
              title,
              ...[training.firstSpread, training.middleSpread, training.lastSpread].map((spread) =>
                shown(spread, length),
              ),
              tierTokens(training),
            ],
          ],
    ),
  );

/** Thinking share and re-checks of every arm, easy to hard. */
export const workTable = (arms: readonly ArmResults[]): string =>
  table(
    ['', 'thinking share %', 're-checks a response', 'checks a step', 'share of re-checking %'],
    arms.map((arm) => [
      arm.title,
      byRange(arm, ({ thinkingShare }) => thinkingShare, share),
      byRange(arm, ({ rechecks }) => rechecks, decimal),
      byRange(arm, ({ checksPerStep }) => checksPerStep, decimal),
      byRange(arm, ({ recheckShare }) => recheckShare, share),
    ]),
  );

const byRange = ({ work }: ArmResults, of: (cell: WorkCell) => Measured, write: Write): string =>
  ['easy', 'medium', 'hard']
    .flatMap((range) => {
      const cell = work[range];
      return cell ? [write(meanOf(of(cell)))] : [];
    })
    .join(', ');

export const armsTable = ({ arms, seeds }: MiniatureResults): string =>
  table(
    ['', 'what it is', 'seeds'],
    arms.map((arm) => [arm.title, arm.about, `${arm.seeds.join(', ')} of ${seeds.length}`]),
  );

/** A part of a claim in words. */
export function writeEstimate(found: Estimate, unit: 'points' | 'tokens' | 'count'): string {
  const write: Write =
    unit === 'points' ? (value) => formatSigned(100 * value, 1) : (value) => formatSigned(value, 2);
  const name = { points: ' points', tokens: ' tokens', count: '' }[unit];
  const intervals = intervalsOf(found).map(
    ({ over, interval }) => `, over ${over} ${writeInterval(interval, write)}`,
  );
  return `${write(found.value)}${name}${intervals.join('')}`;
}
