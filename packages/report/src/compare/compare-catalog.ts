// Diagnostics of comparing policies.
import { defineCatalog, reporter } from '@allot/spec';

export const compareCatalog = defineCatalog({
  'compare/nothing-there': {
    severity: 'error',
    message: 'There is neither a run nor a saved evaluation in {place}.',
    help: 'Name the folder of a run (`allot runs` lists them), RUN@STEP, a folder in its checkpoints/, or a folder that `allot eval` wrote into evaluations/. A model is evaluated first: allot eval MODEL --data NAME.',
    why: 'Policies are compared by their answers to the same problems. A run keeps those of its evaluations, and allot eval keeps its own.',
    example: { language: 'shell', text: 'allot compare runs/quickstart-1 models/my-qwen' },
  },
  'compare/not-evaluated': {
    severity: 'error',
    message: 'There is no evaluation{which} in {place}. It has {steps}.',
    help: 'Name one of its evaluations, or evaluate a checkpoint with `allot eval` and compare the folder that it writes.',
    why: 'A run is evaluated where its definition says so (evaluation.everySteps), at its beginning and at its end.',
    example: { language: 'shell', text: 'allot compare runs/quickstart-1@0 runs/quickstart-1@7' },
  },
  'compare/damaged': {
    severity: 'error',
    message: 'The responses in {place} are damaged: {problem}.',
    help: 'Run the same `allot eval` again: it samples the damaged part anew. In a run, `allot stage evaluate --run RUN --step N` does.',
    why: 'The hashes of responses are kept: in the name of each part of a saved evaluation, and in hashes.json beside those of a run. A comparison of some of the responses would be of other problems.',
    example: {
      language: 'shell',
      text: 'truncate -s 100 evaluations/quick-test-1a2b3c4d/natural/part-00001.*.parquet\nallot compare evaluations/*',
    },
  },
  'compare/unfinished': {
    severity: 'error',
    message: 'The evaluation in {place} is not finished.',
    help: 'Run the same `allot eval` again: it goes on where it was stopped.',
    why: 'A part of the problems is not the dataset: the parts come in its order, which may be one of difficulty.',
    example: { language: 'shell', text: 'allot compare evaluations/base-math-500-1a2b3c4d evaluations/half' },
  },
  'compare/no-mode': {
    severity: 'error',
    message: '{policy} was not evaluated in {mode} mode. It has {modes}.',
    help: 'Choose with --mode among the modes that all policies have, or evaluate it with `allot eval --mode`.',
    why: 'Policies are compared mode by mode.',
    example: { language: 'shell', text: 'allot compare runs/a-1 runs/b-1 --mode budget=512' },
  },
  'compare/no-data': {
    severity: 'error',
    message: '{policy} was not evaluated on {data}. It has {names}.',
    help: 'Choose with --data among the datasets that all policies have, or evaluate it with `allot eval --data`.',
    why: 'Policies are compared dataset by dataset.',
    example: { language: 'shell', text: 'allot compare runs/a-1 runs/b-1 --data aime-2024' },
  },
  'compare/different': {
    severity: 'error',
    message: 'The evaluations of {base} and {policy} ({where}) differ in {what}: {detail}.',
    help: 'Evaluate both alike with `allot eval`, or compare them all the same with --allow-different {what}; the comparison then says so.',
    why: 'A difference in results says something about the policies only where nothing else differs. The engine and the seed may: they do not change what is measured.',
    example: {
      language: 'shell',
      text: 'allot eval models/a --data math-500 --temperature 0\nallot eval models/b --data math-500 --temperature 1\nallot compare evaluations/*',
    },
  },
  'compare/nothing-in-common': {
    severity: 'error',
    message: 'The evaluations of {base} and {policy} ({where}) have no problem in common.',
    help: 'Evaluate both on the same dataset: allot eval POLICY --data NAME.',
    why: 'A comparison is paired: problem by problem, by id. Without pairs there is none, also where the data may differ.',
    example: {
      language: 'shell',
      text: 'allot compare runs/a-1 runs/on-other-data-1 --allow-different data',
    },
  },
  'compare/same-name': {
    severity: 'error',
    message: 'Two policies are named {name}.',
    help: 'Give each NAME=PLACE a name of its own. Several datasets of one policy are one place: NAME=PLACE,PLACE.',
    why: 'The tables, the figures and the verdict tell policies apart by their names.',
    example: { language: 'shell', text: 'allot compare a=runs/a-1 a=runs/a-2' },
  },
  'compare/same-policy': {
    severity: 'error',
    message: '{first} and {second} are the same evaluation, in {mode} mode, in {place}.',
    help: 'Name each policy once. A run is compared with its own beginning as RUN@0.',
    why: 'A run without a step is its last evaluation, and one folder may be named by several paths. Against itself every change is 0, and the comparison would say nothing.',
    example: { language: 'shell', text: 'allot compare runs/quickstart-1 ./runs/../runs/quickstart-1' },
  },
  'compare/one-policy': {
    severity: 'error',
    message: 'There is one policy, {policy}, and nothing to compare it with.',
    help: 'Name a second one, or the one to measure against with --against. A run is compared with its own beginning as RUN@0.',
    why: 'A comparison needs two.',
    example: { language: 'shell', text: 'allot compare runs/quickstart-1' },
  },
});

export const reportCompare = reporter(compareCatalog);
