// Means of each problem over its samples, from the rows of an evaluation.
import type { EvaluationRow } from '@allot/store';
import type { ProblemResult } from './evaluated-policy.js';

/** What a comparison keeps of a response: not its tokens. */
export type AnsweredRow = Pick<
  EvaluationRow,
  'problemId' | 'difficulty' | 'promptTokens' | 'tokens' | 'correct'
>;

export const answeredRow = ({
  problemId,
  difficulty,
  promptTokens,
  tokens,
  correct,
}: AnsweredRow): AnsweredRow => ({
  problemId,
  ...(difficulty === undefined ? {} : { difficulty }),
  promptTokens,
  tokens,
  correct,
});

/** In the order of the ids, whatever the order of the rows. */
export function problemResults(rows: Iterable<AnsweredRow>): Map<string, ProblemResult> {
  const results = new Map<string, ProblemResult>();
  for (const { problemId: id, difficulty, promptTokens, tokens, correct } of rows) {
    const before = results.get(id) ?? {
      id,
      ...(difficulty === undefined ? {} : { difficulty }),
      samples: 0,
      accuracy: 0,
      tokens: 0,
      prompt: promptTokens.join(' '),
    };
    const samples = before.samples + 1;
    const mean = (old: number, value: number): number => (old * before.samples + value) / samples;
    results.set(id, {
      ...before,
      samples,
      accuracy: mean(before.accuracy, Number(correct)),
      tokens: mean(before.tokens, tokens),
    });
  }
  return new Map([...results].sort(([a], [b]) => (a < b ? -1 : 1)));
}
