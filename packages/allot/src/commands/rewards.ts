// `allot rewards`: the reward templates, one of them in full, or what it gives rows of cases.
import type { AddCommand } from '../cli/command.js';
import { misuse, type ShapeFlags, withShapeFlags } from '../shapes/shape-flags.js';

export const addRewards: AddCommand = (program, { terminal, run }) => {
  const command = program
    .command('rewards')
    .summary('list, show and evaluate reward templates')
    .description(
      'Lists the reward templates; of one it shows formula, source, parameters, findings and a plot. ' +
        'With --eval it reads rows with the fields of a rollout, {"correct": true, "tokens": 900, "budget": 512}, ' +
        'and writes them with their reward; rows that share a "group" are siblings.',
    );
  withShapeFlags(command)
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ allot rewards\n' +
        '  $ allot rewards hbpo --budgets 512,2560 --plot hbpo.svg\n' +
        '  $ allot rewards l1-max --set alpha=0.001 --eval cases.jsonl > scored.jsonl',
    )
    .action((name: string | undefined, flags: ShapeFlags) =>
      run(async () => {
        const wrong = misuse(name, flags);
        if (wrong !== undefined) command.error(`error: ${wrong}`);
        const { runShapeCommand } = await import('../shapes/run-shape-command.js');
        return runShapeCommand(terminal, 'reward', name, flags);
      }),
    );
};
