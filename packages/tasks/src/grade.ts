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

/**
 * Grades the text of a response (what follows the prompt; special tokens that end or fill it may stand at its end).
 * The answer is what follows the last closing tag; without one there is no answer. It is right when it equals
 * the problem's answer, white space around either aside.
 */
export function gradeResponse(
  text: string,
  problem: Pick<Problem, 'answer'>,
  { reasoningOpen, reasoningClose }: ResponseTags,
  endings: readonly string[] = ['<eos>', '<pad>'],
): Grade {
  const closed = text.lastIndexOf(reasoningClose);
  if (closed < 0) return { answer: '', correct: false, formatted: false };
  const answer = stripEndings(text.slice(closed + reasoningClose.length), endings).trim();
  const closedOnce = text.indexOf(reasoningClose) === closed;
  return {
    answer,
    correct: answer !== '' && answer === problem.answer.trim(),
    formatted: closedOnce && answer !== '' && !text.includes(reasoningOpen),
  };
}

/** Grades response tokens: decodes them and leaves out what ends and fills a response. */
export function gradeTokens(
  tokens: ArrayLike<number>,
  problem: Pick<Problem, 'answer'>,
  tags: ResponseTags,
  tokenizer: Tokenizer,
): Grade {
  let end = tokens.length;
  const endings = [...tokenizer.stopTokens, tokenizer.padToken];
  while (end > 0 && endings.includes(tokens[end - 1])) end--;
  return gradeResponse(tokenizer.decode(Array.from(tokens).slice(0, end)), problem, tags, []);
}

function stripEndings(text: string, endings: readonly string[]): string {
  const trimmed = text.trimEnd();
  const ending = endings.find((candidate) => candidate !== '' && trimmed.endsWith(candidate));
  return ending === undefined ? trimmed : stripEndings(trimmed.slice(0, -ending.length), endings);
}
