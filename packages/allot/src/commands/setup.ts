// `allot setup torch`: the virtual environment of the torch engine.
import { Argument } from 'commander';
import type { AddCommand } from '../cli/command.js';
import { fail } from '../cli/diagnostics.js';
import { ExitCode } from '../cli/exit-codes.js';

interface SetupFlags {
  readonly venv?: string;
  readonly python?: string;
  readonly vllm?: boolean;
  readonly dryRun?: boolean;
}

export const addSetup: AddCommand = (program, { terminal, run }) => {
  program
    .command('setup')
    .summary('install what an engine needs')
    .description(
      'Makes the virtual environment of the torch engine with pinned requirements: by uv where it is installed, else by venv ' +
        'and pip. It takes some gigabytes; the package index is the one that uv or pip are configured with.',
    )
    .addArgument(new Argument('<engine>', 'which engine').choices(['torch']))
    .option('--venv <dir>', 'folder of the environment (default: ~/.cache/allot/torch-venv)')
    .option('--python <path>', 'Python 3.10 to 3.13 to make it with')
    .option('--vllm', 'vLLM as well, for sampler: vllm; Python 3.11 and later')
    .option('--dry-run', 'print the commands and run none')
    .addHelpText(
      'after',
      '\nExamples:\n  $ allot setup torch --dry-run\n  $ allot setup torch --venv /data/torch-venv\n' +
        '  $ allot run pipeline.yaml --engine torch --python /data/torch-venv/bin/python',
    )
    .action((_engine: string, { venv, python, vllm, dryRun }: SetupFlags) =>
      run(async () => {
        const [{ pythonOf, torchEnvironment, workerFolder }, { findTools }, { printCommand, torchCommands }] =
          await Promise.all([
            import('@allot/runtime'),
            import('../setup/find-tools.js'),
            import('../setup/torch-commands.js'),
          ]);
        const folder = venv ?? torchEnvironment();
        const [tools, problems] = await findTools(python);
        if (tools === undefined) return fail(terminal, ...problems);
        const environment = { folder, python: pythonOf(folder), worker: workerFolder() };
        const commands = torchCommands(environment, tools, vllm);
        if (dryRun) {
          for (const command of commands) terminal.out(printCommand(command));
          return ExitCode.success;
        }
        const { runCommand } = await import('../setup/run-command.js');
        for (const command of commands) {
          terminal.error(printCommand(command));
          const failed = await runCommand(command);
          if (failed !== undefined) return fail(terminal, failed);
        }
        terminal.error(
          venv === undefined
            ? 'The torch engine is ready: allot run FILE --engine torch'
            : `The torch engine is ready: allot run FILE --engine torch --python ${environment.python}`,
        );
        return ExitCode.success;
      }),
    );
};
