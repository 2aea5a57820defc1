// `allot compile`: the executable stages of a plan as files.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { reportCommand } from '../catalog.js';
import { type ClusterFlags, strayClusterFlags, withClusterFlags } from '../cli/cluster-flags.js';
import type { AddCommand } from '../cli/command.js';
import { fail, tell } from '../cli/diagnostics.js';
import { ExitCode } from '../cli/exit-codes.js';
import { refusalOf, writeFileWhole } from '../cli/files.js';
import { planDefinition, type SettingFlags, withSettingFlags } from '../cli/plan-definition.js';

interface CompileFlags extends SettingFlags, ClusterFlags {
  readonly out: string;
}

export const addCompile: AddCommand = (program, { terminal, run }) => {
  withClusterFlags(
    withSettingFlags(
      program
        .command('compile')
        .summary('emit the executable stages')
        .description(
          'Emits the executable stages of a definition: graphs and their manifest for the onnx engine, beside the plan; ' +
            'for verl a bundle that trains on Ray: configuration, data, Python and a launch script (docs/verl.md); ' +
            'for trl one that trains on the GPUs of one machine (docs/trl.md). ' +
            'The files depend on the definition alone: compiling twice gives the same bytes.',
        )
        .argument('<file>', 'definition: .ts, .js, .yaml or .json')
        .requiredOption('--out <dir>', 'folder to write; made when it is missing'),
    ),
  )
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ allot compile pipeline.ts --out compiled\n' +
        '  $ allot compile pipeline.ts --engine verl --gpus-per-node 8 --out bundle',
    )
    .action((file: string, flags: CompileFlags, command: Command) =>
      run(async () => {
        const plan = await planDefinition(file, flags, terminal);
        if (plan === undefined) return ExitCode.failure;
        const stray = strayClusterFlags(command, plan.engine.name);
        if (stray) return fail(terminal, stray);
        if (plan.pilot?.awaited)
          return fail(
            terminal,
            reportCommand('compile/awaits-pilot', { name: plan.settings.name, definition: file }),
          );
        if (plan.engine.name === 'verl' || plan.engine.name === 'trl') {
          const { compileBundle } = await import('../bundle/compile-bundle.js');
          return compileBundle(plan, flags, flags.out, terminal);
        }
        const [{ emitPlan }, { makeFolder }] = await Promise.all([
          import('@allot/compiler'),
          import('@allot/store'),
        ]);
        const unmade = await refusalOf(() => makeFolder(flags.out));
        if (unmade) return fail(terminal, unmade);
        const [emitted, diagnostics] = await emitPlan(plan, join(flags.out, 'engine'));
        await tell(terminal, diagnostics);
        if (emitted === undefined) return ExitCode.failure;
        const refused = await writeFileWhole(
          join(flags.out, 'plan.json'),
          `${JSON.stringify(plan, undefined, 2)}\n`,
        );
        if (refused) return fail(terminal, refused);
        const entries = await readdir(join(flags.out, 'engine'), { recursive: true, withFileTypes: true });
        const files = entries
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name));
        for (const file of [...files.sort(), join(flags.out, 'plan.json')]) terminal.out(file);
        return ExitCode.success;
      }),
    );
};
