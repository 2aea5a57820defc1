// `allot plan`: every resolved setting with its origin, the stages, and what the run will cost.
import type { Command } from 'commander';
import { reportCommand } from '../catalog.js';
import { type ClusterFlags, strayClusterFlags, withClusterFlags } from '../cli/cluster-flags.js';
import type { AddCommand } from '../cli/command.js';
import { fail } from '../cli/diagnostics.js';
import { ExitCode } from '../cli/exit-codes.js';
import { memorySize } from '../cli/options.js';
import { planDefinition, type SettingFlags, withSettingFlags } from '../cli/plan-definition.js';

interface PlanFlags extends SettingFlags, ClusterFlags {
  readonly json?: boolean;
  readonly gpuMemory?: number;
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
    .option('--gpu-memory <size>', 'free memory of a GPU, for torch: what it will hold at once', memorySize)
    .addHelpText(
      'after',
      '\nExamples:\n  $ allot plan pipeline.ts\n  $ allot plan pipeline.yaml --steps 10 --json\n' +
        '  $ allot plan pipeline.yaml --engine torch --device cuda --gpu-memory 80GiB\n' +
        '  $ allot plan pipeline.yaml --engine verl --nodes 2 --gpus-per-node 8',
    )
    .action((file: string, flags: PlanFlags, command: Command) =>
      run(async () => {
        const plan = await planDefinition(file, flags, terminal);
        if (plan === undefined) return ExitCode.failure;
        const stray = strayClusterFlags(command, plan.engine.name);
        if (stray) return fail(terminal, stray);
        const { gpuMemory } = flags;
        const { name, device } = plan.engine;
        if (gpuMemory !== undefined && (name !== 'torch' || device !== 'cuda'))
          return fail(terminal, reportCommand('plan/no-gpu', { engine: name, device }));
        if (gpuMemory !== undefined && flags.json)
          return fail(terminal, reportCommand('plan/gpu-in-text', {}));
        if (name === 'verl') {
          const { planForCluster } = await import('../bundle/plan-for-cluster.js');
          return planForCluster(plan, flags, flags.json ?? false, terminal);
        }
        if (flags.json) terminal.out(JSON.stringify(plan, undefined, 2));
        else {
          const { printGpu, printPlan } = await import('@allot/compiler');
          terminal.out(printPlan(plan).trimEnd());
          if (gpuMemory !== undefined) terminal.out(`\n${await printGpu(plan, gpuMemory)}`);
        }
        return ExitCode.success;
      }),
    );
};
