// The engine is one that this version has, its settings are its own, and the machine has the cores it asks for.
import { availableParallelism } from 'node:os';
import { defineRule, settings } from './rule.js';

const WIDE = 64;

/** Settings that only one engine reads. */
const owners = {
  workers: 'onnx',
  python: 'torch',
  processes: 'torch',
  sampler: 'torch',
  deterministic: 'torch',
} as const;

export const engineAvailable = defineRule({
  kind: 'both',
  reads: ['engine'],
  catalog: {
    'engine/no-such-device': {
      severity: 'error',
      message: 'The engine `torch` has no device `{device}`',
      help: 'Use `cpu` or `cuda`, or the engine `onnx`.',
      why: 'WebGPU runs the graphs of the onnx engine; PyTorch runs on the CPU and on NVIDIA GPUs.',
      example: settings('engine: { name: torch, device: webgpu }\n'),
    },
    'engine/other-engines-setting': {
      severity: 'error',
      message: '`engine.{setting}` is a setting of the engine `{owner}`, not of `{engine}`',
      help: 'Remove `engine.{setting}`, or use the engine `{owner}`.',
      why: 'A setting that an engine does not read would change nothing, silently.',
      example: settings('engine: { name: torch, workers: 2 }\n'),
    },
    'engine/more-workers-than-cores': {
      severity: 'warning',
      message: '{workers} workers on {cores} cores slow each other down',
      help: 'Use at most {cores} workers.',
      why: 'Every worker keeps one core busy; more workers than cores take turns.',
      example: settings(`engine: { workers: ${WIDE} }\n`),
    },
  },
  accepts: {
    'engine/no-such-device': 'engine: { name: torch, device: cuda }\n',
    'engine/other-engines-setting': 'engine: { name: onnx, workers: 1 }\n',
    'engine/more-workers-than-cores': 'engine: { workers: 1 }\n',
  },
  check({ engine: { name, workers, device } }, { report, isWritten, isFlag }) {
    if (name === 'torch' && device === 'webgpu')
      report(['engine', 'device'], 'engine/no-such-device', { device });
    // A definition that another engine runs for once keeps the settings of its own.
    const switched = isFlag(['engine', 'name']);
    for (const setting of ['workers', 'python', 'processes', 'sampler', 'deterministic'] as const) {
      const owner = owners[setting];
      const meant = isWritten(['engine', setting]) && (!switched || isFlag(['engine', setting]));
      if (name !== owner && meant)
        report(['engine', setting], 'engine/other-engines-setting', { setting, owner, engine: name });
    }
    const cores = availableParallelism();
    if (name === 'onnx' && device === 'cpu' && workers > cores)
      report(['engine', 'workers'], 'engine/more-workers-than-cores', { workers, cores });
  },
});
