// Diagnostics of what a definition points at: models, tokenizers, dataset files, engines.
import { defineCatalog } from '@allot/spec';

const yaml = (text: string) => ({ language: 'yaml', text }) as const;

const fromPilot = 'tiers: { fromPilot: 2, rolloutsPerTier: 2, prefill: "[{budget}]" }\n';

export const factsCatalog = defineCatalog({
  'tiers/await-pilot': {
    severity: 'info',
    message: 'The budgets come from the pilot, which has not been run: {budgets} stand in for them',
    help: 'Run it with `allot pilot`; `allot run` does so by itself.',
    why: 'The budgets are quantiles of the lengths of the right responses of the pilot. Until it has been run, others stand in for them, so that all else can be checked.',
    example: yaml(`pilot: { problems: 8 }\n${fromPilot}`),
  },
  'tiers/no-pilot': {
    severity: 'error',
    message: 'The tiers come from a pilot, and the definition has none',
    help: 'Add `pilot` with a number of problems, or write the tiers out.',
    why: 'Budgets can follow from the lengths of right responses only where somebody has measured them.',
    example: yaml(fromPilot),
  },
  'tiers/pilot-too-thin': {
    severity: 'error',
    message: 'The {right} right responses of the pilot do not give {count} different budgets up to {most}',
    help: 'Ask for fewer tiers, for more problems or rollouts in `pilot`, or write the tiers out.',
    why: 'Budgets are quantiles of the lengths of right responses. Where there are few of these, or all are about as long, the quantiles are the same.',
    example: yaml(`pilot: { problems: 8 }\n${fromPilot}`),
  },
  'policy/not-found': {
    severity: 'error',
    message: 'There is no {what} at {place}',
    help: 'Put it there, or check the path: it is relative to the definition, or whole, as in --set policy.model=/models/NAME. A model is a Hugging Face folder with config.json, tokenizer.json and model.safetensors. `allot:tiny-base` and `allot:arithmetic` come with Allot.',
    why: 'The policy is read from a Hugging Face folder or made with a tokenizer.json, and nothing lies at the path.',
    example: yaml('policy:\n  model: ./no-such-model\n'),
  },
  'policy/unknown-bundled': {
    severity: 'error',
    message: 'Nothing called `{reference}` comes with Allot',
    help: '{advice}',
    why: 'References that begin with `allot:` name what is shipped with Allot.',
    example: yaml('policy:\n  model: allot:huge-base\n'),
  },
  'dataset/not-found': {
    severity: 'error',
    message: 'There is no dataset file {file}',
    help: 'Check the path. In a definition it is relative to the definition, on the command line to the current folder.',
    why: 'The dataset is read from a file, and nothing lies at the path.',
    example: yaml('datasets:\n  train: { kind: jsonl, path: no-such-file.jsonl }\n'),
  },
  'grading/broken-module': {
    severity: 'error',
    message: 'The verifier `{module}` cannot be loaded: {problem}',
    help: 'Mend the module; its default export is a function that is given problem, answer and response, and says whether the response is right.',
    why: 'The module is parsed when the definition is checked, and not run, so that a run cannot stop for it after its first rollouts.',
    example: {
      language: 'shell',
      text: 'echo "export default (" > verify.ts && allot check pipeline.yaml  # with grading: { kind: module, module: verify.ts }',
    },
  },
  'policy/unsupported-model': {
    severity: 'error',
    message: 'The model is not supported (`{key}` in config.json): {problem}',
    help: '{remedy}',
    why: 'The policy is compiled from its config.json. What the compiler does not know it refuses by name, because a graph that leaves something out would train another model in silence. docs/models.md lists what is supported.',
    example: yaml('policy:\n  model: ./model-with-dynamic-rope\n'),
  },
  'policy/tensor-missing': {
    severity: 'error',
    message: 'The model has no tensor {name}{more}',
    help: 'Save the whole model again: config.json and the weights do not belong together.',
    why: 'config.json says which tensors the weights must hold; one of them is not there.',
    example: yaml('policy:\n  model: ./model-without-a-tensor\n'),
  },
  'policy/tensor-shape': {
    severity: 'error',
    message: 'The tensor {name} has the shape {actual}, and config.json asks for {expected}{more}',
    help: 'Save the whole model again: config.json and the weights do not belong together.',
    why: 'config.json says which shape each tensor has; the weights disagree.',
    example: yaml('policy:\n  model: ./model-with-a-wrong-shape\n'),
  },
  'policy/tensor-unexpected': {
    severity: 'error',
    message: 'The model has the tensor {name}{more}, which its config.json does not ask for',
    help: 'Save the whole model again: config.json and the weights do not belong together. Merge adapters into the weights.',
    why: 'A weight that is left out would change what the policy computes.',
    example: yaml('policy:\n  model: ./model-with-an-adapter\n'),
  },
  'policy/tensor-type': {
    severity: 'error',
    message: 'The tensor {name} has the type {dtype}{more}; F32, BF16 and F16 can be trained',
    help: 'Use the model before quantization, saved in one of these types.',
    why: 'Training needs floating-point weights of at least 16 bits.',
    example: yaml('policy:\n  model: ./model-in-eight-bits\n'),
  },
  'plan/other-key': {
    severity: 'error',
    message: 'The settings in {file} have the key {found}, and the plan says {stated}',
    help: 'Restore the file from a copy. To change a run, edit its definition: `allot resume RUN --accept-changes` goes on with it.',
    why: 'The key of a plan is the hash of its settings. Where the two do not belong together, the settings were edited after the run was planned, and its results are those of other ones.',
    example: {
      language: 'shell',
      text: 'sed -i \'s/"seed": 1/"seed": 2/\' runs/quickstart-1/plan.json && allot report runs/quickstart-1',
    },
  },
  'plan/malformed': {
    severity: 'error',
    message: '{file} is no plan: {problem}',
    help: 'Restore the file from a copy. To change a run, edit its definition: `allot resume RUN --accept-changes` goes on with it.',
    why: 'A plan is checked against schemas/plan.schema.json before anything of it is run: every value has its type and its limits, and nothing is there that a plan does not have.',
    example: {
      language: 'shell',
      text: 'sed -i \'s/"steps": 150/"steps": -1/\' runs/quickstart-1/plan.json && allot resume runs/quickstart-1',
    },
  },
  'emit/unwritable': {
    severity: 'error',
    message: 'The stages cannot be written to {folder}: {problem}',
    help: 'Choose a folder that can be written, or make room on the disk.',
    why: 'The executable stages are files; they are written aside and then moved into place, so that a folder is never half written.',
    example: { language: 'shell', text: 'allot compile quickstart.ts --out /proc/engine' },
  },
  'verl/does-not-divide': {
    severity: 'error',
    message:
      'A minibatch of {trajectories} trajectories ({prompts} prompts of {rollouts} rollouts) cannot be shared out to {gpus} GPUs',
    help: 'Make training.promptsPerMinibatch times training.rolloutsPerPrompt a multiple of {gpus}, or use other --nodes and --gpus-per-node.',
    why: 'verl gives every GPU equally many trajectories of a minibatch, and stops after the model is loaded where it cannot.',
    example: {
      language: 'shell',
      text: 'allot compile pipeline.yaml --engine verl --gpus-per-node 7 --out bundle',
    },
  },
  'trl/one-machine': {
    severity: 'error',
    message: 'TRL trains on one machine, each GPU with the whole model: {flag} {value} is not for it',
    help: 'Leave {flag} out, or compile for a cluster: --engine verl.',
    why: 'A bundle for TRL starts one process for each GPU of one machine. What lies beyond is what verl is for.',
    example: {
      language: 'shell',
      text: 'allot compile pipeline.yaml --engine trl --nodes 2 --out bundle',
    },
  },
  'trl/does-not-divide': {
    severity: 'error',
    message: '{count} {what} cannot be shared out to {gpus} GPUs',
    help: 'Use another --gpus-per-node, or make them a multiple of {gpus}.',
    why: 'Every process of TRL samples whole groups and has equally many trajectories of an optimizer step; what does not come out even would be left out in silence.',
    example: {
      language: 'shell',
      text: 'allot compile pipeline.yaml --engine trl --gpus-per-node 7 --out bundle',
    },
  },
  'verl/tensor-parallel': {
    severity: 'error',
    message: '{count} {what} cannot be shared out to groups of {size} GPUs',
    help: 'Use a --tensor-parallel that divides them; 1 needs no sharing, where one GPU holds the weights.',
    why: 'With --tensor-parallel, GPUs of a node share the weights of the rollout engine head by head. vLLM refuses what does not come out even, after everything else was started.',
    example: {
      language: 'shell',
      text: 'allot compile pipeline.yaml --engine verl --gpus-per-node 8 --tensor-parallel 3 --out bundle',
    },
  },
});
