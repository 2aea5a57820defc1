// `allot eval`: accuracy and tokens of a checkpoint.
import { resolve } from 'node:path';
import type { EvaluationModeName } from '@allot/runtime';
import { InvalidArgumentError } from 'commander';
import type { AddCommand } from '../cli/command.js';
import { fail, tell } from '../cli/diagnostics.js';
import { ExitCode } from '../cli/exit-codes.js';
import { collect, numberBetween, shareAboveZero, wholeNumber } from '../cli/options.js';
import type { EvaluationDocument } from '../documents/evaluation-document.js';

interface EvalFlags {
  readonly mode?: readonly EvaluationModeName[];
  readonly data?: string;
  readonly samples?: number;
  readonly temperature?: number;
  readonly topP?: number;
  readonly maxTokens?: number;
  readonly json?: boolean;
  readonly allowCommands?: boolean;
}

export const addEval: AddCommand = (program, { terminal, run }) => {
  program
    .command('eval')
    .summary('evaluate a run or a checkpoint')
    .description(
      'Evaluates the newest checkpoint of a run, or one checkpoint of it: accuracy and tokens with 95% intervals, ' +
        'on the dataset of the definition unless --data says otherwise. Nothing is written into the run.',
    )
    .argument('<run|checkpoint>', 'run folder, or a folder in its checkpoints/')
    .option('--mode <mode>', 'natural, efficient or budget=N; repeatable', collect(evaluationMode))
    .option(
      '--data <data>',
      'FILE, the name of a dataset of the run or of one that Allot knows, or NAME=FILE',
    )
    .option('--samples <n>', 'responses of each problem', wholeNumber(1))
    .option('--temperature <t>', 'sampling temperature; 0 is greedy', numberBetween(0, 10))
    .option('--top-p <p>', 'nucleus sampling: share of probability kept', shareAboveZero)
    .option('--max-tokens <n>', 'most tokens of a response', wholeNumber(1))
    .option('--allow-commands', 'start the programs that the definition names')
    .option('--json', 'print JSON (schemas/evaluation.schema.json)')
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ allot eval runs/quickstart-1\n' +
        '  $ allot eval runs/quickstart-1/checkpoints/000000 --mode natural --mode budget=24\n' +
        '  $ allot eval runs/quickstart-1 --data problems.jsonl --samples 4 --json',
    )
    .action((path: string, flags: EvalFlags) =>
      run(async () => {
        const [{ evaluateCheckpoint }, { emitPlan }, { openCheckpoint }, { chooseDataset }, { version }] =
          await Promise.all([
            import('@allot/runtime'),
            import('@allot/compiler'),
            import('../run/open-checkpoint.js'),
            import('../run/choose-dataset.js'),
            import('../version.js'),
          ]);
        const [opened, problems] = await openCheckpoint(path);
        if (opened === undefined) return fail(terminal, ...problems);
        const { run, checkpointDirectory } = opened;
        const [dataset, unknown] = await chooseDataset(run.plan, flags.data);
        await tell(terminal, [...problems, ...unknown]);
        if (dataset === undefined) return ExitCode.failure;
        const [outcome, diagnostics] = await evaluateCheckpoint({
          checkpointDirectory,
          plan: run.plan,
          host: { version, emit: emitPlan, allowCommands: flags.allowCommands === true },
          engineFolder: resolve(run.directory, 'engine'),
          modes: flags.mode ?? run.plan.settings.evaluation?.modes ?? ['natural'],
          ...dataset,
          ...(flags.samples === undefined ? {} : { samplesPerProblem: flags.samples }),
          ...(flags.temperature === undefined ? {} : { temperature: flags.temperature }),
          ...(flags.topP === undefined ? {} : { topP: flags.topP }),
          ...(flags.maxTokens === undefined ? {} : { maxTokens: flags.maxTokens }),
        });
        await tell(terminal, diagnostics);
        if (outcome === undefined) return ExitCode.failure;
        const document: EvaluationDocument = {
          format: 1,
          checkpoint: checkpointDirectory,
          planKey: run.plan.key,
          results: outcome.results,
        };
        const { printEvaluations } = await import('../run/print-evaluations.js');
        terminal.out(
          flags.json
            ? JSON.stringify(document, undefined, 2)
            : printEvaluations(document.results, terminal.stdout.color),
        );
        return ExitCode.success;
      }),
    );
};

/** `natural`, `efficient` or `budget=N`. */
function evaluationMode(text: string): EvaluationModeName {
  if (text === 'natural' || text === 'efficient') return text;
  const budget = /^budget=([1-9]\d*)$/.exec(text)?.[1];
  if (budget === undefined) throw new InvalidArgumentError('It must be natural, efficient or budget=N.');
  return `budget=${Number(budget)}`;
}
