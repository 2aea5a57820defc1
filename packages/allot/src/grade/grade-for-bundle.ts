// `allot grade --bundle`: a grader that is kept running, for programs that train elsewhere with a compiled bundle.
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ResponseGrader } from '@allot/runtime';
import type { Phase, Plan } from '@allot/spec';
import type { Tokenizer } from '@allot/tasks';
import { reasonOf, reportCommand } from '../catalog.js';
import { fail, tell } from '../cli/diagnostics.js';
import { ExitCode } from '../cli/exit-codes.js';
import type { Terminal } from '../cli/terminal.js';

/** A response in tokens, and the answers that are right. */
interface Question {
  readonly response: readonly number[];
  readonly answers: readonly string[];
}

interface OpenBundle {
  readonly plan: Plan;
  readonly tokenizer: Tokenizer;
  readonly grader: ResponseGrader;
}

const SHAPE = '{"response": [token, ...], "answers": [text, ...]}';

/** Every row is answered before the next is read: {"answer", "correct", "formatted", "thinking"}. */
export async function gradeForBundle(bundle: string, path: string, terminal: Terminal): Promise<ExitCode> {
  const [opened, problems] = await openBundle(bundle);
  await tell(terminal, problems);
  if (!opened) return ExitCode.failure;
  const { readLines } = await import('@allot/tasks');
  const file = path === '-' ? 'stdin' : path;
  try {
    for await (const { number: line, text } of readLines(
      path === '-' ? process.stdin : createReadStream(path),
    )) {
      const question = text === undefined ? undefined : readQuestion(text);
      if (!question)
        return await fail(terminal, reportCommand('grade/bad-question', { file, line, shape: SHAPE }));
      terminal.out(JSON.stringify(await answer(opened, question)));
    }
    return ExitCode.success;
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    return await fail(terminal, reportCommand('grade/unreadable', { file: path, reason: reasonOf(error) }));
  } finally {
    await opened.grader.close();
  }
}

async function openBundle(bundle: string): Promise<Phase<OpenBundle>> {
  const [{ loadTokenizer }, { openResponseGrader }] = await Promise.all([
    import('@allot/tasks'),
    import('@allot/runtime'),
  ]);
  const [plan, unread] = await readPlan(bundle);
  if (!plan) return [undefined, unread];
  const [loaded, problems] = loadTokenizer(join(bundle, 'tokenizer', 'tokenizer.json'));
  if (!loaded) return [undefined, problems];
  const tokenizer = { ...loaded, stopTokens: plan.settings.policy.stopTokens ?? loaded.stopTokens };
  return [{ plan, tokenizer, grader: openResponseGrader(plan, { host: {} }) }, problems];
}

async function readPlan(bundle: string): Promise<Phase<Plan>> {
  try {
    return [JSON.parse(await readFile(join(bundle, 'plan.json'), 'utf8')) as Plan, []];
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return [undefined, [reportCommand('grade/no-bundle', { bundle, reason: reasonOf(error) })]];
  }
}

function readQuestion(text: string): Question | undefined {
  try {
    const value = JSON.parse(text) as Partial<Question> | null;
    const tokens = value?.response;
    const answers = value?.answers;
    const sound =
      Array.isArray(tokens) &&
      tokens.every((token) => Number.isInteger(token) && token >= 0) &&
      Array.isArray(answers) &&
      answers.every((one) => typeof one === 'string');
    return sound ? { response: tokens, answers } : undefined;
  } catch {
    return undefined;
  }
}

async function answer({ plan, tokenizer, grader }: OpenBundle, { response, answers }: Question) {
  const { countThinkingTokens, finalTextOfTokens } = await import('@allot/tasks');
  const rules = plan.settings.response;
  const final = finalTextOfTokens(response, rules, tokenizer);
  const problem = { id: '', problem: '', source: '', answer: answers[0] ?? '', answers };
  const [grade] = await grader.grade([{ problem, final, response: tokenizer.decode([...response]) }]);
  return { ...grade, thinking: countThinkingTokens(response, rules.reasoningClose, tokenizer) };
}
