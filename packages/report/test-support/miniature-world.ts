// Results of a miniature in a world that is made up: every claim of the paper holds in it unless numbers are changed.
import type {
  ArmGroup,
  ArmResults,
  Cell,
  Measured,
  MiniatureResults,
  WorkCell,
} from '../src/miniature/miniature-results.js';

export interface ArmWorld {
  readonly group?: ArmGroup;
  /** [share of right answers, tokens] by range. */
  readonly natural?: Readonly<Record<string, readonly [accuracy: number, tokens: number]>>;
  readonly efficient?: readonly [accuracy: number, tokens: number];
  readonly longer?: readonly [accuracy: number, tokens: number];
  /** Spread of lengths over the first steps, in the middle, and over the last steps. */
  readonly spread?: readonly [number, number, number];
  readonly tiers?: Readonly<Record<string, number>>;
  /** Thinking share and re-checks, on easy and on hard problems. */
  readonly thinking?: readonly [easy: number, hard: number];
  readonly rechecks?: readonly [easy: number, hard: number];
  readonly seeds?: readonly number[];
}

const hbpo: ArmWorld = {
  group: 'hbpo',
  natural: { all: [0.94, 26], easy: [0.99, 14], medium: [0.96, 24], hard: [0.9, 40] },
  efficient: [0.9, 16],
  longer: [0.5, 30],
  spread: [12, 8, 6],
  tiers: { 12: 20, 60: 34 },
  thinking: [0.8, 0.9],
  rechecks: [2, 6],
};
const lesser = (accuracy: number): ArmWorld => ({
  ...hbpo,
  group: 'budgets',
  natural: { ...hbpo.natural, all: [accuracy, 25] },
  spread: [12, 5, 2],
});

/** As the paper says. */
export const paperWorld: Readonly<Record<string, ArmWorld>> = {
  base: {
    group: 'base',
    natural: { all: [0.85, 72], easy: [0.9, 74], medium: [0.86, 72], hard: [0.8, 70] },
    efficient: [0.8, 23],
    longer: [0.5, 75],
  },
  hbpo,
  'single-budget': lesser(0.88),
  'two-budgets': lesser(0.91),
  'six-budgets': lesser(0.93),
  'eight-budgets': lesser(0.93),
  classic: {
    group: 'reward',
    natural: { all: [0.92, 50], easy: [0.99, 40], medium: [0.94, 50], hard: [0.82, 60] },
    spread: [12, 8, 6],
  },
  cosine: {
    group: 'reward',
    natural: { all: [0.8, 16], easy: [0.96, 8], medium: [0.85, 15], hard: [0.65, 24] },
    spread: [10, 0.5, 0.1],
  },
};

/** Results of these arms; seeds of an arm differ by `noise` of its numbers, one down and one up. */
export function miniatureWorld(
  arms: Readonly<Record<string, ArmWorld>>,
  {
    noise = 0.002,
    conditions = {},
  }: {
    readonly noise?: number;
    /** Arms of each condition, by its name. */
    readonly conditions?: Readonly<Record<string, Readonly<Record<string, ArmWorld>>>>;
  } = {},
): MiniatureResults {
  const resultsOf = (some: Readonly<Record<string, ArmWorld>>): ArmResults[] =>
    Object.entries(some).map(([name, world]) => armResults(name, world, noise));
  return {
    format: 1,
    steps: 200,
    seeds: [1, 2, 3],
    heldOut: { problems: 2048, operations: [2, 8] },
    longer: { problems: 1024, operations: [9, 12] },
    arms: resultsOf(arms),
    conditions: Object.entries(conditions).map(([name, some]) => ({
      name,
      title: name,
      about: `What ${name} changes.`,
      arms: resultsOf(some),
    })),
  };
}

function armResults(name: string, world: ArmWorld, noise: number): ArmResults {
  const {
    seeds = [1, 2, 3],
    group = 'hbpo',
    natural = {},
    efficient = [0.5, 20],
    longer = [0.5, 60],
  } = world;
  const { thinking = [0.9, 0.9], rechecks = [3, 3], spread } = world;
  const measured = (value: number, error = value * 0.002): Measured => ({
    seeds: seeds.map((_, index) => value * (1 + (index - 1) * noise)),
    error,
  });
  const cell = ([accuracy, tokens]: readonly [number, number]): Cell => ({
    problems: 2048,
    accuracy: measured(accuracy),
    tokens: measured(tokens),
  });
  const work = (share: number, count: number): WorkCell => ({
    thinkingShare: measured(share),
    rechecks: measured(count),
    recheckShare: measured(0.3),
    checksPerStep: measured(1),
  });
  const curve = (values: readonly number[]): number[][] => seeds.map(() => [...values]);
  return {
    name,
    title: name,
    group,
    about: `What ${name} is.`,
    seeds,
    natural: {
      ...Object.fromEntries(Object.entries(natural).map(([range, numbers]) => [range, cell(numbers)])),
      ...(natural.easy && natural.hard && { 2: cell(natural.easy), 8: cell(natural.hard) }),
    },
    efficient: {
      all: cell(efficient),
      easy: cell(efficient),
      medium: cell(efficient),
      hard: cell(efficient),
    },
    longer: cell(longer),
    work: {
      all: work(thinking[0], rechecks[0]),
      easy: work(thinking[0], rechecks[0]),
      medium: work(thinking[0], rechecks[0]),
      hard: work(thinking[1], rechecks[1]),
    },
    ...(spread && {
      training: {
        tokens: curve([70, 50, 30]),
        spread: curve(spread),
        tiers: Object.entries(world.tiers ?? {}).map(([budget, tokens]) => ({
          budget: Number(budget),
          tokens: measured(tokens, 0),
        })),
        firstSpread: measured(spread[0], 0),
        middleSpread: measured(spread[1], 0),
        lastSpread: measured(spread[2], 0),
      },
    }),
  };
}
