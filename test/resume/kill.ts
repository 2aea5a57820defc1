// Runs the command in a folder, and kills it where a test wants.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../../packages/allot/bin/allot.js', import.meta.url));

/**
 * Runs the command; kills it as soon as one of the files or folders `killAt` appears, after `onKill` was told its process id. Gives
 * the exit status or signal.
 */
export const allotIn =
  (
    cwd: string,
    variables: Readonly<Record<string, string>> = {},
    onKill: (pid: number) => void = () => undefined,
  ) =>
  (words: readonly string[], ...killAt: readonly string[]): Promise<number | string | null> =>
    new Promise((resolve, reject) => {
      const env = { ...process.env, ...variables };
      const child = spawn(process.execPath, [script, ...words], { cwd, env, stdio: 'ignore' });
      const watch = setInterval(() => {
        if (!killAt.some((place) => existsSync(place))) return;
        if (child.pid !== undefined && !child.killed) onKill(child.pid);
        child.kill('SIGKILL');
      }, 1);
      child.on('error', reject);
      child.on('exit', (code, signal) => {
        clearInterval(watch);
        resolve(signal ?? code);
      });
    });
