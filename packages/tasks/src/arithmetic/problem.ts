// Left-to-right arithmetic modulo 10: `3+4*7-2` is ((3 + 4) * 7 - 2) mod 10 = 7.
import type { RandomStream } from '@allot/spec';

export type ArithmeticOperator = '+' | '-' | '*';

export interface ArithmeticOperation {
  readonly operator: ArithmeticOperator;
  readonly digit: number;
}

/** The difficulty of a problem is its number of operations. */
export interface ArithmeticProblem {
  readonly start: number;
  readonly operations: readonly ArithmeticOperation[];
}

const operators: readonly ArithmeticOperator[] = ['+', '-', '*'];

/** `*0` and `*5` would erase what came before; they become `*3` and `*7`. */
const multipliers: readonly number[] = [3, 1, 2, 3, 4, 7, 6, 7, 8, 9];

/** The running value after one operation, modulo 10. */
export function applyOperation(value: number, { operator, digit }: ArithmeticOperation): number {
  if (operator === '+') return (value + digit) % 10;
  if (operator === '-') return (value - digit + 10) % 10;
  return (value * digit) % 10;
}

export const solveProblem = ({ start, operations }: ArithmeticProblem): number =>
  operations.reduce(applyOperation, start);

export const printProblem = ({ start, operations }: ArithmeticProblem): string =>
  start + operations.map(({ operator, digit }) => operator + digit).join('');

/** The problem that a text states; undefined for any other text. */
export function parseProblem(text: string): ArithmeticProblem | undefined {
  if (!/^\d(?:[+\-*]\d)+$/.test(text)) return undefined;
  const operations: ArithmeticOperation[] = [];
  for (let i = 1; i < text.length; i += 2)
    operations.push({ operator: text[i] as ArithmeticOperator, digit: Number(text[i + 1]) });
  return { start: Number(text[0]), operations };
}

/** A problem of the given difficulty; reads difficulty + 1 numbers of the stream from `from` on. */
export function drawProblem(difficulty: number, stream: RandomStream, from = 0): ArithmeticProblem {
  const operations: ArithmeticOperation[] = [];
  for (let i = 1; i <= difficulty; i++) {
    const drawn = stream.integer(from + i, 10 * operators.length);
    const operator = operators[Math.floor(drawn / 10)] as ArithmeticOperator;
    const digit = drawn % 10;
    operations.push({ operator, digit: operator === '*' ? (multipliers[digit] as number) : digit });
  }
  return { start: stream.integer(from, 10), operations };
}

const operationTexts: readonly string[] = operators.flatMap((operator) =>
  [...new Set(operator === '*' ? multipliers : multipliers.keys())]
    .toSorted((a, b) => a - b)
    .map((digit) => operator + digit),
);

/** Number of distinct problems of a difficulty: 10 starts, 28 operations. */
export const countProblems = (difficulty: number): number => 10 * operationTexts.length ** difficulty;

/** Texts of every problem of a difficulty; meant for the small ones. */
export function* enumerateProblems(difficulty: number): Generator<string> {
  const count = countProblems(difficulty);
  for (let index = 0; index < count; index++) {
    let rest = Math.floor(index / 10);
    let text = String(index % 10);
    for (let i = 0; i < difficulty; i++) {
      text += operationTexts[rest % operationTexts.length];
      rest = Math.floor(rest / operationTexts.length);
    }
    yield text;
  }
}
