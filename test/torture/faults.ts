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
    file: 'test/fuzz/runs.test.ts',
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
  {
    fault: 'every file of a run, truncated, with a flipped bit, removed, or replaced by a folder',
    outcome: 'told by name and remedy, or made again; otherwise the same bytes',
    file: 'test/faults/damaged-run.test.ts',
    tests: 'nothing that was damaged is overlooked',
  },
  {
    fault: 'emitted stages that were damaged',
    outcome: 'emitted again, with a warning; the same bytes',
    file: 'test/faults/damaged-command.test.ts',
    tests: 'stages that were damaged are emitted again',
  },
  {
    fault: 'what resume, compare, export and stage read, damaged',
    outcome: 'refused by name',
    file: 'test/faults/damaged-command.test.ts',
    tests: 'refuses what was damaged, by its name',
  },
  {
    fault: 'a report of a damaged run',
    outcome: 'says what it lacks',
    file: 'test/faults/damaged-command.test.ts',
    tests: 'a report of a damaged run',
  },
  {
    fault:
      'a disk that is full, over its quota, failing or read-only, or too many open files, at any operation',
    outcome: 'told with a remedy, no lock left behind, resumed to the same bytes',
    file: 'test/faults/disk.test.ts',
    tests: 'at any operation is told, and the run goes on later',
  },
  {
    fault: 'a limit on the size of files, on a real process',
    outcome: 'what to do is told; the same command or a resume goes on',
    file: 'test/faults/small-disk.test.ts',
    tests: 'a full disk ends the command',
  },
  {
    fault: 'a clock that goes backwards',
    outcome: 'the same bytes, no negative durations',
    file: 'test/faults/clock.test.ts',
    tests: 'clocks that go backwards',
  },
  {
    fault: 'resume, stage and run of a run that goes on in another process',
    outcome: 'refused; the run is not disturbed',
    file: 'test/faults/two-processes.test.ts',
    tests: 'is not resumed, staged or started by anybody else',
  },
  {
    fault: 'an engine that fails or runs out of memory in any call',
    outcome: 'a diagnostic with a remedy; the run can be resumed',
    file: 'test/faults/engine-fails.test.ts',
    tests: ', call ',
  },
  {
    fault: 'a torch worker that dies, hangs, is stopped, talks nonsense, floods, or answers with bad files',
    outcome: 'a diagnostic; no process is left behind',
    file: 'test/faults/torch-worker.test.ts',
    tests: 'in the call ',
  },
  {
    fault: 'a long call of a torch worker that gives signs of life',
    outcome: 'no fault',
    file: 'test/faults/torch-worker.test.ts',
    tests: 'a call may take longer than the silence',
  },
  {
    fault: 'every kind of file of a run, of a format from the past or the future',
    outcome: 'refused by name',
    file: 'test/faults/versions.test.ts',
    tests: ' of format ',
  },
  {
    fault: 'a newest checkpoint of a newer version',
    outcome: 'refused; no older one is taken in its place',
    file: 'test/faults/versions.test.ts',
    tests: 'an older checkpoint is not taken',
  },
  {
    fault: 'events of a newer version',
    outcome: 'left out of the report; the run goes on',
    file: 'test/faults/versions.test.ts',
    tests: 'events of a newer version',
  },
  {
    fault: 'an approval of another version',
    outcome: 'lets nobody pass',
    file: 'test/faults/versions.test.ts',
    tests: 'an approval of another version',
  },
  {
    fault: 'optimizer steps that are not finite, with `training.skipNotFinite`',
    outcome: 'skipped, the trajectories saved; resumed to the same bytes',
    file: 'packages/runtime/src/not-finite.test.ts',
    tests: 'skipped step',
  },
  {
    fault: 'a crash between any two changes of the file system of a run that goes on by a changed definition',
    outcome: 'resumed to the same bytes',
    file: 'packages/runtime/src/kill.test.ts',
    tests: 'a run that goes on by another plan and crashes',
  },
  {
    fault: 'a definition that was edited since',
    outcome: 'told; the run stays as it was planned until the changes are accepted',
    file: 'test/e2e/changes.test.ts',
    tests: 'an edited definition is told',
  },
  {
    fault: 'a plan that was edited by hand, its key with it',
    outcome: 'refused at its place before anything is run',
    file: 'test/e2e/changes.test.ts',
    tests: 'a plan that was edited by hand',
  },
];
