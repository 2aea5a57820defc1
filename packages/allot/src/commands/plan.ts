// `allot plan`: every resolved setting with its origin, the stages, and what the run will cost.
import { type ClusterFlags, withClusterFlags } from '../cli/cluster-flags.js';
import type { AddCommand } from '../cli/command.js';
import { ExitCode } from '../cli/exit-codes.js';
import { planDefinition, type SettingFlags, withSettingFlags } from '../cli/plan-definition.js';

interface PlanFlags extends SettingFlags, ClusterFlags {
  readonly json?: boolean;
}

export const addPlan: AddCommand = (program, { terminal, run }) => {
  withClusterFlags(
    withSettingFlags(
      program
        .command('plan')
        .summary('show the resolved settings, the stages and the cost')
        .description('Shows every resolved setting with its origin, the stages, and what the run will cost.')
        .argument('<file>', 'definition: .ts, .js, .yaml or .json'),
    ),
  )
    .option(
      '--json',
      'print the plan as JSON (schemas/plan.schema.json; for verl schemas/cluster-plan.schema.json)',
    )
    .addHelpText(
      'after',
      '\nExamples:\n  $ allot plan pipeline.ts\n  $ allot plan pipeline.yaml --steps 10 --json\n' +
        '  $ allot plan pipeline.yaml --engine verl --nodes 2 --gpus-per-node 8',
    )
    .action((file: string, flags: PlanFlags) =>
      run(async () => {
        const plan = await planDefinition(file, flags, terminal);
        if (plan === undefined) return ExitCode.failure;
        if (plan.engine.name === 'verl') {
          const { planForCluster } = await import('../bundle/plan-for-cluster.js');
          return planForCluster(plan, flags, flags.json ?? false, terminal);
        }
        if (flags.json) terminal.out(JSON.stringify(plan, undefined, 2));
        else {
          const { printPlan } = await import('@allot/compiler');
          terminal.out(printPlan(plan).trimEnd());
        }
        return ExitCode.success;
      }),
    );
};
