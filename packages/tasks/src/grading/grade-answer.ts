// Grades one answer against the gold answer.
import { bareText, cleanAnswer, joinCertainThousands, joinThousands, sameWords } from './clean-answer.js';
import { sameAnswer } from './compare-answers.js';
import type { Expression } from './expression.js';
import { extractAnswer, extractGold } from './extract-answer.js';
import { parseAnswer } from './parse-answer.js';
import type { Tolerance } from './same-value.js';
import { TooDeep } from './token-cursor.js';

/** Why an answer is right or wrong. */
export type GradeReason = 'same-text' | 'same-value' | 'different' | 'no-answer' | 'too-long' | 'timeout';

export interface AnswerGrade {
  readonly correct: boolean;
  readonly reason: GradeReason;
  /** The final answer as found in the response; empty where there is none. */
  readonly answer: string;
}

export interface GradingOptions {
  /** How far a number may be from the gold answer's; absent: they must be equal. */
  readonly tolerance?: Tolerance;
}

export interface AnswerCase {
  /** The right answer, or a solution that ends with it; of several, any is right. */
  readonly gold: string | readonly string[];
  /** A response that is searched for its final answer. */
  readonly response: string;
}

/** Longest answer that is compared, in characters. */
export const longestAnswer = 4000;
/** Longest response that is searched for an answer, in characters. */
export const longestResponse = 1_000_000;

/**
 * `response` is a whole response or an answer alone; so is `gold`, a whole solution or an answer alone. Of several gold
 * answers, any is right.
 */
export function gradeAnswer(
  gold: string | readonly string[],
  response: string,
  options: GradingOptions = {},
): AnswerGrade {
  const golds = typeof gold === 'string' ? [gold] : gold;
  if (response.length > longestResponse || golds.some(({ length }) => length > longestResponse))
    return { correct: false, reason: 'too-long', answer: '' };
  const same = golds.find((one) => one.trim() !== '' && one.trim() === response.trim());
  if (same !== undefined)
    return { correct: true, reason: 'same-text', answer: extractGold(same).text.slice(0, longestAnswer) };
  const { text } = extractAnswer(response);
  const answer = text.slice(0, longestAnswer);
  let reason: GradeReason = 'no-answer';
  for (const one of golds) {
    reason = compareAnswers(extractGold(one).text, text, options);
    if (reason === 'same-text' || reason === 'same-value') return { correct: true, reason, answer };
  }
  return { correct: false, reason, answer };
}

/** Compares two answers that stand alone. */
export function compareAnswers(
  gold: string,
  answer: string,
  { tolerance }: GradingOptions = {},
): GradeReason {
  if (answer.trim() === '') return 'no-answer';
  if (gold.trim() !== '' && gold.trim() === answer.trim()) return 'same-text';
  if (gold.length > longestAnswer || answer.length > longestAnswer) return 'too-long';
  const [a, b] = [cleanAnswer(gold), cleanAnswer(answer)];
  if (a !== '' && bareText(a) === bareText(b)) return 'same-text';
  if (sameChoice(a, b)) return 'same-text';
  const words = sameWords(a, b);
  if (words !== undefined) return words ? 'same-text' : 'different';
  try {
    return readings(a, b, tolerance) ? 'same-value' : 'different';
  } catch (error) {
    if (error instanceof TooDeep) return 'too-long';
    throw error;
  }
}

/** A comma between digits can stand between thousands, between answers, or before decimals: both sides are read alike. */
function readings(gold: string, answer: string, tolerance: Tolerance | undefined): boolean {
  const ways = [joinThousands, joinCertainThousands, decimalComma];
  const seen = new Set<string>();
  return ways.some((way) => {
    const [a, b] = [way(gold), way(answer)];
    const key = JSON.stringify([a, b]);
    if (seen.has(key)) return false;
    seen.add(key);
    const [one, other] = [readAnswer(a), readAnswer(b)];
    return one !== undefined && other !== undefined && sameAnswer(one, other, tolerance);
  });
}

function readAnswer(clean: string): Expression | undefined {
  const answer = parseAnswer(clean);
  if (answer) return answer;
  const words = bareText(clean);
  return /^[\p{L}\p{P}\s]+$/u.test(words) && /\p{L}{2}/u.test(words)
    ? { kind: 'text', text: words }
    : undefined;
}

/** `2,74` alone is 2.74, as prices are written, and so is `0,111`; other numbers of digits are thousands, or two answers. */
const decimalComma = (text: string): string =>
  joinCertainThousands(text).replace(/^(-?(?:\d+(?=,\d{2}$)|0(?=,\d{3}))),(\d+)$/, '$1.$2');

/** `(C)`, `C.` and `C` name the same choice; so do `(C) 12` and `option C`. */
function sameChoice(gold: string, answer: string): boolean {
  const choice = choiceOf(gold);
  if (choice === undefined) return false;
  const words = bareWords(answer).replace(/^(?:option|choice)\s+/i, '');
  const said = /^\(?([A-J])(?:\)|[.:])\s(?!\s*(?:and|or)\b)/.exec(words)?.[1] ?? choiceOf(words);
  return said === choice;
}

const choiceOf = (clean: string): string | undefined => /^\(?([A-J])\)?$/.exec(bareWords(clean))?.[1];

const bareWords = (clean: string): string =>
  clean.replace(/\\(?:text|textbf|textrm|mathrm|mathbf|mbox)\s*\{([^{}]*)\}/g, '$1').trim();
