// `allot check`: diagnostics of a definition, nothing else.
import { hasErrors } from '@allot/spec';
import type { AddCommand } from '../cli/command.js';
import { ExitCode } from '../cli/exit-codes.js';
import { oneOf } from '../cli/options.js';
import { overridesOf, type SettingFlags, withSettingFlags } from '../cli/plan-definition.js';

interface CheckOptions extends SettingFlags {
  readonly format: 'pretty' | 'plain' | 'json';
}

export const addCheck: AddCommand = (program, { terminal, run }) => {
  withSettingFlags(
    program
      .command('check')
      .summary('check a definition')
      .description(
        'Checks a definition, its models and its datasets, and prints what is wrong. ' +
          'pretty goes to stderr; plain (one line each) and json go to stdout.',
      )
      .argument('<file>', 'definition: .ts, .js, .yaml or .json'),
  )
    .option('--format <format>', 'pretty, plain or json', oneOf('pretty', 'plain', 'json'), 'pretty')
    .addHelpText(
      'after',
      '\nExamples:\n  $ allot check pipeline.ts\n  $ allot check pipeline.yaml --format json\n  $ allot check pipeline.yaml --engine verl',
    )
    .action((file: string, { format, ...flags }: CheckOptions) =>
      run(async () => {
        const [{ checkFile, renderDiagnostics }, { createHost, allotEntry }] = await Promise.all([
          import('@allot/compiler'),
          import('../host.js'),
        ]);
        const { diagnostics, sources } = await checkFile(file, createHost(), {
          types: flags.types,
          overrides: overridesOf(flags),
          allotEntry,
        });
        const { color } = format === 'pretty' ? terminal.stderr : terminal.stdout;
        const text = renderDiagnostics(diagnostics, sources, { format, color }).trimEnd();
        if (format !== 'pretty') {
          if (text !== '') terminal.out(text);
        } else {
          if (text !== '') terminal.error(text);
          if (diagnostics.every(({ severity }) => severity === 'info'))
            terminal.error(`${file}: no problems found`);
        }
        return hasErrors(diagnostics) ? ExitCode.failure : ExitCode.success;
      }),
    );
};
