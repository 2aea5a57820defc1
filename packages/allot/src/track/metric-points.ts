// What a tracking tool draws of an event: named numbers by step.
import { type EvaluationCompleted, type RunEvent, type StepCompleted, tierName } from '@allot/spec';

/** One number of a curve. */
export interface MetricPoint {
  /** Parts with `/` between them: `train/accuracy`, `tiers/24/meanTokens`, `evaluation/test/natural/accuracy`. */
  readonly name: string;
  readonly step: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** A finite number. */
  readonly value: number;
}

/** The points of an event; none where it measures nothing. What is no finite number is left out. */
export function metricPoints(event: RunEvent): readonly MetricPoint[] {
  const time = Date.parse(event.time);
  return numbersOf(event).flatMap(([parts, value]) =>
    typeof value === 'number' && Number.isFinite(value) && Number.isFinite(time)
      ? [{ name: metricName(parts), step: event.step, time, value }]
      : [],
  );
}

type Numbers = readonly (readonly [parts: readonly string[], value: unknown])[];

function numbersOf(event: RunEvent): Numbers {
  if (event.type === 'step-completed') return stepNumbers(event);
  if (event.type === 'evaluation-completed') return evaluationNumbers(event);
  return event.type === 'guard-fired' ? [[['guards', event.guard], event.value]] : [];
}

function stepNumbers({ metrics, rolloutSeconds, updateSeconds, stepSeconds }: StepCompleted): Numbers {
  const { tiers = [], ...scalars } = metrics;
  return [
    ...under(['train'], scalars),
    ...under(['seconds'], { rollout: rolloutSeconds, update: updateSeconds, step: stepSeconds }),
    ...tiers.flatMap((tier) => {
      const { name: _, budget: __, components = {}, ...numbers } = tier;
      const place = ['tiers', tierName(tier)];
      return [...under(place, numbers), ...under([...place, 'reward'], components)];
    }),
  ];
}

const evaluationNumbers = ({ results }: EvaluationCompleted): Numbers =>
  results.flatMap(({ dataset, mode, all, byDifficulty }) => {
    const place = ['evaluation', dataset, mode];
    const { accuracy, meanTokens, truncatedShare } = all;
    const [accuracyLow, accuracyHigh] = all.accuracyInterval;
    return [
      ...under(place, { accuracy, accuracyLow, accuracyHigh, meanTokens, truncatedShare }),
      ...Object.entries(byDifficulty).flatMap(([difficulty, cell]) =>
        under([...place, difficulty], { accuracy: cell.accuracy, meanTokens: cell.meanTokens }),
      ),
    ];
  });

const under = (place: readonly string[], numbers: object): Numbers =>
  Object.entries(numbers).map(([name, value]) => [[...place, name], value]);

const MOST_LETTERS = 60;

/** Every tool takes ASCII letters, digits, `_`, `-`, `.` and blanks; each other character becomes its code: `budget=12` is `budget_3d12`. */
export const metricName = (parts: readonly string[], mostLetters = MOST_LETTERS): string =>
  parts
    .map((part) =>
      `${part ?? ''}`
        .replace(/^\.+$|^$/, (dots) => `_${dots.length}`)
        .replace(/[^\w.\- ]/gu, (character) => `_${character.codePointAt(0)?.toString(16)}`)
        .slice(0, mostLetters),
    )
    .join('/');
