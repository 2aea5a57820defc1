"""TRL's GRPOTrainer with the tiers, rewards, advantages, averages and learning rates of the experiment."""

from typing import Any

import torch
from allot_bundle.experiment import load_experiment
from allot_bundle.grader import Grader
from allot_bundle.versions import check_versions
from torch.optim.lr_scheduler import LambdaLR
from trl import GRPOTrainer

from allot_trl.rewards import reward
from allot_trl.rollout import roll_out
from allot_trl.sampling import Row
from allot_trl.schedule import rate_share
from allot_trl.settings import load_settings
from allot_trl.trajectories import write_trajectories


class TierTrainer(GRPOTrainer):
    """Groups are known by their problem, tiers by the session in the group; a process holds whole groups."""

    def __init__(self, **given: Any) -> None:
        check_versions()
        super().__init__(reward_funcs=reward, rollout_func=roll_out, **given)
        self.rows: list[Row] = []
        self.grader = Grader()
        stops = list(load_experiment().stop_tokens)
        self.eos_token_ids = stops
        if self.use_vllm:
            self.vllm_generation.generation_kwargs = {**self.vllm_generation.generation_kwargs, "stop_token_ids": stops}
        else:
            self.generation_config.eos_token_id = stops
            self.generation_kwargs["eos_token_id"] = stops

    @property
    def training_step_number(self) -> int:
        """Training steps from 1; each takes `updates_per_step` of the steps that TRL counts."""
        return self.state.global_step // load_settings().updates_per_step + 1

    def _generate_and_score_completions(self, inputs: list[Row]) -> dict[str, Any]:
        self.rows = inputs
        output = super()._generate_and_score_completions(inputs)
        if not self.model.training:
            return output
        advantages = [row["allot"]["advantage"] for row in inputs]
        output["advantages"] = torch.tensor(advantages, dtype=torch.float32, device=self.accelerator.device)
        if load_settings().old_from_sampler and "sampling_per_token_logps" in output:
            output["old_per_token_logps"] = output["sampling_per_token_logps"]
        write_trajectories(self, inputs, output)
        return output

    def _prepare_inputs(self, generation_batch: Any) -> dict[str, Any]:
        inputs = super()._prepare_inputs(generation_batch)
        return {**inputs, "num_items_in_batch": self._divisor()} if self.model.training else inputs

    def _divisor(self) -> torch.Tensor:
        """Of the token losses of this minibatch, as TRL's loss `dapo` asks for it: for a whole generation."""
        args, settings = self.args, load_settings()
        accumulated = args.gradient_accumulation_steps
        at = self._step % args.steps_per_generation
        minibatch = self._buffered_inputs[at - at % accumulated :][:accumulated]
        tokens = torch.cat([(part["completion_mask"] * part["tool_mask"]).sum(dim=1) for part in minibatch])
        counts = self.accelerator.gather(torch.stack([tokens.sum(), (tokens > 0).sum()])).view(-1, 2).sum(dim=0)
        divisor = {
            "token-mean": counts[0],
            "token-sum": torch.ones_like(counts[0]),
            "seq-mean-token-sum": counts[1],
            "seq-mean-token-sum-norm": torch.full_like(counts[0], settings.max_tokens),
            # TRL's loss `grpo` averages by itself.
            "seq-mean-token-mean": counts[1],
        }[settings.aggregation]
        return divisor * (args.steps_per_generation / accumulated)

    def create_scheduler(self, num_training_steps: int, optimizer: torch.optim.Optimizer | None = None) -> LambdaLR:
        if self.lr_scheduler is None:
            schedule = load_settings().schedule
            self.lr_scheduler = LambdaLR(optimizer or self.optimizer, lambda taken: rate_share(schedule, taken))
            self._created_lr_scheduler = True
        return self.lr_scheduler

    def get_decay_parameter_names(self, model: torch.nn.Module) -> list[str]:
        """All of them; transformers would leave out biases and norms."""
        return [name for name, _ in model.named_parameters()]
