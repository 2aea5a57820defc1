// The diagnostics of the command line itself; `allot explain` merges them with every other package's.
import { defineCatalog, reporter } from '@allot/spec';
import { casesCatalog } from './cases/cases-catalog.js';
import { clusterCatalog } from './cluster/cluster-catalog.js';
import { gradeCatalog } from './grade/grade-catalog.js';
import { trackCatalog } from './track/track-catalog.js';
import { watchCatalog } from './watch/watch-catalog.js';

export const allotCatalog = defineCatalog({
  ...casesCatalog,
  ...clusterCatalog,
  ...gradeCatalog,
  ...trackCatalog,
  ...watchCatalog,
  'init/would-overwrite': {
    severity: 'error',
    message: 'The folder {folder} already has {files}.',
    help: 'Choose another folder, or move these files away. Nothing was written.',
    why: 'allot init never replaces a file: what is there may be an experiment of yours. It writes all of its files or none.',
    example: {
      language: 'shell',
      text: 'allot init my-experiment && echo >> my-experiment/pipeline.ts && allot init my-experiment',
    },
  },
  'reproduce/nothing-done': {
    severity: 'error',
    message: 'No arm of the miniature in {out} is trained and evaluated yet.',
    help: 'Leave --page-only away to run it, or name its folder with --out.',
    why: 'The page is made of evaluations that are finished. They lie in the folder of the miniature, beside its runs.',
    example: { language: 'shell', text: 'allot reproduce hbpo --miniature --page-only --out nowhere' },
  },
  'reproduce/other-run': {
    severity: 'error',
    message: 'The run {run} is of another experiment: its plan is {found}, and {wanted} is wanted.',
    help: 'Name another folder with --out, or move this run away.',
    why: 'A miniature goes on with the runs in its folder, and never mixes those of two protocols.',
    example: {
      language: 'shell',
      text: 'allot run pipeline.yaml --run-dir out/runs/hbpo-1 && allot reproduce hbpo --miniature --out out',
    },
  },
  'eval/nothing-there': {
    severity: 'error',
    message: 'There is neither a run nor a checkpoint nor a model in {path}.',
    help: 'Name the folder of a run (`allot runs` lists them), RUN@STEP, a folder in its checkpoints/, or a model folder, which holds a config.json.',
    why: 'A run folder holds a run.json, a checkpoint a manifest.json, a Hugging Face model folder a config.json.',
    example: { language: 'shell', text: 'allot eval nowhere' },
  },
  'eval/no-checkpoint': {
    severity: 'error',
    message: 'There is no checkpoint of step {step} in {run}. It has {known}.',
    help: 'Name one of these as RUN@STEP, or the run alone for its newest one.',
    why: 'Checkpoints are written every `checkpoints.everySteps` steps, and `checkpoints.keep` removes earlier ones.',
    example: { language: 'shell', text: 'allot eval runs/quickstart-1@7' },
  },
  'plan/no-gpu': {
    severity: 'error',
    message: '--gpu-memory asks about a GPU of the torch engine, and the plan is for {engine} on {device}.',
    help: 'Add --engine torch --device cuda, or leave --gpu-memory away.',
    why: 'The torch engine picks how much a GPU holds at once by its free memory. What other engines hold does not depend on it.',
    example: { language: 'shell', text: 'allot plan pipeline.yaml --gpu-memory 80GiB' },
  },
  'plan/gpu-in-text': {
    severity: 'error',
    message: 'What --gpu-memory asks about is told as text, and is no part of the JSON.',
    help: 'Leave --json or --gpu-memory away.',
    why: 'The JSON is the plan, which does not depend on the GPU that it will run on.',
    example: { language: 'shell', text: 'allot plan pipeline.yaml --json --gpu-memory 80GiB' },
  },
  'run/from-bundle': {
    severity: 'error',
    message: 'TRL trains from a bundle, and is started there.',
    help: 'Compile the definition, and launch the bundle: allot compile {definition} --engine trl --out bundle && bundle/launch.sh.',
    why: 'A bundle for TRL is a program of its own, with an environment of its own. Its README.md says how it is launched, goes on and is read. With `--engine torch`, allot run trains on the GPU of this machine itself.',
    example: { language: 'shell', text: 'allot run pipeline.yaml --engine trl' },
  },
  'change/not-accepted': {
    severity: 'error',
    message:
      'The run {run} was started from another definition, and goes on by its own plan unless you accept these changes.',
    help: 'Add --accept-changes to go on with them, or leave {flags} away to go on as planned.',
    why: 'A run whose settings change under way is another experiment from that step on. It is so only when somebody says so; the run then keeps both plans, and its log, its report and run.json tell what changed after which step.',
    example: { language: 'shell', text: 'allot resume runs/quickstart-1 --steps 200' },
  },
  'change/definition-edited': {
    severity: 'info',
    message: '{definition} was edited since the run {run} was started; the run goes on as planned.',
    help: 'allot resume {run} --definition {definition} shows what that changes, and --accept-changes goes on with it.',
    why: 'A run keeps the definition it was started from, and its plan. Editing the file changes neither.',
    example: { language: 'shell', text: 'echo "# note" >> pipeline.yaml && allot resume runs/pipeline-1' },
  },
  'reproduce/unknown-preset': {
    severity: 'error',
    message: 'There is no preset called "{name}".',
    help: '{meant}`allot reproduce` lists all of them.',
    why: 'A preset is a run that a paper published, by the name in the list.',
    example: { language: 'shell', text: 'allot reproduce hpbo' },
  },
  'reproduce/other-file': {
    severity: 'error',
    message: 'The file {file} is there already, and is not the definition of {preset}.',
    help: 'Run it as it is with `allot run {file}`, or choose another name with --write. Nothing was written.',
    why: 'A definition that was changed by hand is never written over.',
    example: {
      language: 'shell',
      text: 'allot reproduce hbpo --write run.ts && allot reproduce dler --write run.ts',
    },
  },
  'reproduce/no-base-model': {
    severity: 'error',
    message: 'The base model of {preset}, {base}, is not there: {folder} is no folder.',
    help: 'Name its folder with --set policy.model=FOLDER, or put it there: a Hugging Face folder with config.json, tokenizer.json and model.safetensors.{instead}',
    why: 'A preset begins with the base model of its paper, some gigabytes that do not come with Allot. Nothing is trained without it.',
    example: { language: 'shell', text: 'allot reproduce hbpo --run' },
  },
  'reproduce/unknown-ending': {
    severity: 'error',
    message: 'A definition cannot be written to {file}.',
    help: 'Choose a name that ends in .ts or .yaml.',
    why: 'Beside each setting stands where it is from, as a comment, which JSON does not have.',
    example: { language: 'shell', text: 'allot reproduce hbpo --write hbpo.json' },
  },
  'approve/unknown-gate': {
    severity: 'error',
    message: 'The run {run} has no gate {gate}.',
    help: 'Its gates: {known}.',
    why: 'An approval is for a gate that the definition of the run names in `gates`.',
    example: { language: 'shell', text: 'allot approve runs/quickstart-1 --gate review --by Ada' },
  },
  'approve/unfit': {
    severity: 'error',
    message: 'The decision about the gate {gate} cannot be written down: {problem}.',
    help: 'Give a name (--by NAME) and, if you like, a note, as plain text.',
    why: 'The report and the event log show who let the run go on, and why.',
    example: { language: 'shell', text: 'allot approve runs/gated-1 --gate review --by ""' },
  },
  'approve/decided': {
    severity: 'error',
    message: 'The gate {gate} is {decision} by {who} already.',
    help: 'To decide again, remove {run}/approvals/{gate}.json first.',
    why: 'A decision is not written over by accident.',
    example: {
      language: 'shell',
      text: 'allot approve runs/gated-1 --gate review --by Ada && allot approve runs/gated-1 --gate review --by Bob',
    },
  },
  'compile/awaits-pilot': {
    severity: 'error',
    message: 'The tiers of {name} come from its pilot, which has not been run.',
    help: 'Run it first: allot pilot {definition}',
    why: 'Until the pilot is there, other budgets stand in for those that follow from it. Stages that train with them are of another experiment.',
    example: { language: 'shell', text: 'allot compile pipelines/piloted.yaml --out compiled' },
  },
  'compile/no-prompt': {
    severity: 'error',
    message: 'The problem {problem} has no prompt: {reason}.',
    help: 'Look at the problem and at the chat template, or filter such problems out.',
    why: 'A bundle holds the prompt of every problem in tokens. A problem without one could not be sampled from.',
    example: { language: 'shell', text: 'allot compile pipeline.yaml --engine verl --out bundle' },
  },
  'export/nothing-there': {
    severity: 'error',
    message: 'There is neither a run nor a checkpoint in {path}.',
    help: 'Name the folder of a run (`allot runs` lists them), RUN@STEP, or a folder in its checkpoints/.',
    why: 'allot export writes the policy of a run. A run folder holds a run.json, a checkpoint a manifest.json.',
    example: { language: 'shell', text: 'allot export nowhere --out my-model' },
  },
  'export/of-model': {
    severity: 'error',
    message: '{path} is a model already, and no run.',
    help: 'Use it as it is: `policy.model` of a definition and `allot eval` take it.',
    why: 'allot export makes a model folder of a policy that a run has trained. A model folder is what it would write.',
    example: { language: 'shell', text: 'allot export allot:tiny-base --out my-model' },
  },
  'export/folder-in-use': {
    severity: 'error',
    message: '{place} is {found}.',
    help: 'Name a folder that is missing or empty. Nothing was written.',
    why: 'allot export writes a model folder in which nothing else stands; it never replaces a file.',
    example: { language: 'shell', text: 'allot export runs/quickstart-1 --out runs' },
  },
  'eval/greedy-samples': {
    severity: 'warning',
    message: 'At temperature 0 the {samples} samples of a problem are all the same.',
    help: 'Use --samples 1, or a temperature above 0.',
    why: 'Several samples measure how much answers vary; greedy ones do not vary, and only cost time.',
    example: { language: 'shell', text: 'allot eval runs/quickstart-1 --temperature 0 --samples 3' },
  },
  'eval/unknown-dataset': {
    severity: 'error',
    message: 'The run has no dataset named "{name}".',
    help: '{meant}Its datasets are {names}. A file is given by its path, which ends in .jsonl, .json, .csv or .parquet, and gsm8k or another dataset that `allot data` lists by its name.',
    why: 'allot eval evaluates on a dataset of the run or one that Allot knows, by name, or on a file of problems.',
    example: { language: 'shell', text: 'allot eval runs/quickstart-1 --data tset' },
  },
  'eval/settings-of-run': {
    severity: 'error',
    message: 'A run says itself how it is asked: {flags} cannot be given.',
    help: 'Leave them away, or evaluate the model folder that `allot export` writes from a checkpoint of the run.',
    why: 'Prompts, tags and prefills are those that the policy was trained with. Others would measure something else under the name of the run.',
    example: { language: 'shell', text: 'allot eval runs/quickstart-1 --system "Think briefly."' },
  },
  'eval/model-without-data': {
    severity: 'error',
    message: 'A model folder does not say what it is evaluated on.',
    help: 'Give --data: a benchmark (allot data lists them), NAME=FILE for a local copy of one, or a file of problems.',
    why: 'Only a run has a dataset of its own.',
    example: { language: 'shell', text: 'allot eval allot:tiny-base' },
  },
  'eval/unknown-benchmark': {
    severity: 'error',
    message: 'There is no dataset called "{name}".',
    help: 'allot data lists those that Allot knows. A file is given by its path: .jsonl, .json, .csv or .parquet.',
    why: '--data of a model folder is the name of a benchmark or a file of problems.',
    example: { language: 'shell', text: 'allot eval allot:tiny-base --data maths' },
  },
  'eval/no-dataset': {
    severity: 'error',
    message: 'This pipeline names no dataset to evaluate on.',
    help: 'Say what to evaluate on: --data NAME for one of its datasets ({names}) or --data FILE.jsonl.',
    why: 'Without an evaluation in the definition there is no dataset that stands for the task.',
    example: { language: 'shell', text: 'allot eval runs/without-evaluation-1' },
  },
  'data/unknown-format': {
    severity: 'error',
    message: 'The name of {file} does not say what format it has.',
    help: 'Give a file that ends in .jsonl, .json, .csv, .tsv or .parquet; all but the last may be followed by .gz.',
    why: 'A file on the command line is read by the ending of its name; a definition can say more about a file.',
    example: { language: 'shell', text: 'allot eval runs/quickstart-1 --data problems.txt' },
  },
  'data/unknown-name': {
    severity: 'error',
    message: 'Allot knows no dataset called "{name}".',
    help: '{meant}Known are {names}; NAME in NAME=FILE is one of these, and says which fields the file has. A file with fields of its own is given by its path alone, a definition by a name that ends in .ts, .js or .yaml.',
    why: 'allot data shows and downloads datasets that Allot knows by name, files of rows, and the datasets of a definition.',
    example: { language: 'shell', text: 'allot data fetch gms8k' },
  },
  'data/unknown-dataset': {
    severity: 'error',
    message: 'The definition {file} has no dataset named "{name}".',
    help: '{meant}Its datasets are {names}.',
    why: '--dataset names one of the datasets that the definition declares.',
    example: { language: 'shell', text: 'allot data show pipeline.ts --dataset trian' },
  },
  'data/no-definition': {
    severity: 'error',
    message: '{word} is no definition, so that it has no dataset named "{name}".',
    help: 'Leave --dataset away, or give the definition: a .ts, .yaml or .json file.',
    why: '--dataset chooses among the datasets that a definition declares.',
    example: { language: 'shell', text: 'allot data show gsm8k --dataset train' },
  },
  'runs/no-folder': {
    severity: 'error',
    message: 'There is no folder {folder}.',
    help: 'Name the folder that holds your runs; allot run makes them in runs/.',
    why: 'Runs are listed from the folders in which they were made; without --run-dir that is runs/ beside where you were.',
    example: { language: 'shell', text: 'allot runs elsewhere' },
  },
  'runs/no-duckdb': {
    severity: 'error',
    message: 'Filters, order and SQL need DuckDB, which is not here: {reason}',
    help: 'Install it beside Allot: npm install @duckdb/node-api@1.5.5-r.5. Without these flags, allot runs lists all runs.',
    why: 'DuckDB is an optional dependency: npm leaves it out with --omit=optional, and where it has no build for the machine.',
    example: { language: 'shell', text: 'npm install --omit=optional && npx allot runs --sort tokens' },
  },
  'runs/bad-sql': {
    severity: 'error',
    message: '{flag} cannot be asked: {problem}',
    help: 'Tables are runs, steps, tiers, evaluations and trajectories; `allot runs --sql "describe runs"` shows the columns of one; the heads of the list are columns of runs. The dialect is that of DuckDB; a query is one statement.',
    why: '--where and --sort are expressions over the columns of the table runs, --sql is a whole query. They can read the runs in the folder and nothing else.',
    example: { language: 'shell', text: 'allot runs --where "acuracy > 0.9"' },
  },
  'runs/no-query': {
    severity: 'error',
    message: '{flag} takes one query, and this is {found}.',
    help: 'Write one statement that reads: SELECT, FROM, WITH, VALUES, DESCRIBE, SHOW or SUMMARIZE.',
    why: 'allot runs reads runs and changes nothing, so that statements which write, set, attach or copy are refused.',
    example: { language: 'shell', text: 'allot runs --sql "drop table runs"' },
  },
  'runs/damaged-file': {
    severity: 'warning',
    message: '{file} is no whole Parquet file, and is left out.',
    help: 'A run that goes on may be writing it. Else the step can be made again: allot stage rollout.',
    why: 'A Parquet file begins and ends with the letters PAR1. One that was cut off has no end, and cannot be read.',
    example: {
      language: 'shell',
      text: 'truncate -s 100 runs/quickstart-1/steps/000001/rollouts.parquet\nallot runs --sql "select count(*) from trajectories"',
    },
  },
  'setup/no-python': {
    severity: 'error',
    message: 'There is no Python to make a virtual environment with: {reason}',
    help: 'Install Python 3.10 to 3.13 or uv, or name one with --python.',
    why: 'The torch engine runs models in a Python process. Its packages go into a virtual environment of their own, which uv or the module venv of an installed Python makes.',
    example: { language: 'shell', text: 'allot setup torch --python /no/such/python' },
  },
  'setup/failed': {
    severity: 'error',
    message: 'This command failed with {how}: {command}',
    help: 'Its own words stand above. Put right what they say and run `allot setup torch` again, which goes on with what is there.',
    why: 'A virtual environment is made by uv or by venv and pip, with the requirements that Allot pins. They need the package index that you have configured, and some gigabytes of disk.',
    example: { language: 'shell', text: 'allot setup torch --venv /read-only/torch-venv' },
  },
  'output/unwritable': {
    severity: 'error',
    message: 'The output could not be written: {problem}.',
    help: 'Send it to another place. What the command wrote into files of its own is complete.',
    why: 'stdout leads to a file or a device that refused the data, so what stands there is not the whole answer.',
    example: { language: 'shell', text: 'allot plan pipeline.ts --json > /dev/full' },
  },
  'output/other-file': {
    severity: 'error',
    message: 'The file {file} is there already, and is no page of Allot.',
    help: 'Choose another name, or move the file away. Nothing was written.',
    why: 'A report is replaced by a newer one. Any other file may be a definition, a log or a text of yours, and is never written over.',
    example: {
      language: 'shell',
      text: 'allot report runs/quickstart-1 --out runs/quickstart-1/events.jsonl',
    },
  },
  'explain/unknown-code': {
    severity: 'error',
    message: 'No diagnostic is called "{code}".',
    help: '{suggestion}',
    why: 'Diagnostics are named area/slug and keep their names for ever; `allot explain` without a code lists all of them.',
    example: { language: 'shell', text: 'allot explain tiers/not-ascendin' },
  },
});

export const reportCommand = reporter(allotCatalog);

/** Why a file cannot be read, in words. */
export function reasonOf(error: Error & { readonly code?: unknown }): string {
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file',
    EISDIR: 'it is a folder',
    EACCES: 'permission is denied',
  };
  return reasons[String(error.code)] ?? error.message;
}
