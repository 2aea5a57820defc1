// verl is compiled to for reinforcement learning alone.
import { defineRule, settings } from './rule.js';

export const verlReinforcement = defineRule({
  kind: 'supervised',
  reads: ['engine'],
  catalog: {
    'verl/supervised': {
      severity: 'error',
      message: 'Supervised training is not compiled to verl',
      help: 'Train on the engine `onnx`, and give reinforcement learning on verl the model folder of its last checkpoint.',
      why: 'Demonstrations are generated and trained on by the embedded engine; verl is for what needs a cluster.',
      example: settings('kind: supervised\nengine: { name: verl }\n'),
    },
  },
  accepts: { 'verl/supervised': 'kind: supervised\nengine: { name: onnx }\n' },
  check({ engine }, { report }) {
    if (engine.name === 'verl') report(['engine', 'name'], 'verl/supervised', {});
  },
});
