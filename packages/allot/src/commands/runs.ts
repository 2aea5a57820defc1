// `allot runs`: past and present runs.
import type { AddCommand } from '../cli/command.js';
import { tell } from '../cli/diagnostics.js';
import { ExitCode } from '../cli/exit-codes.js';
import { percent } from '../cli/numbers.js';
import type { ListedRun, RunsDocument } from '../documents/runs-document.js';

export const addRuns: AddCommand = (program, { terminal, run }) => {
  program
    .command('runs')
    .summary('list runs')
    .description('Lists the runs in a folder, the newest first, with their state and their last evaluation.')
    .argument('[dir]', 'folder that holds runs', 'runs')
    .option('--json', 'print JSON (schemas/runs.schema.json)')
    .addHelpText('after', '\nExamples:\n  $ allot runs\n  $ allot runs archive --json')
    .action((folder: string, { json }: { readonly json?: boolean }) =>
      run(async () => {
        const { listRuns } = await import('../run/list-runs.js');
        const [runs, diagnostics] = await listRuns(folder);
        await tell(terminal, diagnostics);
        if (runs === undefined) return ExitCode.failure;
        const document: RunsDocument = { format: 1, runs };
        if (json) terminal.out(JSON.stringify(document, undefined, 2));
        else if (runs.length === 0) terminal.error(`No runs in ${folder}.`);
        else {
          const { printTable } = await import('../cli/table.js');
          terminal.out(printTable(columns, runs.map(printRun), terminal.stdout.color));
        }
        return ExitCode.success;
      }),
    );
};

const columns = [
  { head: 'run' },
  { head: 'state' },
  { head: 'steps', align: 'right' },
  { head: 'accuracy', align: 'right' },
  { head: 'tokens', align: 'right' },
  { head: 'started' },
  { head: 'plan' },
] as const;

const printRun = (run: ListedRun): string[] => [
  run.path,
  run.status,
  `${run.step}/${run.steps}`,
  run.accuracy === undefined ? '' : percent(run.accuracy),
  run.meanTokens === undefined ? '' : run.meanTokens.toFixed(1),
  `${run.created.slice(0, 16).replace('T', ' ')} UTC`,
  run.planKey.slice(0, 12),
];
