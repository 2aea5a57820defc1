// `allot eval`: accuracy and tokens of a checkpoint or a model.
import type { EvaluationModeName } from '@allot/runtime';
import { InvalidArgumentError } from 'commander';
import type { AddCommand } from '../cli/command.js';
import { withEngineFlags } from '../cli/engine-flags.js';
import { collect, numberBetween, oneOf, shareAboveZero, wholeNumber } from '../cli/options.js';
import type { ModelSettings } from '../evaluate/model-plan.js';
import type { EvaluationFlags } from '../evaluate/run-evaluation.js';

interface EvalFlags extends EvaluationFlags, Omit<ModelSettings, 'reasoningOpen' | 'reasoningClose'> {
  /** False for `--no-reasoning`. */
  readonly reasoning: boolean;
  readonly reasoningOpen?: string;
  readonly reasoningClose?: string;
}

export const addEval: AddCommand = (program, { terminal, run }) => {
  const command = withEngineFlags(
    program
      .command('eval')
      .summary('evaluate a run, a checkpoint or a model')
      .description(
        'Accuracy and tokens with 95% intervals, in all and by difficulty, of the newest checkpoint of a run, of one ' +
          'checkpoint of it (RUN@STEP), or of a Hugging Face model folder. A run says itself what it is evaluated on and how it is ' +
          'asked; --data and the sampling flags change that. Trajectories are kept in evaluations/, and an evaluation that ' +
          'was stopped goes on with the same command.',
      )
      .argument(
        '<run|checkpoint|model>',
        'run folder, RUN@STEP, a folder in its checkpoints/, or a model folder',
      ),
  )
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
    .option(
      '--max-prompt-tokens <n>',
      'leave out problems with more tokens, and say how many',
      wholeNumber(1),
    )
    .option('--tolerance <share>', 'how far a number may be from the gold answer', numberBetween(0, 1))
    .option('--seed <n>', 'seed of the sampling (default: 1)', wholeNumber(0))
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ allot eval runs/quickstart-1\n' +
        '  $ allot eval runs/quickstart-1@0 --mode natural --mode budget=24\n' +
        '  $ allot eval runs/quickstart-1 --data problems.jsonl --samples 4 --json\n' +
        '  $ allot eval models/my-qwen --data math-500 --temperature 0.6 --top-p 0.95 --max-tokens 4096',
    )
    .action((path: string, flags: EvalFlags) =>
      run(async () => {
        const wrong = contradiction(flags);
        if (wrong !== undefined) command.error(`error: ${wrong}`);
        const { runEvaluation } = await import('../evaluate/run-evaluation.js');
        return runEvaluation(terminal, path, flags, modelSettings(flags));
      }),
    );
};

/** Two flags that cannot both be meant. */
function contradiction({ keep, out, reasoning, ...flags }: EvalFlags): string | undefined {
  if (!keep && out !== undefined) return '--out says where to keep what --no-keep does not keep';
  const isMarked = flags.reasoningOpen !== undefined || flags.reasoningClose !== undefined;
  return !reasoning && isMarked ? '--no-reasoning leaves no tags to name' : undefined;
}

/** What was said about a model; nothing that was not. */
function modelSettings(flags: EvalFlags): ModelSettings {
  const tags = flags.reasoning ? {} : { reasoningOpen: '', reasoningClose: '' };
  const said = { ...flags, ...tags };
  return Object.fromEntries(
    modelFlags.flatMap((name) => (said[name] === undefined ? [] : [[name, said[name]]])),
  );
}

const modelFlags = [
  'template',
  'system',
  'user',
  'reasoningOpen',
  'reasoningClose',
  'efficientPrefill',
  'budgetPrefill',
  'tolerance',
  'maxTokens',
  'maxPromptTokens',
  'seed',
] as const satisfies readonly (keyof ModelSettings)[];

/** `natural`, `efficient` or `budget=N`. */
export function evaluationMode(text: string): EvaluationModeName {
  if (text === 'natural' || text === 'efficient') return text;
  const budget = /^budget=([1-9]\d*)$/.exec(text)?.[1];
  if (budget === undefined) throw new InvalidArgumentError('It must be natural, efficient or budget=N.');
  return `budget=${Number(budget)}`;
}
