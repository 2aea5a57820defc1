// `allot plan`: every resolved setting with its origin, the stages, and what the run will cost.
import { reportCommand } from '../catalog.js';
import type { AddCommand } from '../cli/command.js';
import { fail } from '../cli/diagnostics.js';
import { ExitCode } from '../cli/exit-codes.js';
import { memorySize, wholeNumber } from '../cli/options.js';
import { planDefinition, type SettingFlags, withSettingFlags } from '../cli/plan-definition.js';

interface PlanFlags extends SettingFlags {
  readonly json?: boolean;
  readonly nodes: number;
  readonly gpusPerNode: number;
  readonly gpuMemory?: number;
}

export const addPlan: AddCommand = (program, { terminal, run }) => {
  withSettingFlags(
    program
      .command('plan')
      .summary('show the resolved settings, the stages and the cost')
      .description('Shows every resolved setting with its origin, the stages, and what the run will cost.')
      .argument('<file>', 'definition: .ts, .js, .yaml or .json'),
  )
    .option('--json', 'print the plan as JSON (schemas/plan.schema.json)')
    .option('--nodes <n>', 'nodes of the cluster, for verl; not in the JSON', wholeNumber(1), 1)
    .option('--gpus-per-node <n>', 'GPUs of each node, for verl; not in the JSON', wholeNumber(1), 1)
    .option('--gpu-memory <size>', 'free memory of a GPU, for torch: what it will hold at once', memorySize)
    .addHelpText(
      'after',
      '\nExamples:\n  $ allot plan pipeline.ts\n  $ allot plan pipeline.yaml --steps 10 --json\n' +
        '  $ allot plan pipeline.yaml --engine torch --device cuda --gpu-memory 80GiB\n' +
        '  $ allot plan pipeline.yaml --engine verl --nodes 2 --gpus-per-node 8',
    )
    .action((file: string, flags: PlanFlags) =>
      run(async () => {
        const plan = await planDefinition(file, flags, terminal);
        if (plan === undefined) return ExitCode.failure;
        const { gpuMemory } = flags;
        const { name, device } = plan.engine;
        if (gpuMemory !== undefined && (name !== 'torch' || device !== 'cuda'))
          return fail(terminal, reportCommand('plan/no-gpu', { engine: name, device }));
        if (flags.json) terminal.out(JSON.stringify(plan, undefined, 2));
        else {
          const { printGpu, printPlan } = await import('@allot/compiler');
          terminal.out(printPlan(plan).trimEnd());
          if (gpuMemory !== undefined) terminal.out(`\n${await printGpu(plan, gpuMemory)}`);
          if (plan.engine.name === 'verl') {
            const { planForCluster } = await import('../verl/plan-for-cluster.js');
            return planForCluster(plan, flags, terminal);
          }
        }
        return ExitCode.success;
      }),
    );
};
