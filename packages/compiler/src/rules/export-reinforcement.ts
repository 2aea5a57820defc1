// verl and TRL are compiled to for reinforcement learning alone.
import { defineRule, settings } from './rule.js';

const why =
  'Demonstrations are generated and trained on by the embedded engine; trainers outside of Allot are for what comes after.';

export const exportReinforcement = defineRule({
  kind: 'supervised',
  reads: ['engine'],
  catalog: {
    'verl/supervised': {
      severity: 'error',
      message: 'Supervised training is not compiled to verl',
      help: 'Train on the engine `onnx`, and give reinforcement learning on verl the model folder of its last checkpoint.',
      why,
      example: settings('kind: supervised\nengine: { name: verl }\n'),
    },
    'trl/supervised': {
      severity: 'error',
      message: 'Supervised training is not compiled to TRL',
      help: 'Train on the engine `onnx`, and give reinforcement learning with TRL the model folder of its last checkpoint.',
      why,
      example: settings('kind: supervised\nengine: { name: trl }\n'),
    },
  },
  accepts: {
    'verl/supervised': 'kind: supervised\nengine: { name: onnx }\n',
    'trl/supervised': 'kind: supervised\nengine: { name: onnx }\n',
  },
  check({ engine }, { report }) {
    if (engine.name === 'verl') report(['engine', 'name'], 'verl/supervised', {});
    if (engine.name === 'trl') report(['engine', 'name'], 'trl/supervised', {});
  },
});
