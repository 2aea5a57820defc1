// `allot resume`: goes on with a run from its newest intact checkpoint.
import { reportCommand } from '../catalog.js';
import { type ChangeFlags, changeFlagNames, withChangeFlags } from '../cli/change-flags.js';
import { misusedOptions } from '../cli/cluster-options.js';
import type { AddCommand } from '../cli/command.js';
import { fail } from '../cli/diagnostics.js';
import {
  type EngineFlags,
  engineChoice,
  engineFlagNames,
  withEngineFlags,
  withFlags,
} from '../cli/engine-flags.js';
import { ExitCode } from '../cli/exit-codes.js';
import { openPlannedRun } from '../cli/open-run.js';
import { type LiveTrackingFlags, liveTrackers, withTrackingFlags } from '../track/tracking-flags.js';

interface ResumeFlags extends EngineFlags, ChangeFlags, LiveTrackingFlags {
  readonly quiet?: boolean;
  readonly json?: boolean;
  readonly allowCommands?: boolean;
  readonly rayAddress?: string;
  readonly detach?: boolean;
}

export const addResume: AddCommand = (program, { terminal, run }) => {
  withTrackingFlags(
    withChangeFlags(
      withEngineFlags(
        program
          .command('resume')
          .summary('go on with a run')
          .description(
            'Goes on with an interrupted run from its newest intact checkpoint. On the CPU the results are byte for byte ' +
              'those of a run that was never interrupted. A finished run only prints its table again. The run keeps its plan: --definition, ' +
              '--steps and --set show what would change, and with --accept-changes the run goes on with it. A run on a cluster is followed where ' +
              'its job still runs; else its job is submitted again and goes on after the newest checkpoint of verl.',
          )
          .argument('<run>', 'run folder'),
      ),
    ),
  )
    .option('--ray-address <url>', 'another cluster, for a run on verl')
    .option('--detach', 'submit the job to the cluster and leave it')
    .option('--allow-commands', 'start the programs that the definition names')
    .option('-q, --quiet', 'no progress; warnings, errors and the table only')
    .option('--json', 'print the results as JSON (schemas/summary.schema.json)')
    .addHelpText(
      'after',
      '\nExamples:\n  $ allot resume runs/quickstart-1\n  $ allot resume runs/quickstart-1 --steps 200 --accept-changes\n' +
        '  $ allot resume runs/quickstart-1 --definition pipeline.ts\n  $ allot resume runs/cluster-1 --ray-address http://head:8265',
    )
    .action((runDirectory: string, given: ResumeFlags) =>
      run(async () => {
        const { quiet, allowCommands, ...flags } = given;
        const [trackers, unfit] = liveTrackers(given);
        if (!trackers) return fail(terminal, ...unfit);
        const [opened, diagnostics] = await openPlannedRun(runDirectory);
        if (opened === undefined) return fail(terminal, ...diagnostics);
        const wrong = misusedOptions(given, opened.plan.engine.name);
        if (wrong) return fail(terminal, wrong);
        if (opened.plan.engine.name === 'verl') {
          const engineFlags = engineFlagNames(flags);
          if (engineFlags.length > 0)
            return fail(terminal, reportCommand('cluster/engine-of-run', { flags: engineFlags.join(', ') }));
          const changeFlags = changeFlagNames(flags);
          if (changeFlags.length > 0)
            return fail(
              terminal,
              reportCommand('cluster/definition-of-run', { flags: changeFlags.join(', ') }),
            );
          const { resumeOnCluster } = await import('../cluster/resume-on-cluster.js');
          return resumeOnCluster(opened, { ...given, trackers }, terminal);
        }
        const [{ resumeRun }, { emitPlan }, { followRun }, { version }] = await Promise.all([
          import('@allot/runtime'),
          import('@allot/compiler'),
          import('../run/follow-run.js'),
          import('../version.js'),
        ]);
        const { proposeChange } = await import('../run/propose-change.js');
        const change = await proposeChange(opened, flags, terminal);
        if (change === 'refused') return ExitCode.failure;
        const plan = withFlags(change ?? opened.plan, flags);
        return followRun(
          { terminal, quiet: quiet === true, json: given.json === true, plan, runDirectory, trackers },
          (callbacks) =>
            resumeRun({
              runDirectory,
              host: { version, emit: emitPlan, allowCommands: allowCommands === true },
              engine: engineChoice(flags),
              ...(change && { change }),
              ...callbacks,
            }),
        );
      }),
    );
};
