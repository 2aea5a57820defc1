// The engine is one that this version has, and the machine has the cores it asks for.
import { availableParallelism } from 'node:os';
import { defineRule, settings } from './rule.js';

const WIDE = 64;

export const engineAvailable = defineRule({
  kind: 'both',
  reads: ['engine'],
  catalog: {
    'engine/not-available': {
      severity: 'error',
      message: 'This version of Allot has no engine `{engine}`',
      help: 'Use `onnx`, the embedded engine, or `verl`, a cluster.',
      why: 'Definitions may name the engine torch (one machine with a GPU); this version runs onnx, and compiles to verl.',
      example: settings('engine: { name: torch }\n'),
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
    'engine/not-available': 'engine: { name: onnx }\n',
    'engine/more-workers-than-cores': 'engine: { workers: 1 }\n',
  },
  check({ engine: { name, workers, device } }, { report }) {
    if (name === 'torch') report(['engine', 'name'], 'engine/not-available', { engine: name });
    const cores = availableParallelism();
    if (name === 'onnx' && device === 'cpu' && workers > cores)
      report(['engine', 'workers'], 'engine/more-workers-than-cores', { workers, cores });
  },
});
