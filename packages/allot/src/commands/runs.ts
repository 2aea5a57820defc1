// `allot runs`: past and present runs, and questions about them.
import { join } from 'node:path';
import { Option } from 'commander';
import type { AddCommand } from '../cli/command.js';
import { tell } from '../cli/diagnostics.js';
import { ExitCode } from '../cli/exit-codes.js';
import type { Terminal } from '../cli/terminal.js';
import type { QueryDocument } from '../documents/query-document.js';
import type { ListedRun, RunsDocument } from '../documents/runs-document.js';

interface RunsFlags {
  readonly where?: string;
  readonly sort?: string;
  readonly sql?: string;
  readonly json?: boolean;
  readonly csv?: boolean;
}

export const addRuns: AddCommand = (program, { terminal, run }) => {
  program
    .command('runs')
    .summary('list runs, and ask about them')
    .description(
      'Lists the runs in a folder, the newest first, with their status and their last evaluation. With --where, --sort and --sql, ' +
        'DuckDB answers questions about them, by the heads of this list and more; it reads the runs and nothing else (docs/tracking.md).',
    )
    .argument('[dir]', 'folder that holds runs', 'runs')
    .option('--where <condition>', 'only runs of which this holds, such as "accuracy > 0.9"')
    .option('--sort <columns>', 'order, such as tokens or "accuracy desc"')
    .addOption(
      new Option(
        '--sql <query>',
        'a query over the tables runs, steps, tiers, evaluations and trajectories',
      ).conflicts(['where', 'sort']),
    )
    .option('--json', 'print JSON (schemas/runs.schema.json; with --sql, schemas/query.schema.json)')
    .addOption(new Option('--csv', 'print CSV').conflicts('json'))
    .addHelpText(
      'after',
      '\nExamples:\n  $ allot runs\n  $ allot runs archive --json\n' +
        '  $ allot runs --where "accuracy > 0.9 and steps >= 100" --sort tokens\n' +
        '  $ allot runs --sql "select run, max(mean_reward) from steps group by run" --csv',
    )
    .action((folder: string, flags: RunsFlags) =>
      run(() =>
        flags.sql === undefined ? list(folder, flags, terminal) : ask(folder, flags.sql, flags, terminal),
      ),
    );
};

async function list(folder: string, flags: RunsFlags, terminal: Terminal): Promise<ExitCode> {
  const { where, sort, json, csv } = flags;
  const isChosen = where !== undefined || sort !== undefined;
  const [runs, diagnostics] = isChosen
    ? await (await import('../query/select-runs.js')).selectRuns(folder, flags)
    : await (await import('../run/list-runs.js')).listRuns(folder);
  await tell(terminal, diagnostics, textsOf(flags));
  if (runs === undefined) return ExitCode.failure;
  const document: RunsDocument = { format: 1, runs };
  if (json) terminal.out(JSON.stringify(document, undefined, 2));
  else if (csv) {
    const { printCsv } = await import('../query/print-csv.js');
    terminal.out(
      printCsv(
        fields,
        runs.map((row) => fields.map((field) => row[field])),
      ),
    );
  } else if (runs.length === 0) terminal.error(await noRuns(folder, isChosen));
  else {
    const { printTable } = await import('../cli/table.js');
    terminal.out(printTable(columns, runs.map(printRun), terminal.stdout.color));
  }
  return ExitCode.success;
}

/** Why the list is empty. */
async function noRuns(folder: string, isChosen: boolean): Promise<string> {
  const { findRun } = await import('../run/find-runs.js');
  if ((await findRun(folder))[0]) {
    const parent = join(folder, '..');
    return `${folder} is a run itself, and holds none. The runs beside it: allot runs ${parent}`;
  }
  return isChosen ? `No such runs in ${folder}.` : `No runs in ${folder}.`;
}

async function ask(
  folder: string,
  sql: string,
  { json, csv }: RunsFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const [{ queryRuns }, { wholeQuery }] = await Promise.all([
    import('../query/query-runs.js'),
    import('../query/question.js'),
  ]);
  const [answer, diagnostics] = await queryRuns(folder, [wholeQuery(sql)]);
  await tell(terminal, diagnostics, textsOf({ sql }));
  if (answer === undefined) return ExitCode.failure;
  const { result } = answer;
  const document: QueryDocument = { format: 1, ...result };
  if (json) terminal.out(JSON.stringify(document, undefined, 2));
  else if (csv) {
    const { printCsv } = await import('../query/print-csv.js');
    terminal.out(
      printCsv(
        result.columns.map(({ name }) => name),
        result.rows,
      ),
    );
  } else {
    const { printResult } = await import('../query/print-result.js');
    terminal.out(printResult(result, terminal.stdout.color));
  }
  return ExitCode.success;
}

/** What a mistake in a flag is shown in. */
const textsOf = ({
  where,
  sort,
  sql,
}: Pick<RunsFlags, 'where' | 'sort' | 'sql'>): ReadonlyMap<string, string> =>
  new Map(
    Object.entries({ '--where': where, '--sort': sort, '--sql': sql }).flatMap(([flag, text]) =>
      text === undefined ? [] : [[flag, text] as const],
    ),
  );

const fields = [
  'run',
  'id',
  'name',
  'status',
  'step',
  'steps',
  'accuracy',
  'tokens',
  'created',
  'version',
  'plan',
] as const satisfies readonly (keyof ListedRun)[];

/** A head is the name of a column, and its cells are written as a condition over it is. */
const columns = [
  { head: 'run' },
  { head: 'status' },
  { head: 'step', align: 'right' },
  { head: 'steps', align: 'right' },
  { head: 'accuracy', align: 'right' },
  { head: 'tokens', align: 'right' },
  { head: 'created' },
  { head: 'plan' },
] as const satisfies readonly { readonly head: keyof ListedRun; readonly align?: 'right' }[];

const printRun = (listed: ListedRun): string[] => [
  listed.run,
  listed.status,
  String(listed.step),
  String(listed.steps),
  listed.accuracy === undefined ? '' : listed.accuracy.toFixed(3),
  listed.tokens === undefined ? '' : listed.tokens.toFixed(1),
  `${listed.created.slice(0, 19).replace('T', ' ')} UTC`,
  `${listed.plan.slice(0, 12)}…`,
];
