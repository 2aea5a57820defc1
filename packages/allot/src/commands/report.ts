// `allot report`: the HTML report of one or several runs.
import { join } from 'node:path';
import { hasErrors } from '@allot/spec';
import type { AddCommand } from '../cli/command.js';
import { fail, tell } from '../cli/diagnostics.js';
import { ExitCode } from '../cli/exit-codes.js';

export const addReport: AddCommand = (program, { terminal, run }) => {
  program
    .command('report')
    .summary('write the HTML report of runs')
    .description('Writes one self-contained HTML file about one or several runs, also while they go on.')
    .argument('<run...>', 'run folders')
    .option('--out <file>', 'file to write (default: report.html in the first run folder)')
    .addHelpText(
      'after',
      '\nExamples:\n  $ allot report runs/quickstart-1\n  $ allot report runs/quickstart-1 runs/cosine-1 --out compared.html',
    )
    .action((runs: readonly string[], { out }: { readonly out?: string }) =>
      run(async () => {
        const [{ writeReport }, { fileInTheWay }] = await Promise.all([
          import('../run/write-report.js'),
          import('../cli/pages.js'),
        ]);
        const file = out ?? join(runs[0] as string, 'report.html');
        const taken = await fileInTheWay(file);
        if (taken) return fail(terminal, taken);
        const diagnostics = await writeReport(runs, file);
        await tell(terminal, diagnostics);
        if (hasErrors(diagnostics)) return ExitCode.failure;
        terminal.out(file);
        return ExitCode.success;
      }),
    );
};
