// `allot advantages`: the advantage templates, one of them in full, or what it gives rows of cases.
import type { AddCommand } from '../cli/command.js';
import { misuse, type ShapeFlags, withShapeFlags } from '../shapes/shape-flags.js';

export const addAdvantages: AddCommand = (program, { terminal, run }) => {
  const command = program
    .command('advantages')
    .summary('list, show and evaluate advantage templates')
    .description(
      'Lists the advantage templates; of one it shows formula, source, parameters, findings and a plot. ' +
        'With --eval it reads rows with the fields of a rollout and its reward, ' +
        'and writes them with their advantage; rows that share a "group" are siblings.',
    );
  withShapeFlags(command)
    .option('--reward <name>', 'reward template; with --eval it is computed first, and the rows need none')
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ allot advantages\n' +
        '  $ allot advantages hbpo --set intra=false --plot\n' +
        '  $ allot advantages grpo --reward hbpo --eval cases.jsonl\n' +
        '  $ allot rewards hbpo --eval cases.jsonl | allot advantages hbpo --eval -',
    )
    .action((name: string | undefined, flags: ShapeFlags) =>
      run(async () => {
        const wrong = misuse(name, flags);
        if (wrong !== undefined) command.error(`error: ${wrong}`);
        const { runShapeCommand } = await import('../shapes/run-shape-command.js');
        return runShapeCommand(terminal, 'advantage', name, flags);
      }),
    );
};
