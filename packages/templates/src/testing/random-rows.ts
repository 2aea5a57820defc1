// Random batches that hold what formulas trip over: groups of one, all right, all wrong, equal lengths and rewards, outliers.
import { type RandomStream, randomStream } from '@allot/spec';
import { type Row, row, token } from './rows.js';

const budgets = [512, 1024, 2048, 2560] as const;

/** At least `count` rows in groups of 1 to 16, the same for the same seed. */
export function randomRows(seed: number, count: number): readonly Row[] {
  const rows: Row[] = [];
  for (let group = 0; rows.length < count; group++)
    rows.push(
      ...randomGroup(group, randomStream(seed, 'sampling', group), randomStream(seed, 'environment', group)),
    );
  return rows;
}

type Draw = ReturnType<typeof drawing>;

function drawing(stream: RandomStream) {
  let drawn = 0;
  const next = (): number => stream.at(drawn++);
  const whole = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  return { next, whole };
}

function randomGroup(group: number, stream: RandomStream, outside: RandomStream): readonly Row[] {
  const { next, whole } = drawing(stream);
  const judge = drawing(outside);
  const size = whole(1, 16);
  const solveRate = [0, 1, next(), next()][whole(0, 3)] as number;
  const spread = [0, 3, 400, 4000, 9000][whole(0, 4)] as number;
  const outliers = whole(0, 1) * 0.08;
  const rewardSteps = [0, 2, 1000][whole(0, 2)] as number;
  const shortest = whole(1, 96);
  return Array.from({ length: size }, () => {
    const tokens = shortest + whole(0, spread) + (next() < outliers ? 20_000 : 0);
    const thinkingTokens = whole(0, tokens);
    const tier = whole(0, budgets.length - 1);
    return row({
      group,
      tokens,
      thinkingTokens,
      answerTokens: tokens - thinkingTokens,
      correct: next() < solveRate,
      formatted: next() < 0.85,
      truncated: next() < 0.1,
      budget: budgets[tier] as number,
      tier,
      mode: next() < 0.7 ? 1 : 0,
      repetition: next(),
      meanLogProbability: -3 * next(),
      reward: rewardSteps === 0 ? 1 : (4 * whole(-1, rewardSteps)) / rewardSteps,
      ...judged(judge),
    });
  });
}

/** What programs may say of a response, and up to nine tokens with what they may say of those. */
function judged({ next, whole }: Draw): Pick<Row, 'step' | 'advantage' | 'signals' | 'response'> {
  const closed = whole(0, 9);
  let segmentIndex = 0;
  return {
    step: 1 + 300 * whole(0, 4),
    advantage: whole(-2, 2),
    signals: {
      low: whole(0, 400),
      lowReference: whole(0, 300),
      high: whole(0, 200),
      highReference: whole(0, 100),
      validThinking: whole(0, 500),
      keepsAnswer: whole(0, 1),
      first: whole(0, 4) / 4,
      second: whole(0, 4) / 4,
      third: whole(0, 4) / 4,
      fourth: whole(0, 4) / 4,
    },
    response: Array.from({ length: whole(0, 9) }, (_, at) => {
      if (at > 0 && next() < 0.4) segmentIndex++;
      return token({
        logProbability: -whole(0, 12) / 4,
        thinking: at < closed,
        segmentIndex,
        attention: next() / 4,
        needed: at < closed / 2 ? 1 : 0,
      });
    }),
  };
}
