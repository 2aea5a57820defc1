// Where everything lies inside a run folder.
import path from 'node:path';

/** Step numbers in file names: six digits, so that names sort like numbers. */
export const stepName = (step: number): string => String(step).padStart(6, '0');

export const runPaths = (run: string) =>
  ({
    record: path.join(run, 'run.json'),
    plan: path.join(run, 'plan.json'),
    lock: path.join(run, 'lock'),
    engine: path.join(run, 'engine'),
    inputs: path.join(run, 'inputs'),
    tokenizer: path.join(run, 'inputs', 'tokenizer.json'),
    dataset: (name: string) => path.join(run, 'inputs', 'datasets', `${name}.jsonl`),
    events: path.join(run, 'events.jsonl'),
    approval: (gate: string) => path.join(run, 'approvals', `${gate}.json`),
    report: path.join(run, 'report.html'),
    steps: path.join(run, 'steps'),
    step: (step: number) => path.join(run, 'steps', stepName(step)),
    evaluation: (step: number) => path.join(run, 'evaluations', stepName(step)),
    checkpoints: path.join(run, 'checkpoints'),
    checkpoint: (step: number) => path.join(run, 'checkpoints', stepName(step)),
  }) as const;
