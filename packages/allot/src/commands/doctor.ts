// `allot doctor`: whether this machine can run Allot.
import type { AddCommand } from '../cli/command.js';
import { ExitCode } from '../cli/exit-codes.js';
import { styles } from '../cli/styles.js';
import type { DoctorDocument, HealthCheck } from '../documents/doctor-document.js';

export const addDoctor: AddCommand = (program, { terminal, run }) => {
  program
    .command('doctor')
    .summary('check this machine and this installation')
    .description('Checks Node, cores, memory, disk, the engines and the files that come with Allot.')
    .option('--python <path>', 'Python of the torch engine (default: that of allot setup torch)')
    .option('--json', 'print JSON (schemas/doctor.schema.json)')
    .addHelpText('after', '\nExamples:\n  $ allot doctor\n  $ allot doctor --json')
    .action(({ json, python }: { readonly json?: boolean; readonly python?: string }) =>
      run(async () => {
        const { examine } = await import('../doctor/examine.js');
        const checks = await examine(process.cwd(), python);
        const document: DoctorDocument = {
          format: 1,
          ok: checks.every(({ status }) => status !== 'error'),
          checks,
        };
        terminal.out(
          json ? JSON.stringify(document, undefined, 2) : printChecks(checks, terminal.stdout.color),
        );
        return document.ok ? ExitCode.success : ExitCode.failure;
      }),
    );
};

function printChecks(checks: readonly HealthCheck[], color: boolean): string {
  const { green, yellow, red } = styles(color);
  const marks = { ok: green('ok     '), warning: yellow('warning'), error: red('error  ') } as const;
  const width = Math.max(...checks.map(({ name }) => name.length));
  return checks
    .flatMap(({ name, status, found, help }) => [
      `${marks[status]}  ${name.padEnd(width)}  ${found}`,
      ...(help === undefined ? [] : [`${' '.repeat(width + 11)}${help}`]),
    ])
    .join('\n');
}
