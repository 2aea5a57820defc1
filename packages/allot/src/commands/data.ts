// `allot data`: the datasets that Allot knows; downloads them, and shows the problems of any.
import type { AddCommand } from '../cli/command.js';
import { fail, tell } from '../cli/diagnostics.js';
import { ExitCode } from '../cli/exit-codes.js';
import { oneOf, wholeNumber } from '../cli/options.js';
import type { DatasetsDocument } from '../documents/datasets-document.js';

interface ListFlags {
  readonly json?: boolean;
}

interface ShowFlags {
  readonly dataset?: string;
  readonly rows: number;
  readonly types: boolean;
}

interface FetchFlags {
  readonly dataset?: string;
  readonly split?: 'train' | 'test';
  readonly types: boolean;
}

export const addData: AddCommand = (program, { terminal, run }) => {
  const data = program
    .command('data')
    .summary('list, download and show datasets')
    .description(
      'Lists the datasets that Allot knows by name: splits, licences, revisions, and what is in the cache.',
    )
    .option(
      '--json',
      'print JSON (schemas/datasets.schema.json; with show, schemas/dataset-rows.schema.json)',
    )
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ allot data\n' +
        '  $ allot data fetch gsm8k\n' +
        '  $ allot data show pipeline.ts --dataset train --rows 3\n' +
        '\nFiles of the hub are kept in $ALLOT_CACHE, else ~/.cache/allot. HF_TOKEN, HF_ENDPOINT, HF_HUB_OFFLINE, HTTPS_PROXY and NO_PROXY are followed.',
    )
    .action((flags: ListFlags) =>
      run(async () => {
        const { listDatasets, printDatasets } = await import('../data/list-datasets.js');
        const document: DatasetsDocument = { format: 1, datasets: await listDatasets(process.env) };
        terminal.out(
          flags.json
            ? JSON.stringify(document, undefined, 2)
            : printDatasets(document.datasets, terminal.stdout.color),
        );
        return ExitCode.success;
      }),
    );

  data
    .command('show')
    .summary('print problems as runs see them')
    .description('Prints the first problems of a dataset after mapping and filtering. Nothing is downloaded.')
    .argument('<data>', 'definition, name of a known dataset, file of rows, or NAME=FILE')
    .option('--dataset <name>', 'dataset of the definition; the first when not given')
    .option('--rows <n>', 'how many problems', wholeNumber(1), 5)
    .option('--no-types', "skip TypeScript's type checking")
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ allot data show pipeline.ts --dataset train\n' +
        '  $ allot data show gsm8k=downloads/test.jsonl --rows 2 --json',
    )
    .action((word: string, flags: ShowFlags) =>
      run(async () => {
        const [{ wantedDatasets }, { printRows, readRows }] = await Promise.all([
          import('../data/wanted-datasets.js'),
          import('../data/show-rows.js'),
        ]);
        const [wanted, unknown] = await wantedDatasets(word, flags.dataset, flags.types);
        const [first] = wanted ?? [];
        if (first === undefined) return fail(terminal, ...unknown);
        // `--json` is of the command above: it may stand on either side of `show`.
        const { json } = data.opts<ListFlags>();
        const [document, problems] = await readRows(first, flags.rows);
        await tell(terminal, problems);
        if (!document) return ExitCode.failure;
        terminal.out(
          json ? JSON.stringify(document, undefined, 2) : printRows(document, terminal.stdout.color),
        );
        return ExitCode.success;
      }),
    );

  data
    .command('fetch')
    .summary('download datasets of the hub')
    .description('Downloads the datasets of a definition, or one that Allot knows, into the cache.')
    .argument('<data>', 'definition, or name of a known dataset')
    .option('--dataset <name>', 'one dataset of the definition')
    .option('--split <split>', 'one split of a known dataset; all when not given', oneOf('train', 'test'))
    .option('--no-types', "skip TypeScript's type checking")
    .addHelpText(
      'after',
      '\nExamples:\n  $ allot data fetch pipeline.ts\n  $ allot data fetch gsm8k --split test',
    )
    .action((word: string, flags: FetchFlags) =>
      run(async () => {
        const [{ wantedDatasets }, { fetchDatasets }] = await Promise.all([
          import('../data/wanted-datasets.js'),
          import('../data/fetch-datasets.js'),
        ]);
        const [wanted, unknown] = await wantedDatasets(word, flags.dataset, flags.types);
        if (!wanted) return fail(terminal, ...unknown);
        return fetchDatasets(wanted, flags.split, terminal);
      }),
    );
};
