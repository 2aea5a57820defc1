// `allot approve`: lets a run that waits at a gate go on, or not.
import type { Approval } from '@allot/spec';
import { reportCommand } from '../catalog.js';
import type { AddCommand } from '../cli/command.js';
import { fail } from '../cli/diagnostics.js';
import { ExitCode } from '../cli/exit-codes.js';
import { refusalOf } from '../cli/files.js';

interface ApproveFlags {
  readonly gate: string;
  readonly by: string;
  readonly note: string;
  readonly deny?: boolean;
}

export const addApprove: AddCommand = (program, { terminal, run }) => {
  program
    .command('approve')
    .summary('let a run go through a gate')
    .description(
      'Writes down what somebody decided about a gate of a run, in approvals/GATE.json of its folder. ' +
        'A run that waits goes on with allot resume. A gate may be approved before the run comes to it.',
    )
    .argument('<run>', 'run folder')
    .requiredOption('--gate <name>', 'which gate')
    .requiredOption('--by <name>', 'who decides')
    .option('--note <text>', 'why', '')
    .option('--deny', 'the run may not go on')
    .addHelpText(
      'after',
      '\nExamples:\n  $ allot approve runs/gated-1 --gate review --by Ada --note "good enough to go on"\n' +
        '  $ allot approve runs/gated-1 --gate review --by Ada --deny --note "too dear"',
    )
    .action((directory: string, { gate, by, note, deny = false }: ApproveFlags) =>
      run(async () => {
        const { approvalFlaw, openRunDirectory, readApproval, writeApproval } = await import('@allot/store');
        const [opened, problems] = await openRunDirectory(directory);
        if (!opened) return fail(terminal, ...problems);
        const { settings } = opened.plan;
        const gates = settings.kind === 'supervised' ? [] : (settings.gates ?? []);
        if (!gates.some(({ name }) => name === gate)) {
          const known = gates.map(({ name }) => name).join(', ') || 'none';
          return fail(terminal, reportCommand('approve/unknown-gate', { gate, run: directory, known }));
        }
        const [before, flaws] = await readApproval(directory, gate);
        if (before === undefined) return fail(terminal, ...flaws);
        if (before !== null) {
          const { decision, by: who } = before;
          return fail(terminal, reportCommand('approve/decided', { gate, decision, who, run: directory }));
        }
        const decision: Approval['decision'] = deny ? 'denied' : 'approved';
        const time = new Date().toISOString();
        const approval: Approval = { format: 1, run: opened.record.id, gate, decision, by, note, time };
        const problem = approvalFlaw(approval, gate, opened.record.id);
        if (problem !== undefined) return fail(terminal, reportCommand('approve/unfit', { gate, problem }));
        const refused = await refusalOf(() => writeApproval(directory, approval));
        if (refused) return fail(terminal, refused);
        const next = deny ? '' : ` Go on with: allot resume ${directory}`;
        terminal.error(`${gate}: ${decision} by ${by}.${next}`);
        return ExitCode.success;
      }),
    );
};
