// `allot reproduce`: published runs, with where their settings are from and what was reported of them.
import type { AddCommand } from '../cli/command.js';
import { givenFlags } from '../cli/given-flags.js';
import { withRunFlags } from '../cli/run-flags.js';
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
      'Lists presets: runs as papers published them. Of one it shows every setting with where it is from (the paper, its released code, ' +
        'or assumed, with the reason), what is left out, and the published numbers. --run trains it as allot run does, and then shows what ' +
        'came out beside what was published; --against does so with runs and evaluations that are there.',
    )
    .argument('[preset]', 'its name in the list')
    .option(
      '--json',
      'print JSON (schemas/presets.schema.json, preset.schema.json, reproduction.schema.json)',
    )
    .option('--write <file>', 'write it as a definition file: .ts or .yaml')
    .option('--against <place>', 'a run, or evaluations with commas between them, as allot compare has them')
    .option('--run', 'write the definition (PRESET.ts, or what --write says) and run it');
  withRunFlags(command)
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ allot reproduce\n' +
        '  $ allot reproduce hbpo\n' +
        '  $ allot reproduce hbpo --write hbpo.yaml\n' +
        '  $ allot reproduce hbpo --run --engine verl --gpus-per-node 4 --set policy.model=/models/DeepSeek-R1-Distill-Qwen-1.5B\n' +
        '  $ allot reproduce hbpo --against runs/hbpo-1,evaluations/hbpo-1-000629-gsm8k-1a2b3c4d\n' +
        '  $ allot reproduce hbpo --miniature --out runs/miniature',
    )
    .action((name: string | undefined, flags: ReproduceFlags & MiniatureFlags) =>
      run(async () => {
        const choice = chooseMiniature(name, flags);
        if (typeof choice === 'string') return command.error(`error: ${choice}`);
        if (choice !== undefined) {
          const { reproduceMiniature } = await import('../reproduce/miniature/reproduce-miniature.js');
          return reproduceMiniature(terminal, choice);
        }
        const wrong = misuse(name, flags);
        if (wrong !== undefined) command.error(`error: ${wrong}`);
        const { runReproduce } = await import('../reproduce/run-reproduce.js');
        return runReproduce(terminal, name, flags);
      }),
    );
  withMiniatureFlags(command);
};

function misuse(
  name: string | undefined,
  { run, json, write, against, ...ofTheRun }: ReproduceFlags,
): string | undefined {
  if (name === undefined && (run || write !== undefined || against !== undefined))
    return '--run, --write and --against need the name of a preset';
  if (against !== undefined && (run || write !== undefined))
    return '--against looks at what is there: leave --run and --write away';
  if (json && (run || write !== undefined)) return '--json is for lists, presets and --against';
  const [flag] = run ? [] : givenFlags(ofTheRun);
  return flag === undefined ? undefined : `${flag} is a flag of the run: it needs --run`;
}
