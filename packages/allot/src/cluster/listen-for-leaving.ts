// Ctrl-C while a job on a cluster is followed: it can be stopped, or left alone.
import { createInterface } from 'node:readline';
import type { Terminal } from '../cli/terminal.js';

export type Leaving = 'stop' | 'detach';

export interface LeaveListener {
  /** Settles once the user has chosen. */
  readonly chosen: Promise<Leaving>;
  /** Stops listening. */
  dispose(): void;
}

/**
 * A person at a terminal is asked, and a second Ctrl-C leaves the job alone; so does any signal where nobody can be asked.
 * `quieten` is called before the question.
 */
export function listenForLeaving(terminal: Terminal, quieten: () => void): LeaveListener {
  let choose: (leaving: Leaving) => void = () => {};
  const chosen = new Promise<Leaving>((resolve) => {
    choose = resolve;
  });
  let asking = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    const someoneIsThere = process.stdin.isTTY && terminal.stderr.interactive;
    if (signal !== 'SIGINT' || !someoneIsThere || asking) {
      choose('detach');
      return;
    }
    asking = true;
    quieten();
    const prompt = createInterface({ input: process.stdin, output: process.stderr });
    prompt.once('SIGINT', () => prompt.close());
    prompt.once('close', () => choose('detach'));
    prompt.question('Stop the job? y stops it, anything else leaves it running: ', (answer) => {
      if (/^y(es)?$/i.test(answer.trim())) choose('stop');
      prompt.close();
    });
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    chosen,
    dispose: () => {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}
