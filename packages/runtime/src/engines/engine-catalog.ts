// What an engine says when it cannot do its work: diagnostics with a remedy.
import { defineCatalog, reporter } from '@allot/spec';

export const engineCatalog = defineCatalog({
  'engine/device-unavailable': {
    severity: 'error',
    message: "The device '{device}' cannot be used here: {reason}",
    help: '{remedy}',
    why: 'The onnx engine runs its graphs through onnxruntime, the torch engine its models through PyTorch. Every machine has a CPU; webgpu needs a GPU with a Vulkan, Metal or Direct3D 12 driver, and cuda needs Linux, an NVIDIA driver and the CUDA provider library.',
    example: { language: 'yaml', text: 'engine: { name: onnx, device: cuda }' },
  },
  'engine/files-damaged': {
    severity: 'error',
    message: 'The emitted engine cannot be read: {file}: {reason}',
    help: 'Delete the folder {folder} and run the command again: the stages are emitted anew, with the same bytes.',
    why: 'The engine folder holds a manifest and one ONNX file with a description for every graph. They belong together: a changed, missing or shortened file cannot be run.',
    example: { language: 'shell', text: 'rm run/engine/graphs/train.onnx && allot resume run' },
  },
  'engine/microbatch-halved': {
    severity: 'warning',
    message: 'The device has not enough memory for this micro-batch; going on with {tokens} tokens at once',
    help: 'Set `training.tokensPerMicrobatch` to {tokens} or less, so that the step is not begun twice.',
    why: 'When memory runs out in an update, the torch engine begins the step anew with micro-batches half as large. The gradient is the same up to rounding: a minibatch is a sum over its micro-batches.',
    example: {
      language: 'shell',
      text: 'allot run pipeline.yaml --engine torch --device cuda --set training.tokensPerMicrobatch=10000000',
    },
  },
  'engine/no-kernels': {
    severity: 'warning',
    message: 'The kernels of the torch engine do not run on this GPU; plain PyTorch does their work, slower',
    help: 'Nothing is lost. Look whether the Python of the engine has triton, a C compiler (`gcc`) and the header files of Python (`python3-dev`): Triton compiles what starts a kernel.',
    why: 'On a GPU the attention of rollouts, the choice of tokens, and log-probabilities with their gradients are computed by kernels written in Triton, which comes with PyTorch on Linux. Where they cannot be compiled, PyTorch does the same: rollouts then read every cache as far as the longest, and updates take more memory for each token.',
    example: {
      language: 'shell',
      text: 'CC=/nowhere allot run pipeline.yaml --engine torch --device cuda',
    },
  },
  'engine/no-vllm': {
    severity: 'error',
    message: '{reason} (by {python})',
    help: 'Run `allot setup torch --vllm`, or leave out `engine.sampler`: the torch engine samples by itself.',
    why: 'With `sampler: vllm` the torch engine leaves rollouts to vLLM, which needs to be installed beside torch.',
    example: {
      language: 'yaml',
      text: 'engine: { name: torch, sampler: vllm }',
    },
  },
  'engine/rows-halved': {
    severity: 'warning',
    message: 'The device has not enough memory for so many responses at once; going on with {rows} at once',
    help: 'Nothing is lost. Shorter responses (`response.maxTokens`), or a device with more memory, let more be sampled at once.',
    why: 'When memory runs out in a rollout, the torch engine keeps the responses that are finished and begins the others anew, half as many at once. They meet the same random numbers.',
    example: {
      language: 'shell',
      text: 'allot run pipeline.yaml --engine torch --device cuda --set response.maxTokens=1000000',
    },
  },
  'engine/no-python': {
    severity: 'error',
    message: "The torch engine's worker does not start with {python}: {reason}",
    help: 'Run `allot setup torch`, or name a Python that has torch and transformers with `engine.python`.',
    why: 'The torch engine runs models in a Python process of its own. `allot doctor` says what that Python has and what it lacks.',
    example: {
      language: 'yaml',
      text: 'engine: { name: torch, python: /usr/bin/python-without-torch }',
    },
  },
  'engine/out-of-memory': {
    severity: 'error',
    message:
      'There is no memory for {vectors} vectors of {parameters} numbers: the policy, its optimizer and the lanes of its gradient',
    help: 'Use a smaller policy, or a machine with more memory; `allot plan` says what a run needs.',
    why: 'The onnx engine keeps the weights, both moments of AdamW and four partial gradients as vectors of float32 numbers that all workers share, and the base policy beside them where the objective has a divergence from it.',
    example: { language: 'shell', text: 'ulimit -v 2000000 && allot run pipelines/quickstart.ts' },
  },
  'engine/too-few-gpus': {
    severity: 'error',
    message: '{processes} processes need as many GPUs; torch sees {gpus}',
    help: 'Use `processes: {gpus}` or fewer, or a machine with more GPUs; `allot doctor` lists them.',
    why: 'Each process of the torch engine has a GPU of its own. Where CUDA_VISIBLE_DEVICES is set, torch sees the GPUs it names and no others.',
    example: { language: 'yaml', text: 'engine: { name: torch, device: cuda, processes: 8 }' },
  },
  'engine/unread-flag': {
    severity: 'error',
    message: '`--{name}` is for the engine `{owner}`; the run goes on with `{engine}`',
    help: 'Leave out `--{name}`, or add `--engine {owner}`.',
    why: 'A flag that an engine does not read would change nothing, silently.',
    example: { language: 'shell', text: 'allot resume runs/pipeline-1 --engine onnx --processes 2' },
  },
  'engine/worker-failed': {
    severity: 'error',
    message: 'A worker of the engine failed: {reason}',
    help: '{remedy}',
    why: 'Graphs run in worker threads, models of the torch engine in a Python process. A worker fails when memory runs out or when a graph does not fit its inputs; the state of the policy is then no longer trusted, and the run goes on from its last checkpoint.',
    example: {
      language: 'shell',
      text: 'allot run pipeline.yaml --set training.tokensPerMicrobatch=10000000',
    },
  },
});

export const reportEngine = reporter(engineCatalog);
