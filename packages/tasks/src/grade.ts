// Grades a response: which answer it gives, whether that is right, whether it has the form that was asked for.
import type { Problem } from '@allot/spec';
import type { Tokenizer } from './tokenizer/tokenizer.js';

export interface Grade {
  /** Final answer as extracted; empty when there is none. */
  readonly answer: string;
  readonly correct: boolean;
  /** The reasoning is closed exactly once, is not opened again, and an answer follows. */
  readonly formatted: boolean;
}

export interface ResponseTags {
  readonly reasoningOpen: string;
  readonly reasoningClose: string;
}

/** What a response says at its end, before it is judged. */
export interface FinalText {
  /**
   * What follows the last closing tag, white space around it aside; empty where the reasoning is not closed. Where no
   * tags are used, all of it.
   */
  readonly text: string;
  /** As in `Grade`. */
  readonly formatted: boolean;
}

/** `text` is what follows the prompt; special tokens that end or fill it may stand at its end. */
export function finalText(
  text: string,
  { reasoningOpen, reasoningClose }: ResponseTags,
  endings: readonly string[] = ['<eos>', '<pad>'],
): FinalText {
  if (reasoningClose === '') {
    const whole = stripEndings(text, endings).trim();
    return { text: whole, formatted: whole !== '' };
  }
  const closed = text.lastIndexOf(reasoningClose);
  if (closed < 0) return { text: '', formatted: false };
  const answer = stripEndings(text.slice(closed + reasoningClose.length), endings).trim();
  const closedOnce = text.indexOf(reasoningClose) === closed;
  return { text: answer, formatted: closedOnce && answer !== '' && !text.includes(reasoningOpen) };
}

/** The same of response tokens: decodes them and leaves out what ends and fills a response. */
export function finalTextOfTokens(
  tokens: ArrayLike<number>,
  tags: ResponseTags,
  tokenizer: Tokenizer,
): FinalText {
  let end = tokens.length;
  const endings = [...tokenizer.stopTokens, tokenizer.padToken];
  while (end > 0 && endings.includes(tokens[end - 1])) end--;
  return finalText(tokenizer.decode(Array.from(tokens).slice(0, end)), tags, []);
}

/** Every answer of a problem that is right. */
export const goldAnswers = ({ answer, answers }: Pick<Problem, 'answer' | 'answers'>): readonly string[] =>
  answers ?? [answer];

/** The final text is the answer, and right when it is one of the problem's, letter by letter. */
export const gradeExactly = (
  { text, formatted }: FinalText,
  problem: Pick<Problem, 'answer' | 'answers'>,
): Grade => ({
  answer: text,
  correct: text !== '' && goldAnswers(problem).some((answer) => text === answer.trim()),
  formatted,
});

function stripEndings(text: string, endings: readonly string[]): string {
  const trimmed = text.trimEnd();
  const ending = endings.find((candidate) => candidate !== '' && trimmed.endsWith(candidate));
  return ending === undefined ? trimmed : stripEndings(trimmed.slice(0, -ending.length), endings);
}
