// `allot eval`: accuracy and tokens of a checkpoint or a model.
import { join } from 'node:path';
import type { EvaluationModeName } from '@allot/runtime';
import { InvalidArgumentError } from 'commander';
import type { AddCommand } from '../cli/command.js';
import { tell } from '../cli/diagnostics.js';
import { ExitCode } from '../cli/exit-codes.js';
import { collect, numberBetween, oneOf, shareAboveZero, wholeNumber } from '../cli/options.js';
import type { EvaluationDocument } from '../documents/evaluation-document.js';
import type { ModelSettings } from '../evaluate/model-plan.js';

interface EvalFlags extends Omit<ModelSettings, 'reasoningOpen' | 'reasoningClose'> {
  readonly mode?: readonly EvaluationModeName[];
  readonly data?: string;
  readonly samples?: number;
  readonly temperature?: number;
  readonly topP?: number;
  readonly problems?: number;
  readonly out?: string;
  readonly keep: boolean;
  readonly json?: boolean;
  readonly allowCommands?: boolean;
  /** False for `--no-reasoning`. */
  readonly reasoning: boolean;
  readonly reasoningOpen?: string;
  readonly reasoningClose?: string;
}

export const addEval: AddCommand = (program, { terminal, run }) => {
  program
    .command('eval')
    .summary('evaluate a run, a checkpoint or a model')
    .description(
      'Accuracy and tokens with 95% intervals, in all and by difficulty, of the newest checkpoint of a run, of one ' +
        'checkpoint of it, or of a Hugging Face model folder. A run says itself what it is evaluated on and how it is ' +
        'asked; --data and the sampling flags change that. Trajectories are kept in evaluations/, and an evaluation that ' +
        'was stopped goes on with the same command.',
    )
    .argument('<run|checkpoint|model>', 'run folder, a folder in its checkpoints/, or a model folder')
    .option('--mode <mode>', 'natural, efficient or budget=N; repeatable', collect(evaluationMode))
    .option(
      '--data <data>',
      'FILE, the name of a dataset of the run or of one that Allot knows (allot data), or NAME=FILE',
    )
    .option('--problems <n>', 'so many problems of the dataset, always the same ones', wholeNumber(1))
    .option('--samples <n>', 'responses of each problem', wholeNumber(1))
    .option('--temperature <t>', 'sampling temperature; 0 is greedy', numberBetween(0, 10))
    .option('--top-p <p>', 'nucleus sampling: share of probability kept', shareAboveZero)
    .option('--max-tokens <n>', 'most tokens of a response', wholeNumber(1))
    .option('--out <dir>', 'where trajectories are kept, instead of a folder in evaluations/')
    .option('--no-keep', 'write nothing')
    .option('--workers <n>', 'worker threads of the onnx engine', wholeNumber(1))
    .option('--allow-commands', 'start the programs that the definition names')
    .option('--json', 'print JSON (schemas/evaluation.schema.json)')
    .optionsGroup('Options for a model folder:')
    .option(
      '--template <kind>',
      'chat or plain; chat where the model has a chat template',
      oneOf('chat', 'plain'),
    )
    .option('--system <text>', 'system prompt')
    .option('--user <text>', "the user's turn; {problem} is replaced")
    .option('--reasoning-open <tag>', 'tag that opens the reasoning (default: <think>)')
    .option('--reasoning-close <tag>', 'tag that closes it (default: </think>)')
    .option('--no-reasoning', 'reasoning is not marked: all of a response may be the answer')
    .option('--efficient-prefill <text>', 'how a response begins in efficient mode')
    .option('--budget-prefill <text>', 'how a response begins in mode budget=N; {budget} is replaced')
    .option('--tolerance <share>', 'how far a number may be from the gold answer', numberBetween(0, 1))
    .option('--seed <n>', 'seed of the sampling (default: 1)', wholeNumber(0))
    .option('--device <name>', 'cpu, webgpu or cuda', oneOf('cpu', 'webgpu', 'cuda'))
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ allot eval runs/quickstart-1\n' +
        '  $ allot eval runs/quickstart-1/checkpoints/000000 --mode natural --mode budget=24\n' +
        '  $ allot eval runs/quickstart-1 --data problems.jsonl --samples 4 --json\n' +
        '  $ allot eval models/my-qwen --data math-500 --temperature 0.6 --top-p 0.95 --max-tokens 4096',
    )
    .action((path: string, flags: EvalFlags) =>
      run(async () => {
        const { findTarget } = await import('../evaluate/evaluation-target.js');
        const [target, problems] = await findTarget(path, flags.data, modelSettings(flags));
        await tell(terminal, problems);
        if (target === undefined) return ExitCode.failure;
        const [
          { evaluateCheckpoint },
          { emitPlan },
          { version },
          { openEvaluationProgress },
          { listenForInterruption },
        ] = await Promise.all([
          import('@allot/runtime'),
          import('@allot/compiler'),
          import('../version.js'),
          import('../progress/evaluation-progress.js'),
          import('../run/interruption.js'),
        ]);
        const { name, plan, ...found } = target;
        const progress = openEvaluationProgress(terminal);
        const interruption = listenForInterruption(() =>
          terminal.error('Stopping; what is done is kept, and the same command goes on.'),
        );
        try {
          const [outcome, diagnostics] = await evaluateCheckpoint({
            ...found,
            plan,
            host: { version, emit: emitPlan, allowCommands: flags.allowCommands === true },
            modes: flags.mode ?? plan.settings.evaluation?.modes ?? ['natural'],
            ...(flags.samples === undefined ? {} : { samplesPerProblem: flags.samples }),
            ...(flags.temperature === undefined ? {} : { temperature: flags.temperature }),
            ...(flags.topP === undefined ? {} : { topP: flags.topP }),
            ...(flags.maxTokens === undefined ? {} : { maxTokens: flags.maxTokens }),
            ...(flags.problems === undefined ? {} : { problems: flags.problems }),
            ...(flags.keep ? { keep: (key) => flags.out ?? join('evaluations', `${name}-${key}`) } : {}),
            onProgress: progress.update,
            signal: interruption.signal,
          });
          progress.close();
          await tell(terminal, diagnostics);
          if (outcome === undefined) return ExitCode.failure;
          const document: EvaluationDocument = {
            format: 1,
            checkpoint: found.checkpointDirectory,
            planKey: plan.key,
            ...(outcome.folder === undefined ? {} : { folder: outcome.folder }),
            results: outcome.results,
          };
          const { printEvaluations } = await import('../evaluate/print-evaluations.js');
          terminal.out(
            flags.json
              ? JSON.stringify(document, undefined, 2)
              : printEvaluations(document.results, terminal.stdout.color),
          );
          if (outcome.folder !== undefined && !flags.json) terminal.error(`Trajectories: ${outcome.folder}`);
          return ExitCode.success;
        } catch (error) {
          if (!interruption.signal.aborted) throw error;
          return ExitCode.interrupted;
        } finally {
          progress.close();
          interruption.dispose();
        }
      }),
    );
};

/** What was said about a model; nothing that was not. */
function modelSettings(flags: EvalFlags): ModelSettings {
  const {
    template,
    system,
    user,
    efficientPrefill,
    budgetPrefill,
    tolerance,
    maxTokens,
    seed,
    workers,
    device,
  } = flags;
  const tags = flags.reasoning
    ? { reasoningOpen: flags.reasoningOpen, reasoningClose: flags.reasoningClose }
    : { reasoningOpen: '', reasoningClose: '' };
  const all = {
    template,
    system,
    user,
    efficientPrefill,
    budgetPrefill,
    tolerance,
    maxTokens,
    seed,
    workers,
    device,
  };
  return Object.fromEntries(Object.entries({ ...all, ...tags }).filter(([, value]) => value !== undefined));
}

/** `natural`, `efficient` or `budget=N`. */
function evaluationMode(text: string): EvaluationModeName {
  if (text === 'natural' || text === 'efficient') return text;
  const budget = /^budget=([1-9]\d*)$/.exec(text)?.[1];
  if (budget === undefined) throw new InvalidArgumentError('It must be natural, efficient or budget=N.');
  return `budget=${Number(budget)}`;
}
