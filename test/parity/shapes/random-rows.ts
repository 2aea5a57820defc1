// Tables of random rows with every field, in groups of 16 and in ragged groups.
import {
  type ResponseTokens,
  randomStream,
  type ShapeField,
  type ShapeRows,
  shapeFields,
  shuffledIndices,
  type TokenField,
} from '@allot/spec';

export interface Table extends ShapeRows {
  readonly fields: Readonly<Record<ShapeField, Float64Array>>;
  readonly group: readonly (number | string)[];
  /** Every cell that a template reads. */
  readonly state: Readonly<Record<string, Float64Array>>;
  readonly responses: TableTokens;
  readonly signals: Readonly<Record<string, Float64Array>>;
}

interface TableTokens extends ResponseTokens {
  readonly fields: Readonly<Record<TokenField, Float64Array>>;
  readonly signals: Readonly<Record<string, Float64Array>>;
}

const budgets = [512, 1024, 2048, 2560] as const;
const responseCap = 4096;
/** What templates ask programs for. */
const counted = ['low', 'lowReference', 'high', 'highReference', 'validThinking'] as const;
const shares = ['keepsAnswer', 'first', 'second', 'third', 'fourth'] as const;

/** Rows in groups of 16, four of each tier, groups one after another and numbered. */
export const evenGroups = (rows: number): Table =>
  makeTable(
    1,
    Array.from({ length: rows }, (_, row) => Math.floor(row / 16)),
    (row) => Math.floor(row / 4) % 4,
  );

/** Groups of 1 to 40 rows with names, their rows spread over the table, tiers at random. */
export function raggedGroups(rows: number): Table {
  const sizes = randomStream(2, 'problem');
  const names: string[] = [];
  for (let made = 0; names.length < rows; made++)
    for (let left = 1 + sizes.integer(made, 40); left > 0 && names.length < rows; left--)
      names.push(`problem ${made}`);
  const group = Array.from(shuffledIndices(rows, randomStream(2, 'order')), (row) => names[row] as string);
  const tiers = randomStream(2, 'sampling');
  return makeTable(2, group, (row) => tiers.integer(row, 4));
}

function makeTable(seed: number, group: Table['group'], tierOf: (row: number) => number): Table {
  const length = group.length;
  const column = (field: ShapeField, value: (uniform: number, row: number) => number): Float64Array => {
    const stream = randomStream(seed, 'environment', shapeFields.indexOf(field));
    return Float64Array.from({ length }, (_, row) => value(stream.at(row), row));
  };
  const flag = (field: ShapeField, share: number) => column(field, (u) => (u < share ? 1 : 0));
  const tokens = column('tokens', (u) => 1 + Math.floor(u * responseCap));
  const thinkingTokens = column('thinkingTokens', (u, row) => Math.floor(u * (tokens[row] as number)));
  const step = column('step', (u) => 1 + Math.floor(u * 200));
  return {
    length,
    group,
    responses: makeTokens(seed, length),
    signals: {
      brief: column('mode', (u) => 4 * u - 2),
      ...Object.fromEntries(
        counted.map((name, at) => [name, column('repetition', (u) => Math.floor(u * (200 + 50 * at)))]),
      ),
      ...Object.fromEntries(
        shares.map((name, at) => [
          name,
          column('minLogProbability', (u) => Math.round(((1 + at) * 7 * u) % 4) / 4),
        ]),
      ),
    },
    state: {
      hapoShortest: tokens.map((all, row) => (row % 3 === 0 ? 0 : Math.ceil(all / (1 + (row % 4))))),
      aDlpPrice: tokens.map((_, row) => (row % 7) / 1000),
      lapoLength: tokens.map((all, row) => (row % 4 === 0 ? 0 : Math.ceil(all / (1 + (row % 3))))),
      laserEasy: tokens.map((_, row) => (row % 2) * 600),
      laserMedium: tokens.map((_, row) => (row % 3) * 900),
      laserHard: tokens.map((_, row) => (row % 5) * 800),
      shortRlBest: tokens.map((_, row) => (row % 11) / 10),
    },
    fields: {
      tokens,
      thinkingTokens,
      answerTokens: tokens.map((all, row) => all - (thinkingTokens[row] as number)),
      correct: flag('correct', 0.6),
      formatted: flag('formatted', 0.9),
      truncated: flag('truncated', 0.1),
      budget: column('budget', (_, row) => budgets[tierOf(row)] as number),
      tier: column('tier', (_, row) => tierOf(row)),
      mode: flag('mode', 0.7),
      lMax: column('lMax', () => responseCap),
      step,
      progress: step.map((at) => at / 200),
      repetition: column('repetition', (u) => Math.max(0, u - 0.3)),
      meanLogProbability: column('meanLogProbability', (u) => 2 * Math.log(u + 1e-3)),
      minLogProbability: column('minLogProbability', (u) =>
        u < 0.01 ? Number.NEGATIVE_INFINITY : 20 * Math.log(u + 1e-3),
      ),
      // Many equal ones, for ties and deviations of 0.
      reward: column('reward', (u) => (u < 0.5 ? Math.round(4 * u) - 1 : 4 * u - 3)),
      advantage: column('advantage', (u) => 4 * u - 2),
    },
  };
}

/** Up to seven tokens a row: fewer than the field `tokens` says, so that the tables stay small. */
function makeTokens(seed: number, rows: number): TableTokens {
  const counts = randomStream(seed, 'weights');
  const row = Int32Array.from(
    Array.from({ length: rows }, (_, at) => Array.from({ length: counts.integer(at, 8) }, () => at)).flat(),
  );
  const values = randomStream(seed, 'weights', 1);
  const index = new Float64Array(row.length);
  const segmentIndex = new Float64Array(row.length);
  for (let at = 1; at < row.length; at++) {
    if (row[at] !== row[at - 1]) continue;
    index[at] = (index[at - 1] as number) + 1;
    segmentIndex[at] = (segmentIndex[at - 1] as number) + (values.integer(at, 3) === 0 ? 1 : 0);
  }
  return {
    row,
    fields: {
      index,
      segmentIndex,
      logProbability: index.map((_, at) => -Math.round(16 * values.at(at)) / 4),
      thinking: index.map((place, at) => (place < 4 * values.at(at) ? 1 : 0)),
    },
    signals: {
      needed: index.map((place, at) => (values.at(at) < 0.5 ? 1 : place / 8)),
      attention: index.map((_, at) => values.at(at) / 3),
    },
  };
}
