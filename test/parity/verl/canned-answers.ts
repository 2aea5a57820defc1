// What the stand-in server answers: tokens and log-probabilities of every session of a few groups.
import type { Problem, ResolvedReinforcement } from '../../../packages/spec/src/index.js';
import type { Tokenizer } from '../../../packages/tasks/src/index.js';
import type { StepAnswer } from '../training-step/allot-step.js';

/** Numbers in [0, 1), the same in every run (Numerical Recipes' generator). */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Right and wrong answers in every group, short and long ones, one without an end, one that never closes its reasoning. */
export function cannedAnswers(
  { tiers, response }: ResolvedReinforcement,
  problems: readonly Problem[],
  tokenizer: Tokenizer,
  most: (tier: number) => number,
): readonly StepAnswer[] {
  const random = numbers(7);
  const tierOf = tiers.flatMap(({ rollouts }, tier) => Array<number>(rollouts).fill(tier));
  return problems.flatMap((problem, row) =>
    tierOf.map((tier, session): StepAnswer => {
      const length = most(tier);
      const work = Array.from({ length }, () => Math.floor(random() * 10)).join('');
      const right = (session + row) % 2 === 0 ? problem.answer : String((Number(problem.answer) + 1) % 10);
      const room = length - 4;
      const cut = work.slice(0, Math.floor(random() * room));
      const text =
        session === 5
          ? work
          : session === 4
            ? `${cut}<eos>`
            : `${cut}${response.reasoningClose}${right}<eos>`;
      const tokens = Array.from(tokenizer.encode(text)).slice(0, length);
      return { row, session, tokens, logProbabilities: tokens.map(() => Math.fround(-3 * random() - 0.01)) };
    }),
  );
}
