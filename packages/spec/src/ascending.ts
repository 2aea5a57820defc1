// Checks while typing that literal budgets are positive and ascend.

/** `Budgets` itself when its literals ascend, else a tuple whose offending element names the mistake. */
export type AscendingBudgets<Budgets extends readonly number[]> = number extends Budgets[number]
  ? readonly number[]
  : Check<Budgets, '0'>;

type Check<Rest extends readonly number[], Previous extends string> = Rest extends readonly [
  infer Head extends number,
  ...infer Tail extends readonly number[],
]
  ? IsCount<`${Head}`> extends true
    ? Less<Previous, `${Head}`> extends true
      ? readonly [Head, ...Check<Tail, `${Head}`>]
      : readonly [Mistake<`budgets ascend: ${Head} comes after ${Previous}`>, ...Tail]
    : readonly [Mistake<`a budget is a whole number of tokens above 0, not ${Head}`>, ...Tail]
  : readonly [];

/** No number has it, and an intersection with one is not `never`: the editor marks one element and shows the words. */
interface Mistake<Text extends string> {
  readonly mistake: Text;
}

type IsCount<Text extends string> = Text extends
  | `-${string}`
  | `${string}.${string}`
  | `${string}e${string}`
  | '0'
  ? false
  : true;

/** Whether one decimal number without sign is less than another: by length, then digit by digit. */
type Less<A extends string, B extends string> =
  CompareLength<A, B> extends infer Order
    ? Order extends '='
      ? LessDigits<A, B>
      : Order extends '<'
        ? true
        : false
    : never;

type CompareLength<A extends string, B extends string> = A extends `${infer _}${infer RestA}`
  ? B extends `${infer _}${infer RestB}`
    ? CompareLength<RestA, RestB>
    : '>'
  : B extends ''
    ? '='
    : '<';

type LessDigits<A extends string, B extends string> = A extends `${infer DigitA}${infer RestA}`
  ? B extends `${infer DigitB}${infer RestB}`
    ? DigitA extends DigitB
      ? LessDigits<RestA, RestB>
      : DigitA extends Below[DigitB & keyof Below]
        ? true
        : false
    : false
  : false;

interface Below {
  '0': never;
  '1': '0';
  '2': '0' | '1';
  '3': '0' | '1' | '2';
  '4': '0' | '1' | '2' | '3';
  '5': '0' | '1' | '2' | '3' | '4';
  '6': '0' | '1' | '2' | '3' | '4' | '5';
  '7': '0' | '1' | '2' | '3' | '4' | '5' | '6';
  '8': '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7';
  '9': '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8';
}
