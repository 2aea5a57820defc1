// Where everything lies inside a run folder.
import path from 'node:path';

/** Step numbers in file names: six digits, so that names sort like numbers. */
export const stepName = (step: number): string => String(step).padStart(6, '0');

/** A name that users chose, as the name of a file: what could lead elsewhere is written as its number. */
const plainFileName = (name: string): string =>
  name.replace(/[^\p{L}\p{N}_. -]/gu, (character) => `%${character.codePointAt(0)?.toString(16)}`);

export const runPaths = (run: string) =>
  ({
    record: path.join(run, 'run.json'),
    plan: path.join(run, 'plan.json'),
    /** The plan of the n-th accepted change, from 1, and the definition it was made of, by its ending. */
    changedPlan: (n: number) => path.join(run, 'plans', `${String(n).padStart(3, '0')}.json`),
    definition: (n: number, ending: string) =>
      path.join(
        run,
        n === 0 ? `definition${ending}` : `plans/${String(n).padStart(3, '0')}-definition${ending}`,
      ),
    lock: path.join(run, 'lock'),
    engine: path.join(run, 'engine'),
    sizes: path.join(run, 'sizes.json'),
    inputs: path.join(run, 'inputs'),
    tokenizer: path.join(run, 'inputs', 'tokenizer.json'),
    dataset: (name: string) => path.join(run, 'inputs', 'datasets', `${plainFileName(name)}.jsonl`),
    events: path.join(run, 'events.jsonl'),
    approval: (gate: string) => path.join(run, 'approvals', `${gate}.json`),
    report: path.join(run, 'report.html'),
    steps: path.join(run, 'steps'),
    step: (step: number) => path.join(run, 'steps', stepName(step)),
    evaluation: (step: number) => path.join(run, 'evaluations', stepName(step)),
    checkpoints: path.join(run, 'checkpoints'),
    checkpoint: (step: number) => path.join(run, 'checkpoints', stepName(step)),
  }) as const;
