// The process: one command line in, one exit status out; an exception that gets here is a bug in Allot.
import { ExitCode } from './cli/exit-codes.js';
import { followOutput } from './cli/output-errors.js';
import { runCommandLine } from './cli/program.js';
import { colorFlag, processTerminal } from './cli/terminal.js';
import { version } from './version.js';

const argv = process.argv.slice(2);
const terminal = processTerminal(colorFlag(argv));
const output = followOutput(process.stdout, process.stderr, terminal);

process.on('uncaughtException', endWithBug);
process.on('unhandledRejection', endWithBug);

try {
  const exitCode = await runCommandLine(argv, terminal);
  process.exitCode = output.failed() ? ExitCode.failure : exitCode;
} catch (error) {
  endWithBug(error);
}

function endWithBug(error: unknown): never {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(
    `This is a bug in Allot, not a mistake of yours. Please report it with what follows.\n\n` +
      `allot ${version}, node ${process.version}, ${process.platform}-${process.arch}\n` +
      `command: allot ${argv.join(' ')}\n${stack}\n`,
  );
  process.exit(ExitCode.bug);
}
