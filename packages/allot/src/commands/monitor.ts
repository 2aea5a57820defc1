// `allot monitor`: whether a policy in use still thinks and answers as it was evaluated.
import type { ToleratedDrift } from '@allot/report';
import { InvalidArgumentError } from 'commander';
import type { AddCommand } from '../cli/command.js';
import { assignmentLike, collect, oneOf } from '../cli/options.js';
import { type LogField, logFields } from '../monitor/log-fields.js';
import type { MonitorFlags } from '../monitor/run-monitor.js';
import { evaluationMode } from './eval.js';

export const addMonitor: AddCommand = (program, { terminal, run }) => {
  program
    .command('monitor')
    .summary('watch an inference log for drift')
    .description(
      'Compares the tokens and the correctness of an inference log with the evaluation of a run, by mode and difficulty, ' +
        'row by row in bounded memory. The chance of any false alarm is at most --alpha, however long the log is. Exit ' +
        'status 5 says that something drifted, for cron or CI. Rows are {"tokens": 412, "correct": true, "difficulty": 3, ' +
        '"mode": "natural", "id": "p1", "time": "..."}, of which only tokens are needed.',
    )
    .argument('<log>', 'JSON Lines file, or - for stdin')
    .requiredOption('--baseline <policy>', 'run, RUN@STEP, checkpoint or saved evaluation')
    .option('--data <name>', 'dataset of the baseline, where it has several')
    .option(
      '--mode <mode>',
      'modes that are watched; rows that state none are in the first (default: all, natural); repeatable',
      collect(evaluationMode),
    )
    .option(
      '--map <field=column>',
      `where a row keeps a field (${logFields.join(', ')}); repeatable`,
      collect(mappedField),
    )
    .option('--alpha <p>', 'chance of any false alarm (default: 0.01)', chance, 0.01)
    .option(
      '--max-drift <drift>',
      'tolerated beyond what the baseline leaves open: tokens=10% or accuracy=3 (points); repeatable',
      collect(toleratedDrift),
    )
    .option(
      '--on-bad-row <what>',
      'fail or skip rows that are no log rows (default: fail)',
      oneOf('fail', 'skip'),
      'fail' as const,
    )
    .option('--json', 'print JSON (schemas/monitoring.schema.json)')
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ allot monitor today.jsonl --baseline runs/quickstart-1 --max-drift tokens=10% --max-drift accuracy=3\n' +
        '  $ zcat logs/*.gz | allot monitor - --baseline runs/quickstart-1 --map tokens=usage.completion_tokens --json',
    )
    .action((log: string, flags: MonitorFlags) =>
      run(async () => {
        const { runMonitor } = await import('../monitor/run-monitor.js');
        return runMonitor(terminal, log, flags);
      }),
    );
};

/** Above 0 and at most a half. */
function chance(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!(value > 0 && value <= 0.5))
    throw new InvalidArgumentError('It must be a number above 0 and of at most 0.5.');
  return value;
}

/** `tokens=usage.completion_tokens`. */
function mappedField(text: string): { readonly field: LogField; readonly column: string } {
  const { path, value } = assignmentLike('tokens=usage.completion_tokens')(text);
  return { field: oneOf(...logFields)(path), column: value };
}

/** `tokens=10%` or `accuracy=3`. */
function toleratedDrift(text: string): Partial<ToleratedDrift> {
  const [, tokens] = /^tokens=(\d+(?:\.\d+)?)%$/.exec(text) ?? [];
  if (tokens !== undefined) return { tokensPercent: Number(tokens) };
  const [, accuracy] = /^accuracy=(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (accuracy !== undefined) return { accuracyPoints: Number(accuracy) };
  throw new InvalidArgumentError('It must look like tokens=10% or accuracy=3, which are points.');
}
