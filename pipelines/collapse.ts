// A run that harms itself, and is caught: a reward in which shorter is always better, and a learning rate that is far too high.
import { adamw, advantages, definePipeline, guards, rewards, rollback } from 'allot';
import quickstart from './quickstart.js';

export default definePipeline({
  ...quickstart,
  name: 'collapse',
  description: 'A uniform length reward at three times the learning rate, watched by guards',
  steps: 30,
  reward: rewards.globalCosine(),
  advantage: advantages.grpo(),
  optimizer: adamw({ learningRate: 1e-3, maxGradientNorm: 1 }),
  training: { ...quickstart.training, promptsPerStep: 8 },
  evaluation: {
    dataset: 'test',
    everySteps: 5,
    problemsWhileTraining: 128,
    difficulty: { easy: [1, 2], medium: [3, 5], hard: [6, 8] },
  },
  checkpoints: { everySteps: 5 },
  guards: [
    guards.rewardHacking({ drop: 0.1, action: rollback({ learningRate: 0.1 }, { most: 1 }) }),
    guards.explorationCollapse({ window: 3, share: 0.3, action: 'stop' }),
    guards.accuracyFloor({ floor: 0.3, difficulty: 'hard', action: 'stop' }),
  ],
  allow: { 'shape/collapse-risk': 'It is what is caught here.' },
});
