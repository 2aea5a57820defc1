// `allot pilot`: tries the base policy before anything is trained.
import type { Plan } from '@allot/spec';
import type { AddCommand } from '../cli/command.js';
import { ExitCode } from '../cli/exit-codes.js';
import { planDefinition, type SettingFlags, withSettingFlags } from '../cli/plan-definition.js';

interface PilotFlags extends SettingFlags {
  readonly json?: boolean;
  readonly again?: boolean;
  readonly quiet?: boolean;
  readonly allowCommands?: boolean;
}

export const addPilot: AddCommand = (program, { terminal, run }) => {
  withSettingFlags(
    program
      .command('pilot')
      .summary('try the base policy before training')
      .description(
        'Samples the base policy on the problems of `pilot`, and shows how hard they are for it, how long its right ' +
          'answers are, and what the tiers would save and put at risk. What it measured is kept in pilots/ beside the ' +
          'definition, and taken from there by allot plan and allot run.',
      )
      .argument('<file>', 'definition: .ts, .js, .yaml or .json'),
  )
    .option('--json', 'print what was measured as JSON (schemas/pilot.schema.json)')
    .option('--again', 'run it although it has been run')
    .option('--allow-commands', 'start the programs that the definition names')
    .option('-q, --quiet', 'no progress')
    .addHelpText('after', '\nExamples:\n  $ allot pilot pipeline.ts\n  $ allot pilot pipeline.yaml --json')
    .action((file: string, flags: PilotFlags) =>
      run(async () => {
        const told = new Set<string>();
        const plan = await planDefinition(file, flags, terminal, 'always', told);
        if (plan === undefined) return ExitCode.failure;
        const [{ ensurePilot }, { printPilot }] = await Promise.all([
          import('../run/ensure-pilot.js'),
          import('../run/print-pilot.js'),
        ]);
        const found = await ensurePilot({
          plan,
          terminal,
          quiet: flags.quiet === true,
          allowCommands: flags.allowCommands === true,
          again: flags.again === true,
        });
        if (typeof found === 'number') return found;
        if (flags.json) {
          terminal.out(JSON.stringify(found.pilot, undefined, 2));
          return ExitCode.success;
        }
        const settled = plan.pilot?.awaited
          ? await planDefinition(file, flags, terminal, 'never', told)
          : plan;
        if (settled === undefined) return ExitCode.failure;
        terminal.out(printPilot(found.pilot, budgetsOf(settled), terminal.stdout.color));
        terminal.error(`Kept in ${found.folder}`);
        return ExitCode.success;
      }),
    );
};

const budgetsOf = ({ settings }: Plan): number[] =>
  settings.kind === 'supervised' ? [] : settings.tiers.map(({ budget }) => budget);
