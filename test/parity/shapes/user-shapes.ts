// Shapes as users may write them, with every kind of statistic and the corners of JavaScript's numbers.
import { type Expression, shape } from '@allot/spec';

const field = shape.field;
const tokens = field('tokens');
const correct = field('correct');
const reward = field('reward');
const is = shape.binary;

const clamp = (value: shape.Operand, low: number, high: number): Expression =>
  shape.call('min', shape.call('max', value, low), high);

export const userShapes: Readonly<Record<string, Expression>> = {
  /** Short among the right ones of its group: a named threshold, a rank, and a mean without the row itself. */
  'short-among-right': shape.define(
    'threshold',
    shape.reduce('quantile', 'group', tokens, { where: correct, quantile: 0.3, empty: 4096 }),
    (threshold) =>
      shape.define(
        'others',
        shape.reduce('mean', 'group', tokens, { where: correct, leaveOneOut: true, empty: 0 }),
        (others) =>
          shape.when(
            shape.binary(correct, '&&', is(tokens, '<=', threshold)),
            shape.add(
              1,
              shape.divide(
                shape.reduce('rank', 'group', shape.negate(tokens), { where: correct, ties: 'mean' }),
                shape.call('max', shape.reduce('count', 'group', correct, { where: correct }), 1),
              ),
            ),
            shape.multiply(-0.1, is(tokens, '>', others)),
          ),
      ),
  ),
  /** DAPO's overlong penalty with a buffer of 512. */
  'soft-overlong': shape.define('left', shape.subtract(field('lMax'), tokens), (left) =>
    shape.add(correct, clamp(shape.divide(shape.subtract(left, 512), shape.parameter('lambda', 512)), -1, 0)),
  ),
  /** Standardised length over the batch, squashed; formatted answers only. */
  'batch-z-score': shape.define('mean', shape.reduce('mean', 'batch', tokens), (mean) =>
    shape.define('std', shape.reduce('std', 'batch', tokens, { ddof: 0 }), (std) =>
      shape.when(
        shape.not(field('formatted')),
        -1,
        shape.divide(
          1,
          shape.add(1, shape.call('exp', shape.divide(shape.subtract(tokens, mean), shape.add(std, 1e-6)))),
        ),
      ),
    ),
  ),
  /** Truth of numbers, the values of && and ||, rounding, remainders. */
  'numbers-as-flags': shape.add(
    is(is(field('thinkingTokens'), '&&', field('repetition')), '||', shape.negate(field('mode'))),
    shape.add(
      shape.call('round', shape.divide(is(reward, '%', 3), 0.5)),
      shape.when(is(reward, '||', shape.call('sign', field('repetition'))), is(reward, '**', 2), 0.25),
    ),
  ),
  /** A ladder of more than three steps, and dead branches that divide by zero. */
  'ladder-by-budget': [512, 1024, 2048].reduceRight<Expression>(
    (otherwise, budget) =>
      shape.when(
        is(field('budget'), '==', budget),
        shape.divide(shape.call('log', field('repetition')), is(field('mode'), '-', 1)),
        otherwise,
      ),
    shape.call('min', 1, shape.divide(tokens, field('budget')), field('progress')),
  ),
  /** 1 ** NaN and 1 ** infinity are NaN; roots and powers of negative numbers. */
  powers: shape.add(
    shape.binary(shape.number(1), '**', field('minLogProbability')),
    shape.call('pow', reward, shape.divide(1, field('mode'))),
  ),
  /** Halves, the number just below a half, whole numbers past 2 ** 52, and the signs of zeros. */
  rounding: shape.when(
    field('correct'),
    shape.call('round', shape.divide(reward, 2)),
    shape.when(
      is(field('tier'), '==', 0),
      shape.call('round', shape.subtract(0.49999999999999994, shape.multiply(0, tokens))),
      shape.when(
        is(field('tier'), '==', 1),
        shape.call('round', shape.add(4503599627370496, tokens)),
        shape.add(
          shape.divide(1, shape.call('sign', shape.negate(field('mode')))),
          shape.divide(1, shape.call('round', shape.divide(tokens, -20_000))),
        ),
      ),
    ),
  ),
  /** Constants that Python refuses to divide. */
  'constant-division': shape.when(
    correct,
    shape.divide(shape.parameter('one', 1), shape.parameter('nothing', 0)),
    shape.when(shape.not(is(1, '<', 2)), tokens, is(shape.divide(0, 0), '||', is(2, '%', 0))),
  ),
  /** Every other statistic, of flags too. */
  'every-statistic': shape.add(
    shape.add(
      shape.reduce('median', 'tier', tokens, { where: is(reward, '>', 0), empty: -1 }),
      shape.reduce('min', 'tier', reward, { leaveOneOut: true, empty: 7 }),
    ),
    shape.add(
      shape.subtract(shape.reduce('max', 'group', correct), shape.reduce('sum', 'tier', correct)),
      shape.multiply(
        shape.reduce('std', 'group', reward, { where: correct, ddof: 1, empty: 0.5 }),
        shape.reduce('rank', 'batch', reward, { ties: 'max' }),
      ),
    ),
  ),
  /** No field but statistics of constants. */
  'share-of-batch': shape.divide(
    shape.reduce('count', 'group', 1),
    shape.reduce('sum', 'batch', shape.number(1)),
  ),
};

const logProbability = field('logProbability');

/** Shapes that look at tokens. */
export const tokenShapes: Readonly<Record<string, Expression>> = {
  /** One value a row, from tokens: thinking tokens against all of the group. */
  'sure-thinking': shape.subtract(
    shape.reduce('mean', 'response', logProbability, { where: field('thinking'), empty: -9 }),
    shape.reduce('mean', 'group', shape.reduce('min', 'response', logProbability, { empty: 0 })),
  ),
  /** Tokens alone: how many rows there are must be told. */
  'token-count': shape.reduce('count', 'response', 1),
  /** The least sure segments of a response lose their advantage. */
  'sure-segments': shape.define('sure', shape.reduce('mean', 'segment', logProbability), (sure) =>
    shape.define(
      'low',
      shape.reduce('quantile', 'response', shape.reduce('mean', 'segment', logProbability), {
        quantile: 0.3,
        where: is(field('index'), '>', 0),
        empty: -1,
      }),
      (low) => shape.when(is(sure, '<', low), 0, shape.multiply(field('advantage'), sure)),
    ),
  ),
  /** Numbers from outside, of the response and of its tokens. */
  judged: shape.add(
    shape.signal('brief', 'response'),
    shape.divide(
      shape.reduce('sum', 'response', shape.signal('needed', 'token')),
      shape.add(1, shape.reduce('mean', 'group', shape.signal('brief', 'response'))),
    ),
  ),
  'needed-tokens': shape.multiply(shape.signal('needed', 'token'), shape.signal('brief', 'response')),
  /** Standardised at every place over the group; a name for rows inside one for tokens. */
  'by-place': shape.define('size', shape.reduce('count', 'group', 1), (size) =>
    shape.divide(
      shape.subtract(logProbability, shape.reduce('mean', 'position', logProbability, { leaveOneOut: true })),
      shape.add(
        shape.reduce('std', 'position', logProbability, { empty: 1 }),
        shape.divide(shape.reduce('rank', 'position', reward, { ties: 'mean' }), size),
      ),
    ),
  ),
};
