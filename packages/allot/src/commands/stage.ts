// `allot stage`: one stage of one step, alone, over the files of a run.
import type { StageKind } from '@allot/spec';
import { Argument } from 'commander';
import { reportCommand } from '../catalog.js';
import type { AddCommand } from '../cli/command.js';
import { fail } from '../cli/diagnostics.js';
import { type EngineFlags, engineChoice, withEngineFlags, withFlags } from '../cli/engine-flags.js';
import { ExitCode } from '../cli/exit-codes.js';
import { openPlannedRun } from '../cli/open-run.js';
import { wholeNumber } from '../cli/options.js';
import { tellOfPlan } from '../cli/tell-of-plan.js';

const kinds: readonly StageKind[] = [
  'pilot',
  'demonstrate',
  'rollout',
  'score',
  'advantage',
  'update',
  'evaluate',
  'checkpoint',
];

interface StageFlags extends EngineFlags {
  readonly run: string;
  readonly step: number;
  readonly allowCommands?: boolean;
}

export const addStage: AddCommand = (program, { terminal, run }) => {
  withEngineFlags(
    program
      .command('stage')
      .summary('run one stage alone')
      .description(
        'Runs one stage of one step over the files in a run folder: it reads its inputs, writes its outputs ' +
          'and gives the bytes that the whole run gives.',
      )
      .addArgument(new Argument('<kind>', 'which stage').choices([...kinds]))
      .requiredOption('--run <dir>', 'run folder')
      .requiredOption(
        '--step <n>',
        'training step, from 1; 0 is the base policy: pilot, evaluate',
        wholeNumber(0),
      ),
  )
    .option('--allow-commands', 'start the programs that the definition names')
    .addHelpText(
      'after',
      '\nExamples:\n  $ allot stage rollout --run runs/quickstart-1 --step 1\n  $ allot stage score --run runs/quickstart-1 --step 1',
    )
    .action((kind: StageKind, flags: StageFlags) =>
      run(async () => {
        const [{ runStage }, { emitPlan }, { listenForInterruption }, { version }] = await Promise.all([
          import('@allot/runtime'),
          import('@allot/compiler'),
          import('../run/interruption.js'),
          import('../version.js'),
        ]);
        const [opened, problems] = await openPlannedRun(flags.run);
        if (opened === undefined) return fail(terminal, ...problems);
        if (opened.plan.engine.name === 'verl')
          return fail(terminal, reportCommand('cluster/checkpoints-of-verl', { run: flags.run }));
        const interruption = listenForInterruption((message) => terminal.error(message));
        const outcome = await runStage({
          runDirectory: flags.run,
          kind,
          engine: engineChoice(flags),
          step: flags.step,
          host: { version, emit: emitPlan, allowCommands: flags.allowCommands === true },
          signal: interruption.signal,
        }).finally(() => interruption.dispose());
        await tellOfPlan(terminal, outcome.diagnostics, withFlags(opened.plan, flags));
        if (outcome.status === 'interrupted') return ExitCode.interrupted;
        if (outcome.status === 'failed') return ExitCode.failure;
        if (outcome.status === 'stopped') return ExitCode.stopped;
        terminal.error(`${kind} of step ${flags.step}: done`);
        return ExitCode.success;
      }),
    );
};
