// The keys of TRL's GRPOConfig that bundles set, with the code that reads each.
// A test looks for every one in the installed packages (test/parity/trl/keys.test.ts).
import type { ConfigEntry } from '../bundle/config-entry.js';

const grpo = 'trl/trainer/grpo_trainer.py';
const config = 'trl/trainer/grpo_config.py';
const trainer = 'transformers/trainer.py';
const optimizers = 'transformers/trainer_optimizer.py';
const callbacks = 'transformers/trainer_callback.py';
const arguments_ = 'transformers/training_args.py';

/** File below the installed packages, and the text with which it reads the key. */
export const trlKeys = {
  model_init_kwargs: [grpo, 'args.model_init_kwargs'],
  trust_remote_code: [grpo, 'args.trust_remote_code'],
  remove_unused_columns: [trainer, 'args.remove_unused_columns'],
  shuffle_dataset: [grpo, 'args.shuffle_dataset'],
  seed: [grpo, 'args.seed'],
  num_generations: [grpo, 'args.num_generations'],
  per_device_train_batch_size: [config, 'self.per_device_train_batch_size'],
  gradient_accumulation_steps: [trainer, 'args.gradient_accumulation_steps'],
  steps_per_generation: [grpo, 'self.args.steps_per_generation'],
  num_iterations: [grpo, 'args.num_iterations'],
  max_completion_length: [grpo, 'args.max_completion_length'],
  temperature: [grpo, 'args.temperature'],
  top_p: [grpo, 'args.top_p'],
  top_k: [grpo, 'args.top_k'],
  repetition_penalty: [grpo, 'args.repetition_penalty'],
  use_vllm: [grpo, 'args.use_vllm'],
  vllm_importance_sampling_correction: [grpo, 'args.vllm_importance_sampling_correction'],
  loss_type: [grpo, 'args.loss_type'],
  importance_sampling_level: [grpo, 'args.importance_sampling_level'],
  epsilon: [grpo, 'args.epsilon'],
  epsilon_high: [grpo, 'args.epsilon_high'],
  delta: [grpo, 'self.args.delta'],
  beta: [grpo, 'args.beta'],
  use_bias_correction_kl: [grpo, 'args.use_bias_correction_kl'],
  scale_rewards: [grpo, 'args.scale_rewards'],
  mask_truncated_completions: [grpo, 'args.mask_truncated_completions'],
  entropy_coef: [grpo, 'args.entropy_coef'],
  optim: [optimizers, 'args.optim'],
  learning_rate: [trainer, '"lr": args.learning_rate'],
  adam_beta1: [optimizers, 'args.adam_beta1'],
  adam_beta2: [optimizers, 'args.adam_beta2'],
  adam_epsilon: [optimizers, 'args.adam_epsilon'],
  weight_decay: [trainer, 'args.weight_decay'],
  max_grad_norm: [trainer, 'args.max_grad_norm'],
  max_steps: [trainer, 'args.max_steps'],
  bf16: [arguments_, 'self.bf16'],
  gradient_checkpointing: [trainer, 'args.gradient_checkpointing'],
  logging_steps: [callbacks, 'state.logging_steps'],
  save_strategy: [callbacks, 'args.save_strategy'],
  save_steps: [callbacks, 'state.save_steps'],
  save_total_limit: [trainer, 'args.save_total_limit'],
  eval_strategy: [callbacks, 'args.eval_strategy'],
  eval_steps: [callbacks, 'state.eval_steps'],
  eval_on_start: [trainer, 'args.eval_on_start'],
  num_generations_eval: [grpo, 'args.num_generations_eval'],
  per_device_eval_batch_size: [config, 'self.per_device_eval_batch_size'],
  report_to: [trainer, 'args.report_to'],
  run_name: [arguments_, 'run_name'],
} as const satisfies Readonly<Record<string, readonly [file: string, reads: string]>>;

/** A key that bundles may set; any other does not compile. */
export type TrlKey = keyof typeof trlKeys;

export type TrlEntry = ConfigEntry<TrlKey>;
