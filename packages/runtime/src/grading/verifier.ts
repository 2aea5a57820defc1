// A verifier of the user's: a program that speaks JSON Lines, or a module that a program of ours loads.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Plan, type ResolvedGrading, sha256 } from '@allot/spec';
import { type Grade, goldAnswers } from '@allot/tasks';
import { requireAllowed } from '../allowed-commands.js';
import { report } from '../catalog.js';
import { type Answer, openProgram } from '../line-program.js';
import { RunFailure } from '../run-failure.js';
import type { GradeQuestion, GraderOptions, ResponseGrader } from './response-grader.js';

type Verifying = Extract<ResolvedGrading, { readonly kind: 'module' | 'command' }>;

/** Nothing is started before it is asked, and nothing where commands are not allowed. */
export function openVerifier(
  plan: Pick<Plan, 'settings' | 'sources'>,
  grading: Verifying,
  { host, signal }: GraderOptions,
): ResponseGrader {
  const home = path.dirname(plan.sources.definition);
  const command =
    grading.kind === 'command' ? grading.command : hostCommand(path.resolve(home, grading.module));
  const program = openProgram({
    command,
    timeout: grading.timeout,
    folder: existsSync(home) ? home : process.cwd(),
  });
  const name = grading.kind === 'command' ? grading.command.join(' ') : grading.module;
  const fail = (reason: string): RunFailure =>
    new RunFailure([report('run/verifier-failed', { verifier: name, reason })]);
  return {
    async grade(questions) {
      requireAllowed(plan, host);
      if (grading.kind === 'module') requireUnchanged(path.resolve(home, grading.module), grading.digest);
      const requests = questions.map(({ problem, response }, id) => ({
        id,
        problem: problem.problem,
        answer: problem.answer,
        answers: goldAnswers(problem),
        response,
      }));
      const answers = await program.ask(requests, signal);
      if ('problem' in answers) throw fail(answers.problem as string);
      return questions.map((question, id) => gradeOf(question, answers.get(id) ?? { id }, fail));
    },
    close: program.close,
  };
}

function gradeOf({ final }: GradeQuestion, said: Answer, fail: (reason: string) => RunFailure): Grade {
  const { correct, answer, error } = said;
  if (error !== undefined) throw fail(`it could not judge a response: ${shorten(error)}`);
  if (typeof correct !== 'boolean')
    throw fail(`for a response it gave ${shorten(correct)} where true or false is expected as "correct"`);
  if (answer !== undefined && typeof answer !== 'string')
    throw fail(`for a response it gave ${shorten(answer)} where a text is expected as "answer"`);
  return { answer: answer ?? final.text, correct, formatted: final.formatted };
}

const shorten = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 200);

/** Throws a RunFailure where the module is not what was planned. */
function requireUnchanged(file: string, digest: string): void {
  const content = existsSync(file) ? readFileSync(file) : undefined;
  if (content === undefined || sha256(content) !== digest)
    throw new RunFailure([report('run/inputs-changed', { what: 'The verifier', file })]);
}

/** The compiled program that loads a module: it runs JavaScript, also when this file runs from its TypeScript source. */
function hostCommand(module: string): readonly string[] {
  const own = import.meta.url;
  const home = own.endsWith('.ts') ? own.replace('/src/grading/', '/dist/grading/') : own;
  return [process.execPath, fileURLToPath(new URL('./module-host.js', home)), module];
}
