// `allot reproduce`: published runs, with where their settings are from and what was reported of them.
import type { AddCommand } from '../cli/command.js';
import {
  chooseMiniature,
  type MiniatureFlags,
  withMiniatureFlags,
} from '../reproduce/miniature/miniature-flags.js';
import type { ReproduceFlags } from '../reproduce/run-reproduce.js';

export const addReproduce: AddCommand = (program, { terminal, run }) => {
  const command = program
    .command('reproduce')
    .summary('list, show and run the published runs of papers')
    .description(
      'Lists presets: runs as papers published them. Of one it shows every setting with where it is from, and the published numbers.',
    )
    .argument('[name]', 'a preset')
    .option('--json', 'print JSON (schemas/presets.schema.json)')
    .addHelpText(
      'after',
      '\nExamples:\n  $ allot reproduce\n  $ allot reproduce hbpo\n  $ allot reproduce hbpo --miniature --out runs/miniature',
    )
    .action((name: string | undefined, flags: ReproduceFlags & MiniatureFlags) =>
      run(async () => {
        const choice = chooseMiniature(name, flags);
        if (typeof choice === 'string') return command.error(`error: ${choice}`);
        if (choice !== undefined) {
          const { reproduceMiniature } = await import('../reproduce/miniature/reproduce-miniature.js');
          return reproduceMiniature(terminal, choice);
        }
        const { runReproduce } = await import('../reproduce/run-reproduce.js');
        return runReproduce(terminal, name, flags);
      }),
    );
  withMiniatureFlags(command);
};
