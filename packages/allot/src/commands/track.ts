// `allot track`: the metrics and settings of runs for TensorBoard and other tools.
import { hasErrors } from '@allot/spec';
import { reportCommand } from '../catalog.js';
import type { AddCommand } from '../cli/command.js';
import { fail, tell } from '../cli/diagnostics.js';
import { ExitCode } from '../cli/exit-codes.js';
import type { TrackingFlags } from '../track/tracking-places.js';

export const addTrack: AddCommand = (program, { terminal, run }) => {
  program
    .command('track')
    .summary('hand runs to TensorBoard and other tools')
    .description(
      'Writes the metrics of runs by step, tier and evaluation mode, and their settings, for a tool that you look at runs with. ' +
        'Doing it again brings what is new, also while a run goes on (docs/tracking.md).',
    )
    .argument('<run...>', 'run folders')
    .option('--tensorboard <dir>', 'write TensorBoard event files, a folder a run')
    .option('--mlflow <url>', 'send metrics and settings to an MLflow server')
    .option('--wandb <dir>', 'write a folder for wandb sync, with the wandb of a Python')
    .option(
      '--experiment <name>',
      'experiment in MLflow, project in Weights & Biases (default: the name of the definition)',
    )
    .option('--python <file>', 'a Python that has wandb (default: python3)')
    .addHelpText(
      'after',
      '\nExamples:\n  $ allot track runs/* --tensorboard board && tensorboard --logdir board\n' +
        '  $ allot track runs/quickstart-1 --mlflow http://127.0.0.1:5000\n' +
        '  $ wandb sync $(allot track runs/quickstart-1 --wandb tracked)',
    )
    .action((runs: readonly string[], flags: TrackingFlags) =>
      run(async () => {
        const [{ sameName }, { trackRuns }, { trackerOpeners }] = await Promise.all([
          import('../track/same-name.js'),
          import('../track/track-runs.js'),
          import('../track/tracking-places.js'),
        ]);
        const [openers, wrong] = trackerOpeners(flags);
        if (!openers) return fail(terminal, ...wrong);
        if (openers.length === 0) return fail(terminal, reportCommand('track/nowhere', {}));
        const name = sameName(runs);
        if (name !== undefined) return fail(terminal, reportCommand('track/same-name', { name }));
        const { places, diagnostics } = await trackRuns(runs, openers);
        await tell(terminal, diagnostics);
        for (const place of places) terminal.out(place);
        return hasErrors(diagnostics) ? ExitCode.failure : ExitCode.success;
      }),
    );
};
