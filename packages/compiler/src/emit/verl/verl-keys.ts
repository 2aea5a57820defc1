// The keys of verl's configuration that bundles set, with the code of verl that reads each.
// A test looks for every one in the installed verl (test/parity/verl/keys.test.ts).

import type { ConfigEntry } from '../bundle/config-entry.js';

const losses = 'workers/utils/losses.py';
const surrogates = 'trainer/ppo/core_algos.py';
const trainer = 'trainer/ppo/v1/trainer_base.py';
const main = 'trainer/main_ppo.py';
const workers = 'workers/engine_workers.py';
const fsdp = 'workers/engine/fsdp/transformer_impl.py';
const optimizer = 'workers/config/optimizer.py';
const agents = 'trainer/ppo/v1/agent_loop_tq.py';
const agentLoop = 'experimental/agent_loop/agent_loop.py';
const servers = 'workers/rollout/vllm_rollout/vllm_async_server.py';
const loading = 'trainer/ppo/utils.py';
const reward = 'trainer/ppo/reward.py';

/** File of verl, and the text with which it reads the key. */
export const verlKeys = {
  'data.train_files': [trainer, 'self.config.data.train_files'],
  'data.val_files': [trainer, 'self.config.data.val_files'],
  'data.train_batch_size': [trainer, 'self.config.data.train_batch_size'],
  'data.max_prompt_length': ['trainer/config/rollout/rollout.yaml', 'oc.select:data.max_prompt_length'],
  'data.max_response_length': ['trainer/config/rollout/rollout.yaml', 'oc.select:data.max_response_length'],
  'data.filter_overlong_prompts': ['utils/dataset/rl_dataset.py', 'config.get("filter_overlong_prompts"'],
  'data.shuffle': [loading, 'data_config.shuffle'],
  'data.seed': [loading, 'data_config.get("seed")'],
  'actor_rollout_ref.model.path': ['workers/config/model.py', 'self.path'],
  'actor_rollout_ref.model.trust_remote_code': [fsdp, 'self.model_config.trust_remote_code'],
  'actor_rollout_ref.model.lora_rank': [fsdp, '"r": self.model_config.lora_rank'],
  'actor_rollout_ref.model.lora_alpha': [fsdp, '"lora_alpha": self.model_config.lora_alpha'],
  'actor_rollout_ref.model.target_modules': [fsdp, 'self.model_config.target_modules'],
  'actor_rollout_ref.actor.policy_loss.loss_mode': [losses, 'config.policy_loss.get("loss_mode"'],
  'actor_rollout_ref.actor.clip_ratio_low': [surrogates, 'config.clip_ratio_low'],
  'actor_rollout_ref.actor.clip_ratio_high': [surrogates, 'config.clip_ratio_high'],
  'actor_rollout_ref.actor.clip_ratio': [surrogates, 'config.clip_ratio '],
  'actor_rollout_ref.actor.clip_ratio_c': [surrogates, '"clip_ratio_c", 3.0'],
  'actor_rollout_ref.actor.loss_agg_mode': [losses, 'config.loss_agg_mode'],
  'actor_rollout_ref.actor.loss_scale_factor': [losses, 'config.loss_scale_factor'],
  'actor_rollout_ref.actor.entropy_coeff': [losses, 'config.entropy_coeff'],
  'actor_rollout_ref.actor.use_kl_loss': [losses, 'config.use_kl_loss'],
  'actor_rollout_ref.actor.kl_loss_coef': [losses, 'config.kl_loss_coef'],
  'actor_rollout_ref.actor.kl_loss_type': [losses, 'config.kl_loss_type'],
  'actor_rollout_ref.actor.ppo_mini_batch_size': [trainer, 'actor.ppo_mini_batch_size'],
  'actor_rollout_ref.actor.use_dynamic_bsz': [workers, 'self.config.actor.use_dynamic_bsz'],
  'actor_rollout_ref.actor.ppo_max_token_len_per_gpu': [
    workers,
    'self.config.actor.ppo_max_token_len_per_gpu',
  ],
  'actor_rollout_ref.actor.ppo_epochs': [trainer, 'actor.ppo_epochs'],
  'actor_rollout_ref.actor.shuffle': [trainer, 'actor.shuffle'],
  'actor_rollout_ref.actor.optim.optimizer': [optimizer, 'config.optimizer'],
  'actor_rollout_ref.actor.optim.lr': [optimizer, 'config.lr'],
  'actor_rollout_ref.actor.optim.betas': [optimizer, 'config.betas'],
  'actor_rollout_ref.actor.optim.weight_decay': [optimizer, 'config.weight_decay'],
  'actor_rollout_ref.actor.optim.override_optimizer_config': [optimizer, 'config.override_optimizer_config'],
  'actor_rollout_ref.actor.optim.clip_grad': [fsdp, 'self.optimizer_config.clip_grad'],
  'actor_rollout_ref.actor.optim.lr_scheduler_type': [fsdp, 'optim_config.lr_scheduler_type'],
  'actor_rollout_ref.actor.optim.lr_warmup_steps': [fsdp, 'optim_config.lr_warmup_steps'],
  'actor_rollout_ref.actor.optim.min_lr_ratio': [fsdp, 'optim_config.min_lr_ratio'],
  'actor_rollout_ref.rollout.name': ['workers/rollout/llm_server.py', 'rollout_config.name'],
  'actor_rollout_ref.rollout.n': [agents, 'config.n if not'],
  'actor_rollout_ref.rollout.temperature': [agents, 'config.temperature'],
  'actor_rollout_ref.rollout.top_p': [agents, 'config.top_p'],
  'actor_rollout_ref.rollout.top_k': [agents, 'config.top_k'],
  'actor_rollout_ref.rollout.seed': [servers, 'config.seed'],
  'actor_rollout_ref.rollout.tensor_model_parallel_size': [servers, 'config.tensor_model_parallel_size'],
  'actor_rollout_ref.rollout.calculate_log_probs': [agents, 'config.calculate_log_probs'],
  'actor_rollout_ref.rollout.agent.default_agent_loop': [agents, 'config.agent.default_agent_loop'],
  'actor_rollout_ref.rollout.agent.agent_loop_config_path': [
    agentLoop,
    'self.rollout_config.agent.agent_loop_config_path',
  ],
  'actor_rollout_ref.rollout.val_kwargs.n': [agents, 'config.val_kwargs.n'],
  'actor_rollout_ref.rollout.val_kwargs.temperature': [agents, 'config.val_kwargs.temperature'],
  'actor_rollout_ref.rollout.val_kwargs.top_p': [agents, 'config.val_kwargs.top_p'],
  'reward.reward_manager.source': [reward, 'reward_manager_cfg.source'],
  'reward.reward_manager.name': [reward, 'reward_manager_cfg.name'],
  'reward.reward_manager.module.path': [reward, 'module_cfg.path'],
  'reward.num_workers': ['experimental/reward_loop/reward_loop.py', 'reward.num_workers'],
  'algorithm.adv_estimator': [loading, 'config.algorithm.adv_estimator'],
  'algorithm.use_kl_in_reward': [trainer, 'self.config.algorithm.use_kl_in_reward'],
  'algorithm.rollout_correction.bypass_mode': [trainer, 'rollout_corr_config.get("bypass_mode"'],
  'algorithm.filter_groups.enable': [trainer, 'filter_groups.get("enable"'],
  'algorithm.filter_groups.metric': [trainer, 'filter_groups.get("metric"'],
  'trainer.v1.trainer_mode': [main, 'config.trainer.v1.trainer_mode'],
  'trainer.use_v1': [main, 'config.trainer.use_v1'],
  'trainer.total_training_steps': [trainer, 'self.config.trainer.total_training_steps'],
  'trainer.total_epochs': [trainer, 'self.config.trainer.total_epochs'],
  'trainer.test_freq': [trainer, 'self.config.trainer.test_freq'],
  'trainer.val_before_train': [trainer, 'val_before_train'],
  'trainer.save_freq': [trainer, 'self.config.trainer.save_freq'],
  'trainer.max_actor_ckpt_to_keep': [trainer, 'max_actor_ckpt_to_keep'],
  'trainer.resume_mode': [trainer, 'self.config.trainer.resume_mode'],
  'trainer.nnodes': [trainer, 'config.trainer.nnodes'],
  'trainer.n_gpus_per_node': [trainer, 'config.trainer.n_gpus_per_node'],
  'trainer.project_name': [trainer, 'self.config.trainer.project_name'],
  'trainer.experiment_name': [trainer, 'self.config.trainer.experiment_name'],
  'trainer.logger': [trainer, 'self.config.trainer.logger'],
  'trainer.default_local_dir': [trainer, 'self.config.trainer.default_local_dir'],
  'trainer.rollout_data_dir': [trainer, 'rollout_data_dir'],
  'trainer.validation_data_dir': [trainer, 'validation_data_dir'],
} as const satisfies Readonly<Record<string, readonly [file: string, reads: string]>>;

/** A key that bundles may set; any other does not compile. */
export type VerlKey = keyof typeof verlKeys;

export type VerlEntry = ConfigEntry<VerlKey>;
