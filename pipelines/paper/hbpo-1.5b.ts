// HBPO as its paper has it (arXiv 2507.15844), on DeepSeek-R1-Distill-Qwen-1.5B, for four GPUs with verl.
//
//     allot check pipelines/paper/hbpo-1.5b.ts                  says which model folder and data are still to be brought
//     allot data fetch pipelines/paper/hbpo-1.5b.ts             downloads DeepScaleR and MATH-500
//     allot plan pipelines/paper/hbpo-1.5b.ts --gpus-per-node 4
//     allot compile pipelines/paper/hbpo-1.5b.ts --gpus-per-node 4 --out bundle
//
// The model is deepseek-ai/DeepSeek-R1-Distill-Qwen-1.5B of the Hugging Face hub as a folder, at the path below or at another:
// --set policy.model=/models/DeepSeek-R1-Distill-Qwen-1.5B. "Script" is the released training script
// (ZJU-REAL/HBPO, examples/grpo_trainer/run_qwen2-7b_deepscale.sh); hbpo-1.5b-released.ts is what that code computes.
import { adamw, advantages, dataset, definePipeline, rewards, tiers } from 'allot';

export default definePipeline({
  name: 'hbpo-1-5b',
  description: "HBPO's paper on DeepSeek-R1-Distill-Qwen-1.5B",
  seed: 1, // Neither paper nor script names one.
  steps: 629, // Paper: one epoch of 64 problems a step.
  policy: { model: '../../models/DeepSeek-R1-Distill-Qwen-1.5B' },
  datasets: {
    // Paper: 40 thousand problems. Script: max_prompt_length, longer ones are left out.
    train: dataset.named('deepscaler', { filter: { maxPromptTokens: 1024 } }),
    // Script: validated on MATH.
    test: dataset.named('math-500'),
  },
  // Neither states the user's turn: this is what DeepScaleR, whose data and model it builds on, puts behind a problem.
  prompt: {
    template: 'chat',
    user: "{problem} Let's think step by step and output the final answer within \\boxed{}.",
  },
  response: { maxTokens: 4096 }, // Paper: the context of training, which is Lmax. Script: max_response_length.
  // Paper: four budgets of four rollouts, each stated behind the opening tag.
  tiers: tiers([512, 1024, 2048, 2560], {
    rolloutsPerTier: 4,
    prefill: 'I will answer the question within {budget} tokens',
  }),
  // Paper: equations 1 to 3. It has no values of beta and alpha; these are those of the released code.
  reward: rewards.hbpo({ beta: 4, alpha: 1 / 4096 }),
  advantage: advantages.hbpo(), // Paper: Algorithm 1.
  objective: {
    clipLow: 0.2, // Paper.
    clipHigh: 0.28, // Paper, after DAPO.
    aggregation: 'token-mean', // Script: the default of verl.
    oldLogProbabilities: 'recomputed', // Script: as verl does.
    entropyBonus: 0, // Paper, script: entropy_coeff. There is no KL either.
  },
  // Paper: AdamW at 1e-6, constant. Script: weight decay and gradient norm are verl's defaults.
  optimizer: adamw({ learningRate: 1e-6, weightDecay: 0.01, maxGradientNorm: 1 }),
  training: {
    dataset: 'train',
    promptsPerStep: 64, // Paper. Script: train_batch_size.
    promptsPerMinibatch: 16, // Script: ppo_mini_batch_size.
    rolloutsPerPrompt: 16, // Paper: four of each budget. Script: rollout.n.
    tokensPerMicrobatch: 20_480, // Script: four sequences of 1,024 + 4,096 tokens on a GPU.
    temperature: 1, // Script: the default of verl.
    topP: 1,
  },
  evaluation: {
    dataset: 'test',
    everySteps: 20, // Script: test_freq.
    modes: ['natural', 'efficient'], // Paper: no budget stated, and the prefill below.
    efficientPrefill: 'I will answer the question with minimal tokens',
    temperature: 0.6, // Paper, of its tables.
    topP: 0.95,
    maxTokens: 32_768,
  },
  checkpoints: { everySteps: 60 }, // Script: save_freq.
  allow: {
    'shape/right-falls-below-wrong': 'It is so in the paper, past 3,600 tokens.',
    'shape/moves-all-wrong-group': "It is the paper's intra-tier term (Algorithm 1).",
  },
  engine: { name: 'verl' },
});
