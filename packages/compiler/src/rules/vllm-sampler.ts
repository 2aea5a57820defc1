// vLLM samples what the definition asks for, and its log-probabilities are those that the update compares with.
import { defineRule, settings } from './rule.js';

const vllm = 'engine: { name: torch, sampler: vllm }\n';

export const vllmEnvironment = defineRule({
  kind: 'both',
  reads: ['engine', 'environment'],
  catalog: {
    'engine/vllm-environment': {
      severity: 'error',
      message: 'vLLM cannot sample in an environment that replaces tokens',
      help: 'Leave out `engine.sampler`: the torch engine samples by itself.',
      why: 'An environment changes tokens while a response is written, one at a time. vLLM gives whole responses.',
      example: settings(`${vllm}environment: { kind: shaky-scratchpad, slipRate: 0.04 }\n`),
    },
  },
  accepts: {
    'engine/vllm-environment':
      'engine: { name: torch }\nenvironment: { kind: shaky-scratchpad, slipRate: 0.04 }\n',
  },
  check({ engine, environment }, { report }) {
    if (engine.sampler === 'vllm' && environment)
      report(['engine', 'sampler'], 'engine/vllm-environment', {});
  },
});

export const vllmTopP = defineRule({
  kind: 'reinforcement',
  reads: ['engine', 'training'],
  catalog: {
    'engine/vllm-top-p': {
      severity: 'error',
      message:
        'With topP {topP} the log-probabilities that vLLM gives are not those that the update compares with',
      help: 'Set `training.topP` to 1, or leave out `engine.sampler`.',
      why: 'vLLM gives a sampled token its log-probability among the tokens that topP leaves; everywhere else it is that among all tokens.',
      example: settings(`${vllm}training: { topP: 0.9 }\n`),
    },
  },
  accepts: { 'engine/vllm-top-p': `${vllm}training: { topP: 1 }\n` },
  check({ engine, training: { topP } }, { report }) {
    if (engine.sampler === 'vllm' && topP < 1) report(['training', 'topP'], 'engine/vllm-top-p', { topP });
  },
});

export const vllmAlone = defineRule({
  kind: 'both',
  reads: ['engine', 'policy'],
  catalog: {
    'engine/vllm-alone': {
      severity: 'error',
      message: 'vLLM samples from whole policies in one process, not with `{setting}`',
      help: 'Leave out `engine.sampler`: the torch engine samples by itself. Or remove `{setting}`.',
      why: 'The weights go from the trainer to vLLM inside one process, as a model without an adapter has them.',
      example: settings('engine: { name: torch, sampler: vllm, processes: 2 }\n'),
    },
  },
  accepts: { 'engine/vllm-alone': vllm },
  check({ engine, policy }, { report }) {
    if (engine.sampler !== 'vllm') return;
    const processes = engine.processes ?? 1;
    if (processes > 1) report(['engine', 'processes'], 'engine/vllm-alone', { setting: 'engine.processes' });
    if ('lora' in policy && policy.lora)
      report(['policy', 'lora'], 'engine/vllm-alone', { setting: 'policy.lora' });
  },
});
