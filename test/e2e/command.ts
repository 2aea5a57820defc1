// Runs the `allot` command as users do: a child process in a folder of its own.
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

export const root = fileURLToPath(new URL('../..', import.meta.url));
/** What `npx allot` runs. */
export const script = join(root, 'packages/allot/bin/allot.js');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What comes from stdin; without it, nothing does. */
  readonly input?: string;
  /** Called with stderr so far, whenever there is more of it; may signal the process. */
  readonly watch?: (stderr: string, kill: (signal: NodeJS.Signals) => void) => void;
}

/** Runs `allot ...arguments_` to its end. */
export const allot = (arguments_: readonly string[], options: CommandOptions): Promise<Ended> =>
  command(process.execPath, [script, ...arguments_], options);

/** Runs shell text with the command line as `"$@"`, for instance to set limits first. */
export const allotInShell = (
  shell: string,
  arguments_: readonly string[],
  options: CommandOptions,
): Promise<Ended> => command('bash', ['-c', shell, 'bash', process.execPath, script, ...arguments_], options);

/** Runs any command to its end. */
export async function command(
  file: string,
  arguments_: readonly string[],
  { cwd, env, input, watch }: CommandOptions,
): Promise<Ended> {
  const child = execa(file, arguments_, {
    cwd,
    env: { ...env },
    ...(input === undefined ? { stdin: 'ignore' } : { input }),
    reject: false,
    stripFinalNewline: false,
  });
  let seen = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    seen += text;
    watch?.(seen, (signal) => child.kill(signal));
  });
  const { exitCode, stdout, stderr } = await child;
  return { code: exitCode ?? null, stdout, stderr };
}

/** Makes a temporary folder with files in it. */
export async function temporaryFolder(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'allot-e2e-')));
  await writeFiles(folder, files);
  return folder;
}

export async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

export const removeFolder = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });
