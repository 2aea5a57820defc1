// `allot explain`: the page of a diagnostic.
import type { CatalogEntry } from '@allot/spec';
import { reportCommand } from '../catalog.js';
import { catalogEntries } from '../cli/catalogs.js';
import type { AddCommand } from '../cli/command.js';
import { diagnosticPage } from '../cli/diagnostic-page.js';
import { fail } from '../cli/diagnostics.js';
import { ExitCode } from '../cli/exit-codes.js';
import { nearest } from '../cli/nearest.js';
import { styles } from '../cli/styles.js';

export const addExplain: AddCommand = (program, { terminal, run }) => {
  program
    .command('explain')
    .summary('explain a diagnostic')
    .description(
      'Prints the page of a diagnostic: why it is raised, an example that raises it, what to do. Without a code it lists all of them.',
    )
    .argument('[code]', 'a code such as tiers/not-ascending')
    .addHelpText('after', '\nExamples:\n  $ allot explain\n  $ allot explain tiers/not-ascending')
    .action((code: string | undefined) =>
      run(async () => {
        const entries = await catalogEntries();
        if (code === undefined) {
          terminal.out(printList(entries));
          return ExitCode.success;
        }
        const entry = entries.get(code);
        if (entry === undefined) {
          const close = nearest(code, [...entries.keys()]);
          const suggestion =
            close === undefined ? 'Run `allot explain` to list all codes.' : `Did you mean ${close}?`;
          return fail(terminal, reportCommand('explain/unknown-code', { code, suggestion }));
        }
        terminal.out(printPage(code, entry, terminal.stdout.color));
        return ExitCode.success;
      }),
    );
};

function printList(entries: ReadonlyMap<string, CatalogEntry>): string {
  const width = Math.max(...[...entries.keys()].map((code) => code.length));
  return [...entries]
    .map(
      ([code, entry]) =>
        `${code.padEnd(width)}  ${entry.severity.padEnd(7)}  ${diagnosticPage(entry).message}`,
    )
    .join('\n');
}

/** The page of a code. */
export function printPage(code: string, entry: CatalogEntry, color: boolean): string {
  const { bold, dim, red, yellow, cyan } = styles(color);
  const { severity, message, why, example, help } = diagnosticPage(entry);
  const paint = severity === 'error' ? red : severity === 'warning' ? yellow : cyan;
  const indented = example.text
    .trimEnd()
    .split('\n')
    .map((line) => `    ${line}`.trimEnd());
  return [
    `${paint(severity)} ${bold(code)}`,
    message,
    '',
    bold('Why'),
    why,
    '',
    `${bold('An example that fails')} ${dim(`(${example.language})`)}`,
    '',
    ...indented,
    '',
    bold('What to do'),
    help,
  ].join('\n');
}
