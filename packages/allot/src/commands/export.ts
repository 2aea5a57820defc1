// `allot export`: the policy of a checkpoint as a model folder of its own.
import { hasErrors } from '@allot/spec';
import type { AddCommand } from '../cli/command.js';
import { tell } from '../cli/diagnostics.js';
import { ExitCode } from '../cli/exit-codes.js';

export const addExport: AddCommand = (program, { terminal, run }) => {
  program
    .command('export')
    .summary('write a policy as a model folder')
    .description(
      'Writes the policy of a run or of one of its checkpoints as a Hugging Face folder that stands alone: float32 weights, with ' +
        'the adapter merged into them where the run trained one. Other programs load it, and so does `policy.model` of a definition.',
    )
    .argument('<path>', 'run folder, RUN@STEP, or a folder in its checkpoints/')
    .requiredOption('--out <dir>', 'folder to write; missing or empty')
    .addHelpText(
      'after',
      '\nExamples:\n  $ allot export runs/quickstart-1 --out my-model\n' +
        '  $ allot export runs/quickstart-1@25 --out my-model',
    )
    .action((path: string, { out }: { readonly out: string }) =>
      run(async () => {
        const { exportPolicy } = await import('../export/export-policy.js');
        const [step, diagnostics] = await exportPolicy(path, out);
        await tell(terminal, diagnostics);
        if (step === undefined || hasErrors(diagnostics)) return ExitCode.failure;
        terminal.error(`the policy after step ${step}`);
        terminal.out(out);
        return ExitCode.success;
      }),
    );
};
