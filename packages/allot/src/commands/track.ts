// `allot track`: the metrics and settings of runs for TensorBoard and other tools.
import { hasErrors } from '@allot/spec';
import { reportCommand } from '../catalog.js';
import type { AddCommand } from '../cli/command.js';
import { fail, tell } from '../cli/diagnostics.js';
import { ExitCode } from '../cli/exit-codes.js';
import type { TrackingPlaces } from '../track/tracking-places.js';

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
    .addHelpText(
      'after',
      '\nExamples:\n  $ allot track runs/* --tensorboard board && tensorboard --logdir board',
    )
    .action((runs: readonly string[], flags: TrackingPlaces) =>
      run(async () => {
        const [{ trackRuns }, { sameName }] = await Promise.all([
          import('../track/track-runs.js'),
          import('../track/same-name.js'),
        ]);
        if (Object.keys(flags).length === 0) return fail(terminal, reportCommand('track/nowhere', {}));
        const name = sameName(runs);
        if (name !== undefined) return fail(terminal, reportCommand('track/same-name', { name }));
        const { places, diagnostics } = await trackRuns(runs, flags);
        await tell(terminal, diagnostics);
        for (const place of places) terminal.out(place);
        return hasErrors(diagnostics) ? ExitCode.failure : ExitCode.success;
      }),
    );
};
