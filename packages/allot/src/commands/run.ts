// `allot run`: from a definition to a trained policy, a table and a report.
import type { AddCommand } from '../cli/command.js';
import { type RunFlags, withRunFlags } from '../cli/run-flags.js';

export const addRun: AddCommand = (program, { terminal, run }) => {
  withRunFlags(
    program
      .command('run')
      .summary('run a definition')
      .description(
        'Checks a definition, downloads its datasets, emits its stages and runs them: progress on stderr, then the table of results on stdout ' +
          'and a report in the run folder. Ctrl-C commits what is done; allot resume goes on from there. With --engine verl it is compiled, ' +
          'submitted to a Ray cluster and followed (docs/verl.md); Ctrl-C then stops the job or leaves it running.',
      )
      .argument('<file>', 'definition: .ts, .js, .yaml or .json'),
  )
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ allot run pipeline.ts\n' +
        '  $ allot run pipeline.yaml --seed 2 --run-dir runs/second-seed\n' +
        '  $ allot run pipeline.ts --steps 20 --set optimizer.learningRate=1e-4\n' +
        '  $ allot run pipeline.ts --engine verl --gpus-per-node 8 --ray-address http://head:8265',
    )
    .action((file: string, flags: RunFlags) =>
      run(async () => {
        const { runDefinition } = await import('../run/run-definition.js');
        return (await runDefinition(file, flags, terminal)).exitCode;
      }),
    );
};
