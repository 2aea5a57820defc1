// `allot grade`: whether answers are right.
import type { AddCommand } from '../cli/command.js';
import { fail, tell } from '../cli/diagnostics.js';
import { ExitCode } from '../cli/exit-codes.js';
import { numberBetween, wholeNumber } from '../cli/options.js';

interface GradeFlags {
  readonly tolerance?: number;
  readonly timeout?: number;
  readonly workers?: number;
  readonly quiet?: boolean;
  readonly bundle?: string;
}

export const addGrade: AddCommand = (program, { terminal, run }) => {
  program
    .command('grade')
    .summary('grade answers against gold answers')
    .description(
      'Reads rows {"gold": ..., "pred": ...} of JSON Lines and writes them with "correct" and "reason" (same-text, ' +
        'same-value, different, no-answer, too-long, timeout); other fields stay as they are. "pred" is an answer or a ' +
        'whole response. A list of gold answers: any of them is right. docs/grading.md has the rules.',
    )
    .argument('<cases>', 'JSON Lines file, which may be compressed (.gz), or - for stdin')
    .option(
      '--tolerance <share>',
      'how far a number may be from the gold answer, as a share of it',
      numberBetween(0, 1),
    )
    .option('--timeout <seconds>', 'longest time for one answer (default: 1)', numberBetween(0.01, 3600))
    .option('--workers <n>', 'threads that grade (default: one a core, at most 4)', wholeNumber(1))
    .option('-q, --quiet', 'no summary on stderr')
    .option(
      '--bundle <dir>',
      'answer rows {"response": [token, ...], "answers": [...]} one by one, as the definition of a compiled bundle grades',
    )
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ allot grade answers.jsonl > graded.jsonl\n' +
        '  $ echo \'{"gold": "1/2", "pred": "so it is \\\\boxed{0.5}"}\' | allot grade -\n' +
        '  $ allot grade physics.jsonl --tolerance 0.01 | jq -c "select(.correct | not)"',
    )
    .action((path: string, flags: GradeFlags) =>
      run(async () => {
        if (flags.bundle !== undefined) {
          const { gradeForBundle } = await import('../grade/grade-for-bundle.js');
          return gradeForBundle(flags.bundle, path, terminal);
        }
        const [
          { openGrader, UnreadableFile },
          { gradeRows },
          { openGradeProgress },
          { summaryOf },
          { reasonOf, reportCommand },
        ] = await Promise.all([
          import('@allot/tasks'),
          import('../grade/grade-rows.js'),
          import('../grade/grade-progress.js'),
          import('../grade/grade-summary.js'),
          import('../catalog.js'),
        ]);
        const grader = openGrader({
          ...(flags.tolerance === undefined ? {} : { tolerance: { relative: flags.tolerance } }),
          ...(flags.timeout === undefined ? {} : { timeout: flags.timeout }),
          ...(flags.workers === undefined ? {} : { workers: flags.workers }),
        });
        const progress = await openGradeProgress(terminal, path);
        try {
          const [counts, diagnostics] = await gradeRows({
            path,
            grader,
            write: (rows) => terminal.out(rows),
            isWanted: () => !terminal.stdout.closed,
            onProgress: progress.update,
          });
          progress.close();
          await tell(terminal, diagnostics);
          if (!flags.quiet && counts.rows > 0 && !terminal.stdout.closed) terminal.error(summaryOf(counts));
          return diagnostics.some(({ severity }) => severity === 'error')
            ? ExitCode.failure
            : ExitCode.success;
        } catch (error) {
          if (error instanceof UnreadableFile) return await fail(terminal, error.diagnostic);
          if (!(error instanceof Error && 'syscall' in error)) throw error;
          return await fail(
            terminal,
            reportCommand('grade/unreadable', { file: path, reason: reasonOf(error) }),
          );
        } finally {
          progress.close();
          await grader.close();
        }
      }),
    );
};
