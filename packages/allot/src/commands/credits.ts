// `allot credits`: the credit templates, one of them in full, or what it gives the tokens of rows of cases.
import type { AddCommand } from '../cli/command.js';
import { misuse, type ShapeFlags, withShapeFlags } from '../shapes/shape-flags.js';

export const addCredits: AddCommand = (program, { terminal, run }) => {
  const command = program
    .command('credits')
    .summary('list, show and evaluate credit templates, for tokens')
    .description(
      'Lists the credit templates, whose values are of single tokens; of one it shows formula, source, parameters and findings. ' +
        'With --eval it reads rows with the fields of a rollout and of its tokens, ' +
        '{"correct": true, "tokens": 2, "response": {"logProbability": [-1, -0.5]}}, and writes them with a list of one value a token.',
    );
  withShapeFlags(command)
    .addHelpText(
      'after',
      '\nExamples:\n  $ allot credits\n  $ allot credits decs\n  $ allot credits sas --eval cases.jsonl',
    )
    .action((name: string | undefined, flags: ShapeFlags) =>
      run(async () => {
        const wrong = misuse(name, flags);
        if (wrong !== undefined) command.error(`error: ${wrong}`);
        if (flags.plot !== undefined)
          command.error('error: a credit has a value for every token, so that there is no curve to plot');
        const { runShapeCommand } = await import('../shapes/run-shape-command.js');
        return runShapeCommand(terminal, 'credit', name, flags);
      }),
    );
};
