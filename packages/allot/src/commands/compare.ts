// `allot compare`: which of several policies thinks less, and which is right more often.
import type { AddCommand } from '../cli/command.js';
import { collect, oneOf } from '../cli/options.js';
import type { CompareFlags } from '../compare/run-comparison.js';
import { evaluationMode } from './eval.js';

export const addCompare: AddCommand = (program, { terminal, run }) => {
  program
    .command('compare')
    .summary('compare runs, checkpoints or saved evaluations')
    .description(
      'Compares policies problem by problem: accuracy and tokens with 95% intervals and tests, by dataset, mode and ' +
        'difficulty, the frontier of accuracy and tokens, and a verdict in one sentence. The first policy is the base. ' +
        'A policy is a run (its last evaluation), RUN@STEP, a checkpoint folder, or a folder that allot eval wrote; ' +
        'NAME=PLACE names it, PLACE:MODE takes one mode of it, and several places with commas between them are its datasets.',
    )
    .argument('<policy...>', 'runs, RUN@STEP, checkpoints or saved evaluations')
    .option('--against <policy>', 'the base, instead of the first policy')
    .option('--mode <mode>', 'natural, efficient or budget=N; repeatable', collect(evaluationMode))
    .option('--data <name>', 'dataset or benchmark; repeatable', collect(String))
    .option(
      '--allow-different <what>',
      'compare although data, mode, sampling, prompt, environment or grading differ; repeatable',
      collect(oneOf('data', 'mode', 'sampling', 'prompt', 'environment', 'grading')),
    )
    .option('--html <file>', 'write a page with figures')
    .option('--json', 'print JSON (schemas/comparison.schema.json)')
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ allot compare runs/quickstart-1@0 runs/quickstart-1\n' +
        '  $ allot compare hbpo=runs/hbpo-1 cosine=runs/cosine-1 --against runs/hbpo-1@0 --html compared.html\n' +
        '  $ allot compare evaluations/base-math-500-* evaluations/mine-math-500-* --mode natural --json\n' +
        '  $ allot compare runs/quickstart-1:natural runs/quickstart-1:efficient --allow-different mode --allow-different prompt',
    )
    .action((policies: readonly string[], flags: CompareFlags) =>
      run(async () => {
        const { runComparison } = await import('../compare/run-comparison.js');
        return runComparison(terminal, policies, flags);
      }),
    );
};
