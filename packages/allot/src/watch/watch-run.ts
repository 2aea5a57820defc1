// Serves the page of a run until Ctrl-C.
import { randomBytes } from 'node:crypto';
import { fail } from '../cli/diagnostics.js';
import { ExitCode } from '../cli/exit-codes.js';
import type { Terminal } from '../cli/terminal.js';
import { followFolder } from './follow-folder.js';
import { reportWatch } from './watch-catalog.js';
import { openWatchServer } from './watch-server.js';

/** Ends with what Ctrl-C ends with, or with a failure where the folder is no place for a run. */
export async function watchRun(terminal: Terminal, directory: string, port: number): Promise<ExitCode> {
  const [{ checkRunDirectory, openRunDirectory }, { placeOf }] = await Promise.all([
    import('@allot/store'),
    import('@allot/report'),
  ]);
  const [opened, problems] = await openRunDirectory(directory);
  if (opened === undefined) {
    const [free] = await checkRunDirectory(directory);
    if (free === undefined) return fail(terminal, ...problems);
    const { step } = placeOf(directory);
    if (step !== undefined) return fail(terminal, reportWatch('watch/of-step', { directory, step }));
    terminal.error(`There is no run in ${directory} yet: the page waits for it.`);
  }
  const token = randomBytes(24).toString('base64url');
  const [server, refused] = await openWatchServer(followFolder(directory), { port, token });
  if (server === undefined) return fail(terminal, ...refused);
  terminal.out(server.url);
  terminal.error('Only this machine can open it. Ctrl-C closes it, and leaves the run as it is.');
  await anySignal();
  server.close();
  return ExitCode.interrupted;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const anySignal = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of signals) process.once(signal, () => resolve());
  });
