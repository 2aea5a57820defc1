// The commands that make the torch engine's virtual environment.
import { join } from 'node:path';

export type ShellCommand = readonly [program: string, ...given: string[]];

export interface TorchEnvironment {
  /** Folder of the virtual environment. */
  readonly folder: string;
  /** Python of that environment. */
  readonly python: string;
  /** Folder of the worker's package, which holds its requirements. */
  readonly worker: string;
}

/** Python that makes the environment; with uv only where it was named, since uv finds or fetches one. */
export interface Tools {
  readonly uv: boolean;
  readonly python?: string;
}

/** Versions of Python that the requirements are tried with. */
export const pythonRange = '>=3.10,<3.14';
const pythonOfVllm = '>=3.11,<3.14';

export function torchCommands(
  { folder, python, worker }: TorchEnvironment,
  tools: Tools,
  withVllm = false,
): readonly ShellCommand[] {
  const requirements = join(worker, withVllm ? 'requirements-vllm.txt' : 'requirements.txt');
  if (tools.uv) {
    return [
      [
        'uv',
        'venv',
        '--allow-existing',
        '--python',
        tools.python ?? (withVllm ? pythonOfVllm : pythonRange),
        folder,
      ],
      ['uv', 'pip', 'install', '--python', python, '--requirement', requirements],
    ];
  }
  return [
    [tools.python ?? 'python3', '-m', 'venv', folder],
    [python, '-m', 'pip', 'install', '--requirement', requirements],
  ];
}

/** As one would type it. */
export const printCommand = (command: ShellCommand): string =>
  command
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(' ');
