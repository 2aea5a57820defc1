// Judges responses as the plan says: letter by letter, as mathematics, or by a program of the user's.
import type { Plan, Problem } from '@allot/spec';
import { type FinalText, type Grade, goldAnswers, gradeExactly, openGrader } from '@allot/tasks';
import type { RuntimeHost } from '../outcome.js';
import { openVerifier } from './verifier.js';

export interface GradeQuestion {
  readonly problem: Problem;
  readonly final: FinalText;
  /** The whole response, for verifiers that look at more than its end. */
  readonly response: string;
}

export interface ResponseGrader {
  /** Grades in the order of the questions. Throws a RunFailure where a verifier fails. */
  readonly grade: (questions: readonly GradeQuestion[]) => Promise<readonly Grade[]>;
  readonly close: () => Promise<void>;
}

export interface GraderOptions {
  readonly host: Pick<RuntimeHost, 'allowCommands'>;
  readonly signal?: AbortSignal | undefined;
}

/** Starts nothing before it is asked. */
export function openResponseGrader(
  plan: Pick<Plan, 'settings' | 'sources'>,
  options: GraderOptions,
): ResponseGrader {
  const { grading } = plan.settings;
  switch (grading?.kind) {
    case undefined:
    case 'exact':
      return exactGrader;
    case 'math':
      return openMathGrader(grading);
    case 'module':
    case 'command':
      return openVerifier(plan, grading, options);
  }
}

const exactGrader: ResponseGrader = {
  grade: (questions) => Promise.resolve(questions.map(({ final, problem }) => gradeExactly(final, problem))),
  close: () => Promise.resolve(),
};

function openMathGrader({
  timeout,
  tolerance,
}: {
  readonly timeout: number;
  readonly tolerance?: number;
}): ResponseGrader {
  const grader = openGrader({
    timeout,
    ...(tolerance === undefined ? {} : { tolerance: { relative: tolerance } }),
  });
  return {
    async grade(questions) {
      const grades = await grader.grade(
        questions.map(({ final, problem }) => ({ gold: goldAnswers(problem), response: final.text })),
      );
      return grades.map(({ answer, correct }, row) => ({
        answer,
        correct,
        formatted: (questions[row] as GradeQuestion).final.formatted,
      }));
    },
    close: grader.close,
  };
}
