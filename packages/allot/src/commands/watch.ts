// `allot watch`: the report of a run, live, while it goes on.
import type { AddCommand } from '../cli/command.js';
import { portNumber } from '../cli/options.js';

export const addWatch: AddCommand = (program, { terminal, run }) => {
  program
    .command('watch')
    .summary('the report of a run, live in a browser')
    .description(
      'Serves the report of a run and keeps it new while the run goes on in another process: before it starts, while it is resumed, ' +
        'and after it has ended. It prints an address that only this machine can open and that has a token in it, and it never ' +
        'writes to the run. Ctrl-C ends it.',
    )
    .argument('<run>', 'run folder; it may be there later')
    .option('--port <n>', 'port of 127.0.0.1; 0 is one that is free', portNumber, 0)
    .addHelpText(
      'after',
      '\nExamples:\n  $ allot watch runs/quickstart-1\n  $ allot watch runs/quickstart-1 --port 8000   # for: ssh -L 8000:127.0.0.1:8000 HOST',
    )
    .action((directory: string, { port }: { readonly port: number }) =>
      run(async () => {
        const { watchRun } = await import('../watch/watch-run.js');
        return watchRun(terminal, directory, port);
      }),
    );
};
