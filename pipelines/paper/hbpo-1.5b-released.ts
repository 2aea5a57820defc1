// HBPO as its released code has it (ZJU-REAL/HBPO at 5c8991d): where it differs from the paper, this is the code.
import { advantages, definePipeline, rewards, tiers } from 'allot';
import paper from './hbpo-1.5b.js';

export default definePipeline({
  ...paper,
  name: 'hbpo-1-5b-released',
  description: "HBPO's released code on DeepSeek-R1-Distill-Qwen-1.5B",
  // A prefill counts as response tokens, and is trained on.
  response: { ...paper.response, prefillInLength: true, prefillInLoss: true },
  // "with", not "within".
  tiers: tiers([512, 1024, 2048, 2560], {
    rolloutsPerTier: 4,
    prefill: 'I will answer the question with {budget} tokens',
  }),
  // The lesser of both pieces, and -1 without a closing tag or an answer.
  reward: rewards.hbpoReleased({ beta: 4, alpha: 1 / 4096 }),
  // The intra-tier term stands twice, and 1e-6 is added to the deviation.
  advantage: advantages.hbpoReleased(),
  // The script leaves verl's bound of negative advantages at its default.
  objective: { ...paper.objective, dualClip: 3 },
  allow: {
    ...paper.allow,
    'shape/negative-advantage-of-right': 'The intra-tier term stands twice in the released code.',
  },
});
