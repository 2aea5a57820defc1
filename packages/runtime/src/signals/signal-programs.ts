// The programs of a plan's signals: asked about every response of a step, their numbers checked.
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Plan, Problem, ResolvedReinforcement, ResolvedSignal, SignalValues } from '@allot/spec';
import type { RolloutRow } from '@allot/store';
import type { Grade, Tokenizer } from '@allot/tasks';
import { requireAllowed } from '../allowed-commands.js';
import { report } from '../catalog.js';
import { type LineProgram, openProgram, type ProgramRequest } from '../line-program.js';
import type { RuntimeHost } from '../outcome.js';
import { RunFailure } from '../run-failure.js';
import { lossPlaces } from '../stages/response-tokens.js';

export interface SignalQuestion {
  readonly rollout: RolloutRow;
  readonly problem: Pick<Problem, 'problem' | 'answer'>;
  readonly grade: Grade;
}

export interface SignalPrograms {
  /** What the programs say of every response, in the order of the questions. Throws a RunFailure. */
  readonly ask: (step: number, questions: readonly SignalQuestion[]) => Promise<readonly SignalValues[]>;
  readonly close: () => Promise<void>;
}

interface ProgramsOptions {
  readonly tokenizer: Tokenizer;
  readonly host: Pick<RuntimeHost, 'allowCommands'>;
  readonly signal?: AbortSignal | undefined;
}

const signalsOf = ({ settings }: Pick<Plan, 'settings'>): readonly (readonly [string, ResolvedSignal])[] =>
  settings.kind === 'reinforcement' ? Object.entries(settings.signals ?? {}) : [];

/** No program is started before it is asked. */
export function openSignalPrograms(
  plan: Pick<Plan, 'settings' | 'sources'>,
  { tokenizer, host, signal }: ProgramsOptions,
): SignalPrograms {
  const { settings, sources } = plan;
  const signals = signalsOf(plan);
  const folder = path.dirname(sources.definition);
  const opened = signals.map(([name, definition]) => ({
    name,
    definition,
    program: openProgram({
      command: definition.command,
      timeout: definition.timeout,
      folder: existsSync(folder) ? folder : process.cwd(),
    }),
  }));
  return {
    async ask(step, questions) {
      requireAllowed(plan, host);
      const requests = questions.map((question, id) => requestOf(id, question, settings.response, tokenizer));
      const columns = await Promise.all(
        opened.map(async ({ name, definition, program }) => {
          const values = await askOne({ name, definition, program, step, requests, signal });
          return [name, values] as const;
        }),
      );
      return questions.map((_, row) =>
        Object.fromEntries(columns.map(([name, values]) => [name, values[row] as number | Float32Array])),
      );
    },
    async close() {
      await Promise.all(opened.map(({ program }) => program.close()));
    },
  };
}

interface SignalRequest extends ProgramRequest {
  readonly problem: string;
  readonly answer: string;
  readonly correct: boolean;
  readonly response: string;
  readonly tokens: readonly string[];
}

const requestOf = (
  id: number,
  { rollout, problem, grade }: SignalQuestion,
  response: ResolvedReinforcement['response'],
  tokenizer: Tokenizer,
): SignalRequest => ({
  id,
  problem: problem.problem,
  answer: problem.answer,
  correct: grade.correct,
  response: rollout.text,
  tokens: lossPlaces(rollout, response).map((place) =>
    tokenizer.decode([rollout.responseTokens[place] as number]),
  ),
});

interface Asking {
  readonly name: string;
  readonly definition: ResolvedSignal;
  readonly program: LineProgram;
  readonly step: number;
  readonly requests: readonly SignalRequest[];
  readonly signal: AbortSignal | undefined;
}

/** Values are kept as float32, as they are stored. */
async function askOne(asking: Asking): Promise<readonly (number | Float32Array)[]> {
  const { name, definition, program, step, requests, signal } = asking;
  const command = definition.command.join(' ');
  const fail = (reason: string): RunFailure =>
    new RunFailure([report('run/signal-failed', { name, step, command, reason })]);
  const answers = await program.ask(requests, signal);
  if ('problem' in answers) throw fail(answers.problem as string);
  return requests.map(({ id, tokens }) => {
    const { value, error } = answers.get(id) ?? {};
    if (error !== undefined) throw fail(`it could not judge a response: ${shorten(error)}`);
    const values = definition.per === 'token' ? value : [value];
    const expected =
      definition.per === 'token' ? `a list of ${tokens.length} numbers as "value"` : 'a number as "value"';
    const count = definition.per === 'token' ? tokens.length : 1;
    if (!Array.isArray(values) || values.length !== count || !values.every(Number.isFinite))
      throw fail(`for a response it gave ${shorten(value)} where ${expected} is expected`);
    const [least, most] = definition.range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    const outside = (values as number[]).find((one) => one < least || one > most);
    if (outside !== undefined) throw fail(`it gave ${outside}, which lies outside of ${least} to ${most}`);
    const kept = Float32Array.from(values as number[]);
    return definition.per === 'token' ? kept : (kept[0] as number);
  });
}

const shorten = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 120);
