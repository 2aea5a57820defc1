// What the executor has to say.
import { defineCatalog, type Report, reporter } from '@allot/spec';

export const runtimeCatalog = defineCatalog({
  'change/refused': {
    severity: 'error',
    message: 'A run under way cannot go on with another `{path}`: {reason}.',
    help: 'Put it back, or start a new run from this policy: `allot export RUN --out MODEL`, and `policy.model` MODEL in the new definition.',
    why: 'A run has one policy, one tokenizer, one seed and one order of problems from its first step to its last: its checkpoints, its inputs and its trajectories rest on them. Rewards, tiers, the optimizer, guards, evaluations and the number of steps may change under way.',
    example: {
      language: 'shell',
      text: 'allot resume runs/quickstart-1 --set seed=2 --accept-changes',
    },
  },
  'run/inputs-changed': {
    severity: 'error',
    message: '{what} is no longer what the plan was made from: {file} was changed.',
    help: 'Plan the run again.',
    why: 'A plan states the sha256 of the model, the tokenizer and the datasets it was made from, so that equal plans mean equal experiments. The file has changed since.',
    example: {
      language: 'shell',
      text: 'echo >> train.jsonl && allot stage update --run runs/on-my-data --step 3',
    },
  },
  'run/damaged-input': {
    severity: 'error',
    message: '{file} {problem} since the run was started.',
    help: 'Restore it from a copy of the run, or start a new run.',
    why: 'A run goes on with the tokenizer and the problems that it was started with. Their hashes stand beside them; with others it would be another experiment.',
    example: {
      language: 'shell',
      text: 'echo >> runs/quickstart-1/inputs/tokenizer.json && allot resume runs/quickstart-1',
    },
  },
  'run/damaged-base': {
    severity: 'error',
    message: 'The base policy in {checkpoint} is not intact: {problem}.',
    help: 'Restore it from a copy of the run, or start a new run.',
    why: 'An objective with a divergence compares the policy with that of step 0 in every step. With other weights there the run would train towards something else.',
    example: {
      language: 'shell',
      text: 'rm -r runs/with-kl-1/checkpoints/000000 && allot resume runs/with-kl-1',
    },
  },
  'run/damaged-sizes': {
    severity: 'error',
    message: '{file} does not hold the sizes that the run has picked.',
    help: 'Restore it from a copy of the run. If there is none, remove it: sizes are picked anew, and sums may round differently from there on.',
    why: 'The torch engine picks how many tokens it takes at once, by the memory of the device, and a run keeps to that: other sizes would add the same numbers in another order.',
    example: {
      language: 'shell',
      text: 'echo > runs/with-torch-1/sizes.json && allot resume runs/with-torch-1',
    },
  },
  'run/lost-records': {
    severity: 'warning',
    message:
      'Trajectories of earlier steps or evaluations are damaged, in {count} folders; the first: {file} {problem}.',
    help: 'The run goes on: policy and optimizer do not depend on them. `allot stage` makes those of a step again from the checkpoint before it.',
    why: 'Each folder of a step or an evaluation lists the hashes of its files. Only their sizes are looked at when a run goes on, so that this is quick.',
    example: {
      language: 'shell',
      text: 'rm runs/quickstart-1/steps/000003/rollouts.parquet && allot resume runs/quickstart-1',
    },
  },
  'run/stages-emitted-again': {
    severity: 'warning',
    message: 'The executable stages were damaged and have been emitted again: {file} {problem}.',
    help: 'The run goes on. Its bytes are the same where this is the version of Allot that started it.',
    why: 'The stages in engine/ follow from the plan. Their hashes stand beside them; what no longer agrees is made anew.',
    example: {
      language: 'shell',
      text: 'truncate -s 100 runs/quickstart-1/engine/graphs/train.onnx && allot resume runs/quickstart-1',
    },
  },
  'run/log-changed': {
    severity: 'warning',
    message: '{file} does not hold the events that the checkpoint was committed with.',
    help: 'The run goes on, but its report shows what the log says.',
    why: 'A checkpoint keeps a hash of the events before it, but for times. A line was changed from outside or damaged. Weights and trajectories do not depend on it.',
    example: {
      language: 'shell',
      text: "sed -i 's/0.5/0.9/' runs/quickstart-1/events.jsonl && allot resume runs/quickstart-1",
    },
  },
  'run/adapter-engine': {
    severity: 'error',
    message: 'The engine `{engine}` cannot train the adapter of this run.',
    help: 'Go on with `--engine torch`. Evaluating the run works with every engine.',
    why: 'A run with `policy.lora` trains an adapter beside frozen weights. The torch engine does that; the onnx engine trains whole policies alone.',
    example: { language: 'shell', text: 'allot resume runs/with-lora-1 --engine onnx' },
  },
  'run/not-finite': {
    severity: 'error',
    message: 'The {quantity} of step {step} is {value}, so training cannot go on.',
    help: 'Look at the trajectories in {file}, which is taken back when the run is resumed; a lower learning rate or a smaller maxGradientNorm usually helps. With `training.skipNotFinite` a run goes on without such optimizer steps.',
    why: 'A loss or gradient that is not a number would make every weight not a number. The engine leaves policy and optimizer as they were, and the run stops; the newest checkpoint is sound.',
    example: {
      language: 'shell',
      text: 'allot run pipelines/quickstart.ts --set optimizer.learningRate=1000',
    },
  },
  'run/update-skipped': {
    severity: 'warning',
    message:
      'An optimizer step of step {step} was skipped, because its {quantity} is {value} ({inRow} in a row, at most {most}).',
    help: 'Look at its trajectories in {file}; a lower learning rate or a smaller maxGradientNorm usually helps.',
    why: 'With `training.skipNotFinite`, an optimizer step whose loss or gradient is not a number leaves policy and optimizer as they were, and training goes on. One more in a row than it says stops the run.',
    example: { language: 'yaml', text: 'training: { skipNotFinite: 3 }\n' },
  },
  'run/out-of-memory': {
    severity: 'error',
    message: 'There is not enough memory to go on: {reason}.',
    help: 'Use fewer prompts in a step (`training.promptsPerStep`), shorter responses (`response.maxTokens`), fewer workers (`engine.workers`) or a machine with more memory, and resume the run; `allot plan` says what a run needs.',
    why: 'The system gave no memory for the weights or the trajectories of a step. Nothing that was committed is lost.',
    example: { language: 'shell', text: 'ulimit -v 2000000 && allot run pipelines/quickstart.ts' },
  },
  'run/shape-not-finite': {
    severity: 'error',
    message:
      'The {quantity} of {count} trajectories of step {step} is no finite number; the first, of the problem {problem} with budget {budget} and {tokens} tokens, has {value}.',
    help: 'Look at the trajectories in {folder}, and give the shape a value there: guard what it divides by, and say what a statistic is worth when no trajectory is left.',
    why: 'A reward or advantage that is not a number makes the loss, and then every weight, not a number. The run stops before the update; the newest checkpoint is sound.',
    example: {
      language: 'yaml',
      text: "reward: { expression: 'correct / group.count((r) => r.correct)' }\n",
    },
  },
  'run/commands-not-allowed': {
    severity: 'error',
    message: 'The definition starts programs, which is not allowed: {commands}.',
    help: 'Read what they are; then give --allow-commands.',
    why: 'A definition may come from anywhere. Nothing that it names is started unless you say so.',
    example: { language: 'shell', text: 'allot run judged.yaml' },
  },
  'run/signal-failed': {
    severity: 'error',
    message: 'In step {step}, the program of the signal `{name}` ({command}) failed: {reason}.',
    help: 'Try it by hand: it gets one JSON object a line and answers each with a line of its `id` and a `value`; what it prints for people belongs on stderr. Then resume the run.',
    why: 'A response without its number has no reward. The program was started anew once; the newest checkpoint is sound.',
    example: {
      language: 'yaml',
      text: "signals: { brief: { per: response, command: ['false'] } }\nreward: { expression: 'correct ? signals.brief : 0' }\n",
    },
  },
  'run/verifier-failed': {
    severity: 'error',
    message: 'The verifier {verifier} failed: {reason}.',
    help: 'Try it by hand on that response; docs/grading.md says what it gets and what it gives. What it prints for people belongs on stderr. Then resume the run; a module that was mended is part of another plan, and begins a new run.',
    why: 'A response that nobody has judged has no reward. The verifier was started anew once; the newest checkpoint is sound.',
    example: { language: 'yaml', text: "grading: { kind: command, command: ['false'] }\n" },
  },
  'run/cut-not-a-number': {
    severity: 'error',
    message:
      'In step {step}, the length that a response to the problem {problem} should be cut to is no number.',
    help: 'Say in `cut.when` that responses are cut only where `cut.to` is a number: guard what it divides by.',
    why: 'A response is cut to `cut.to` tokens. Where that is not a number nobody can tell what should be left, so the run stops; the newest checkpoint is sound.',
    example: {
      language: 'yaml',
      text: "cut: { to: 'Math.sqrt(group.mean((r) => r.tokens, { empty: 0 }) - lMax)' }\n",
    },
  },
  'run/memory-not-finite': {
    severity: 'error',
    message: 'Step {step} would leave {value} in the cell {cell} of the memory.',
    help: 'Say in `when` that it is observed only where `observe` is a finite number.',
    why: 'A cell of the memory is read by shapes in every later step. One that is no finite number would spoil them all; the run stops, and the newest checkpoint is sound.',
    example: {
      language: 'yaml',
      text: "state: { rate: { per: run, initial: 0, update: set, observe: '1 / (step - 1)' } }\n",
    },
  },
  'run/no-emitter': {
    severity: 'error',
    message: 'The executable stages are missing from {folder}.',
    help: 'Write them there with `allot compile`.',
    why: 'A run executes graphs that the compiler emits. They are neither in the folder nor can they be made here.',
    example: { language: 'shell', text: 'rm -r runs/quickstart/engine' },
  },
  'run/wrong-engine-folder': {
    severity: 'error',
    message: 'The executable stages in {folder} belong to another plan or another engine.',
    help: 'Emit the stages again with `allot compile`.',
    why: 'The manifest of emitted stages names the plan they were made from; those of another plan may compute something else, and each engine has its own.',
    example: { language: 'shell', text: 'cp -r runs/other/engine runs/quickstart/' },
  },
  'run/no-stop-token': {
    severity: 'error',
    message: 'The tokenizer {file} names no token that ends a response.',
    help: 'State `eos_token` in the tokenizer_config.json beside it.',
    why: 'Sampling goes on until the stop token; without one every response would run to its cap.',
    example: { language: 'json', text: '{ "tokenizer_class": "PreTrainedTokenizerFast" }' },
  },
  'run/no-prompt': {
    severity: 'error',
    message: 'The problem {problem} has no prompt, because of the chat template of the model: {reason}.',
    help: 'Leave the problem out of the dataset, or leave `prompt.template` at plain.',
    why: 'A chat template is tried when the definition is checked, but it may still refuse or change the text of a single problem.',
    example: {
      language: 'jinja',
      text: "{% if 'x' in messages[0].content %}{{ raise_exception('no x') }}{% endif %}",
    },
  },
  'run/prompt-too-long': {
    severity: 'error',
    message:
      'The prompt of the problem {problem} has {tokens} tokens, but the policy has only {positions} positions.',
    help: 'Leave the problem out, or use a policy with more positions.',
    why: 'Prompt, prefill and response share the positions of the policy; nothing is left for the response.',
    example: { language: 'shell', text: 'allot eval runs/quickstart --data very-long-problems.jsonl' },
  },
  'run/log-incomplete': {
    severity: 'warning',
    message: '{file} holds {found} of the {expected} events that the checkpoint counts.',
    help: 'The run goes on, but its report lacks the missing steps.',
    why: 'Lines of the event log were removed or damaged from outside. Weights and trajectories do not depend on it.',
    example: { language: 'shell', text: 'rm runs/quickstart/events.jsonl && allot resume runs/quickstart' },
  },
  'run/other-bits': {
    severity: 'warning',
    message:
      'The run goes on with another {what}, so its last bits may differ from those of a run that was never interrupted.',
    help: 'Where bits matter, resume it where it was: {before}.',
    why: 'Sums of floating-point numbers depend on the order in which they are added: on the versions of an engine, the instructions of a processor and, with torch, the number of threads. What the run learns is the same up to rounding, but small differences grow over many steps. The number of workers of the onnx engine makes no difference.',
    example: { language: 'shell', text: 'OMP_NUM_THREADS=8 allot resume runs/on-torch-1' },
  },
  'guard/fired': {
    severity: 'warning',
    message: 'After step {step}, the guard `{guard}` found: {finding}',
    help: 'Look at the curves in the report. A guard may also stop the run, or go back to a checkpoint: `action`.',
    why: 'A guard of the definition looks at every step and evaluation. It tells what it finds once, and again when it had been well in between. docs/guards.md lists what guards look at.',
    example: { language: 'yaml', text: 'guards:\n  - { kind: exploration-collapse }\n' },
  },
  'guard/rolled-back': {
    severity: 'warning',
    message:
      'After step {step}, the guard `{guard}` found: {finding} The run went back to the checkpoint of step {to}, with {change}.',
    help: 'Look at the curves in the report: the steps that were taken back stand in events.jsonl.',
    why: 'A guard may go back to the newest checkpoint before what it found and train on with a change. It does so at most as often as it is allowed to, and stops the run after that.',
    example: {
      language: 'yaml',
      text: 'guards:\n  - kind: entropy-collapse\n    action: { rollback: { learningRate: 0.5 } }\n',
    },
  },
  'guard/stopped': {
    severity: 'error',
    message: 'After step {step}, the guard `{guard}` stopped the run: {finding}',
    help: 'Look at the curves in the report and change the definition; then start a new run, or go on with this one: `allot resume RUN --accept-changes`. The newest checkpoint is that of this step.',
    why: 'A guard that says `action: stop`, or whose rollbacks are used up, ends the run. Resuming it by the same plan would not change what the guard sees.',
    example: { language: 'yaml', text: 'guards:\n  - { kind: spending, tokens: 100000 }\n' },
  },
  'gate/denied': {
    severity: 'error',
    message: 'At the gate `{gate}`, {by} decided that the run does not go on: {note}',
    help: 'To decide again, remove {file} and use `allot approve`.',
    why: 'A gate of the definition lets a person decide whether a run goes on. What was decided stands in the run folder, and in the report.',
    example: {
      language: 'shell',
      text: 'allot approve runs/gated-1 --gate budget --by Ada --deny --note "too dear"',
    },
  },
  'pilot/none': {
    severity: 'error',
    message: 'The definition {name} has no pilot.',
    help: 'Add `pilot` to it, with the number of `problems` that it takes.',
    why: 'A pilot is run for a definition that says how many problems it takes.',
    example: { language: 'shell', text: 'allot pilot pipelines/quickstart.ts' },
  },
  'pilot/awaited': {
    severity: 'error',
    message: 'The tiers of {name} come from its pilot, which has not been run.',
    help: 'Run it with `allot pilot`; `allot run` does so by itself.',
    why: 'Until the pilot is there, other budgets stand in for those that follow from it. Training with them would be another experiment.',
    example: {
      language: 'yaml',
      text: 'pilot: { problems: 64 }\ntiers: { fromPilot: 4, rolloutsPerTier: 4 }\n',
    },
  },
  'pilot/other': {
    severity: 'error',
    message: 'The folder {folder} does not hold the pilot of this plan.',
    help: 'Run the pilot again: `allot pilot`.',
    why: 'A pilot names by a key what it depends on: policy, dataset, prompt, sampling, grading. That of another plan says nothing about this one.',
    example: { language: 'shell', text: 'cp -r pilots/a-1234abcd pilots/b-5678abcd' },
  },
  'stage/unknown-problem': {
    severity: 'error',
    message: 'The rollouts answer the problem {problem}, which is not in the dataset {dataset}.',
    help: 'Run the rollout stage of the step again.',
    why: 'Rollouts name their problem by its id. These come from another run or another dataset.',
    example: { language: 'shell', text: 'cp runs/a/steps/000001/rollouts.parquet runs/b/steps/000001/' },
  },
  'stage/not-planned': {
    severity: 'error',
    message: 'The plan has no stage {kind} at step {step}.',
    help: '{remedy}',
    why: 'A stage can be run alone only at a step at which the plan has it.',
    example: { language: 'shell', text: 'allot stage rollout --run runs/quickstart --step 999' },
  },
  'stage/missing-input': {
    severity: 'error',
    message: 'The stage {kind} of step {step} needs {input}, which is missing.',
    help: 'Run the stage {before} of step {beforeStep} first.',
    why: 'Each stage reads the files that earlier stages wrote: the score stage the rollouts, the update stage the advantages and the policy before the step.',
    example: { language: 'shell', text: 'allot stage score --run runs/quickstart --step 12' },
  },
  'stage/damaged-input': {
    severity: 'error',
    message: '{file} {problem}.',
    help: 'Run the stage that writes it again, with `allot stage`.',
    why: 'The files of a step are listed with their hashes beside them. What no longer agrees is not read.',
    example: {
      language: 'shell',
      text: 'truncate -s 100 runs/a/steps/000001/rollouts.parquet && allot stage score --run runs/a --step 1',
    },
  },
  'stage/mismatched-rows': {
    severity: 'error',
    message: '{file} does not belong to the rollouts of step {step}: row {row} is of another trajectory.',
    help: 'Run the stage that writes it again.',
    why: 'Scores and advantages name the trajectory they belong to. These name others than the rollouts beside them.',
    example: { language: 'shell', text: 'cp runs/a/steps/000001/scores.parquet runs/b/steps/000001/' },
  },
  'evaluate/not-defined': {
    severity: 'error',
    message: 'The plan defines no evaluation, so the dataset to evaluate on is unknown.',
    help: 'Name one with --data.',
    why: 'An evaluation needs problems. The pipeline has no `evaluation`, and none were named.',
    example: { language: 'shell', text: 'allot eval runs/without-evaluation' },
  },
  'evaluate/no-budget-prefill': {
    severity: 'error',
    message: 'The plan does not say how a budget is told to the policy, so {mode} cannot be evaluated.',
    help: 'Evaluate in another mode, give the tiers a `prefill` with {placeholder}, or, for a model folder, --budget-prefill.',
    why: 'In mode budget=N the response begins with the text by which the tiers state their budget. These tiers state none.',
    example: { language: 'shell', text: 'allot eval runs/without-prefill --mode budget=32' },
  },
  'evaluate/prefill-not-encodable': {
    severity: 'error',
    message: "The tokenizer cannot express the prefill '{prefill}' of mode {mode}.",
    help: 'State `evaluation.efficientPrefill` in the definition, in characters that the tokenizer knows.',
    why: 'A mode other than the natural one begins the response with a text. It has characters without a token.',
    example: { language: 'shell', text: 'allot eval runs/another-tokenizer --mode efficient' },
  },
  'evaluate/out-of-positions': {
    severity: 'warning',
    message:
      'In mode {mode}, {count} responses ended at the {maxPositions} positions of the policy, before their {maxTokens} tokens.',
    help: 'Read them as cut off. Allow fewer tokens (--max-tokens), use shorter problems, or a policy with more positions.',
    why: 'Prompt, prefill and response share the positions of the policy. A response that meets their end is no longer than the policy can make it, whatever was asked for.',
    example: { language: 'shell', text: 'allot eval runs/quickstart --max-tokens 5000' },
  },
  'evaluate/other-evaluation': {
    severity: 'error',
    message: 'The folder {folder} holds another evaluation: {differs} differ.',
    help: 'Give another folder with --out, or leave --out away: every evaluation then has a folder of its own.',
    why: 'An evaluation goes on where it was stopped, with the trajectories that its folder holds. Those of another policy, other problems or other settings do not belong to it.',
    example: {
      language: 'shell',
      text: 'allot eval runs/a --out scores && allot eval runs/a --out scores --temperature 0.5',
    },
  },
  'evaluate/folder-in-use': {
    severity: 'error',
    message: 'The folder {folder} holds files and no evaluation.',
    help: 'Name a folder that is missing or empty with --out, or leave --out away. Nothing was written.',
    why: 'An evaluation writes into a folder of its own, and goes on there when it was stopped. It never mixes its files with others.',
    example: { language: 'shell', text: 'allot eval runs/quickstart-1 --out runs' },
  },
  'evaluate/unknown-dataset': {
    severity: 'error',
    message: 'The plan has no dataset {name}.',
    help: 'Its datasets: {names}.',
    why: 'An evaluation names a dataset of the pipeline or a JSON Lines file.',
    example: { language: 'shell', text: 'allot eval runs/quickstart --data tset' },
  },
});

export const report: Report<typeof runtimeCatalog> = reporter(runtimeCatalog);
