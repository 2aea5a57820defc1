// What a run is tried against beside kills: every fault, what should happen, and the tests that show it. A fault gets a row by being
// listed here; docs/reliability.md is made of it.

export interface Fault {
  /** What goes wrong. */
  readonly fault: string;
  /** What happens then. */
  readonly outcome: string;
  /** From the root of the repository. */
  readonly file: string;
  /** What the names of the tests that show it have in common, as the file has it: a part of a title, or that of a group. */
  readonly tests: string;
}

export const faults: readonly Fault[] = [
  {
    fault: 'a crash between any two changes of the file system',
    outcome: 'resumed to the same bytes',
    file: 'packages/runtime/src/kill.test.ts',
    tests: 'run that crashes between any two changes on disk',
  },
  {
    fault: 'SIGKILL of the onnx engine while it samples, updates, evaluates, commits',
    outcome: 'resumed to the same bytes',
    file: 'test/resume/kill-onnx.test.ts',
    tests: ': killed while sampling, updating, evaluating and committing',
  },
  {
    fault: 'SIGKILL of the torch engine',
    outcome: 'resumed to the same bytes',
    file: 'test/resume/kill-torch.test.ts',
    tests: 'killed while sampling, updating and committing',
  },
  {
    fault: 'SIGKILL of a torch engine of two processes',
    outcome: 'resumed to the same bytes, no process left behind',
    file: 'test/resume/kill-ranks.test.ts',
    tests: 'killed while sampling and committing',
  },
  {
    fault: 'SIGKILL while an adapter is trained',
    outcome: 'resumed to the same bytes',
    file: 'test/resume/kill-adapter.test.ts',
    tests: 'killed while updating, committing and sampling',
  },
  {
    fault: 'Ctrl-C',
    outcome: 'the last step is committed, exit status 130, resumed to the same bytes',
    file: 'test/e2e/run.test.ts',
    tests: 'Ctrl-C commits and resume goes on',
  },
  {
    fault: 'an interruption while a checkpoint is written',
    outcome: 'the checkpoint is committed first',
    file: 'packages/runtime/src/commit-checkpoint.test.ts',
    tests: 'a run that is interrupted while a checkpoint is written',
  },
  {
    fault: 'an interruption around a rollback',
    outcome: 'resumed to the same bytes',
    file: 'packages/runtime/src/guards/watch-step.test.ts',
    tests: 'a run that is interrupted around its rollback',
  },
  {
    fault: 'an evaluation that is stopped',
    outcome: 'goes on where it was',
    file: 'packages/runtime/src/evaluation-folder.test.ts',
    tests: 'an evaluation that is stopped',
  },
  {
    fault: 'a full disk',
    outcome: 'a diagnostic; what was committed stays',
    file: 'test/e2e/run.test.ts',
    tests: 'a full disk is told',
  },
  {
    fault: 'a checkpoint that cannot be written',
    outcome: 'a diagnostic; the checkpoint before it stays',
    file: 'packages/runtime/src/commit-checkpoint.test.ts',
    tests: 'a checkpoint that cannot be written',
  },
  {
    fault: 'a step that cannot be written',
    outcome: 'a diagnostic that names the file',
    file: 'packages/runtime/src/run-failures.test.ts',
    tests: 'a file that cannot be written',
  },
  {
    fault: 'a checkpoint that was damaged',
    outcome: 'the newest intact one is taken, a warning says which are not',
    file: 'packages/runtime/src/resume-run.test.ts',
    tests: 'a damaged newest checkpoint',
  },
  {
    fault: 'a damaged line in the event log',
    outcome: 'left out, with a warning',
    file: 'packages/store/src/event-log.test.ts',
    tests: 'a damaged line in the middle',
  },
  {
    fault: 'a damaged or missing graph of the engine',
    outcome: 'a diagnostic that names it',
    file: 'packages/runtime/src/engines/onnx/open-engine.test.ts',
    tests: 'opening an engine whose files are damaged',
  },
  {
    fault: 'damaged safetensors',
    outcome: 'refused with a place, nothing is thrown',
    file: 'packages/store/src/safetensors.test.ts',
    tests: 'any damage to a valid file',
  },
  {
    fault: 'random damage to a run folder',
    outcome: 'a diagnostic or a clean refusal',
    file: 'test/fuzz/fuzz.test.ts',
    tests: 'run folders',
  },
  {
    fault: 'records and plans of another version',
    outcome: 'refused by name',
    file: 'packages/store/src/run-directory.test.ts',
    tests: 'records and plans of the future',
  },
  {
    fault: 'inputs that have changed since the plan',
    outcome: 'refused',
    file: 'packages/runtime/src/run-failures.test.ts',
    tests: 'inputs that are no longer those of the plan',
  },
  {
    fault: 'two processes on one run',
    outcome: 'the second is refused and told who holds it',
    file: 'packages/store/src/lock.test.ts',
    tests: 'a second owner is refused',
  },
  {
    fault: 'a lock whose owner has ended, or is another process of the same number',
    outcome: 'taken over',
    file: 'packages/store/src/lock.test.ts',
    tests: 'the lock of an ended process',
  },
  {
    fault: 'a worker thread that dies',
    outcome: 'a diagnostic; the newest checkpoint is sound',
    file: 'packages/runtime/src/engines/onnx/worker-pool.test.ts',
    tests: 'a worker that dies',
  },
  {
    fault: 'the torch engine out of memory',
    outcome: 'smaller micro-batches, or a diagnostic that says what to change',
    file: 'test/conformance/torch-worker.test.ts',
    tests: 'where memory runs out',
  },
  {
    fault: 'a program of the user that dies',
    outcome: 'started anew once and asked for what is left; then a diagnostic',
    file: 'packages/runtime/src/line-program.test.ts',
    tests: 'a program that dies',
  },
  {
    fault: 'a program of the user that hangs',
    outcome: 'started anew once; then a diagnostic',
    file: 'packages/runtime/src/line-program.test.ts',
    tests: 'one that falls silent',
  },
  {
    fault: 'a verifier that throws, hangs, or returns junk',
    outcome: 'a diagnostic with the response',
    file: 'packages/runtime/src/grading/response-grader.test.ts',
    tests: 'a verifier that fails stops the run and says why',
  },
  {
    fault: 'a loss that is no number',
    outcome: 'the run ends; the trajectories are on disk, the weights are not',
    file: 'packages/runtime/src/run-failures.test.ts',
    tests: 'a loss that is no number',
  },
  {
    fault: 'a reward that is no number',
    outcome: 'the run ends before the update',
    file: 'packages/runtime/src/run-failures.test.ts',
    tests: 'a reward that is no number',
  },
  {
    fault: 'a cell of the memory that is no number',
    outcome: 'the run ends and names it',
    file: 'packages/runtime/src/run-failures.test.ts',
    tests: 'a cell of the memory',
  },
];
