"""Rollouts by vLLM, in this process: it has weights and caches of its own, gets the policy's after each update, and sleeps between."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from .failures import UserError
from .model import Policy
from .random_numbers import hash_address
from .rollout import Settings
from .rows import SAMPLED, Request, Sample

os.environ.update(VLLM_ENABLE_V1_MULTIPROCESSING="0", VLLM_NO_USAGE_STATS="1", VLLM_DO_NOT_TRACK="1")
os.environ.setdefault("VLLM_LOGGING_LEVEL", "WARNING")
# On a CPU it would bind this process's threads, and take half of the memory for its caches.
os.environ.setdefault("VLLM_CPU_OMP_THREADS_BIND", "nobind")
os.environ.setdefault("VLLM_CPU_KVCACHE_SPACE", "1")

try:
    import vllm
    from vllm.sampling_params import RequestOutputKind, SamplingParams
except ImportError as error:
    raise UserError(f"vLLM cannot be imported: {error}") from error

SHARE_OF_FREE_MEMORY = 0.9


class VllmSampler:
    """Opened over the policy's folder, which is read once; newer weights come from `policy`."""

    def __init__(self, folder: Path, policy: Policy) -> None:
        self.policy = policy
        self.on_gpu = policy.device.type == "cuda"
        self.version = policy.version
        self.asleep = False
        self.llm = vllm.LLM(
            model=str(folder),
            skip_tokenizer_init=True,
            dtype="bfloat16" if self.on_gpu else "float32",
            max_model_len=-1,
            # With the temperature, as the update computes them.
            logprobs_mode="processed_logprobs",
            generation_config="vllm",
            enable_prefix_caching=True,
            **self.place_on_device(),
        )
        # An update may come first.
        self.sleep()

    def place_on_device(self) -> dict[str, Any]:
        if not self.on_gpu:
            # Where a prompt comes in pieces, vLLM winds a response's generator back, which one on a CPU cannot do.
            return {"enforce_eager": True, "enable_chunked_prefill": False}
        torch.cuda.empty_cache()
        free, total = torch.cuda.mem_get_info(self.policy.device)
        # What the policy and its optimizer hold is there already; an update's gradient and layers come while vLLM sleeps.
        share = SHARE_OF_FREE_MEMORY * free / total
        return {"gpu_memory_utilization": share, "enable_sleep_mode": True}

    def rollout(
        self,
        requests: Sequence[Request],
        settings: Settings,
        on_progress: Callable[[int, int], None],
        check_cancel: Callable[[], None],
    ) -> list[Sample]:
        """A sample for each request, in their order. Sampled tokens are counted when their response is finished."""
        if settings.environment is not None:
            raise UserError("vLLM cannot sample in an environment that replaces tokens")
        self.wake()
        try:
            return self.sample_all(requests, settings, on_progress, check_cancel)
        finally:
            self.sleep()

    def sample_all(
        self,
        requests: Sequence[Request],
        settings: Settings,
        on_progress: Callable[[int, int], None],
        check_cancel: Callable[[], None],
    ) -> list[Sample]:
        engine = self.llm.llm_engine
        for at, request in enumerate(requests):
            engine.add_request(str(at), {"prompt_token_ids": list(request.prefix)}, parameters_of(request, settings))
        samples: dict[int, Sample] = {}
        tokens = 0
        try:
            while engine.has_unfinished_requests():
                check_cancel()
                for output in engine.step():
                    if output.finished:
                        sample = read_output(output.outputs[0], settings.stop_tokens)
                        samples[int(output.request_id)] = sample
                        tokens += len(sample.tokens)
                on_progress(len(samples), tokens)
        finally:
            engine.abort_request([str(at) for at in range(len(requests)) if at not in samples])
        return [samples[at] for at in range(len(requests))]

    def wake(self) -> None:
        """Weights that vLLM gave away, or that an update has changed, become the policy's."""
        was_asleep, self.asleep = self.asleep, False
        if was_asleep:
            torch.cuda.empty_cache()
            self.llm.wake_up(tags=["weights"])
        if was_asleep or self.version != self.policy.version:
            weights = ((name, weight.detach()) for name, weight in self.policy.model.named_parameters())
            self.llm.collective_rpc("reload_weights", kwargs={"weights_iterator": weights})
            if not self.on_gpu:
                self.llm.apply_model(repack_head)
            self.llm.reset_prefix_cache()
            self.version = self.policy.version
        if was_asleep:
            self.llm.wake_up(tags=["kv_cache"])

    def sleep(self) -> None:
        """On a GPU, weights and caches are given away: the update needs the memory."""
        if self.on_gpu:
            self.llm.sleep(level=2)
            self.asleep = True


def repack_head(model: torch.nn.Module) -> None:
    """On a CPU vLLM multiplies by a packed copy of the output embedding, and loads none that is tied to the input's."""
    model.lm_head.quant_method.process_weights_after_loading(model.lm_head)


def parameters_of(request: Request, settings: Settings) -> SamplingParams:
    low, high = hash_address((request.seed, *request.address, len(request.prefill)))
    return SamplingParams(
        max_tokens=request.cap,
        temperature=settings.temperature,
        top_p=settings.top_p,
        seed=low | (high >> 1) << 32,
        stop_token_ids=sorted(settings.stop_tokens),
        ignore_eos=True,
        logprobs=0,
        detokenize=False,
        output_kind=RequestOutputKind.FINAL_ONLY,
    )


def read_output(output: Any, stops: frozenset[int]) -> Sample:
    tokens = np.array(output.token_ids, dtype=np.int32)
    scores = [place[token].logprob for place, token in zip(output.logprobs, output.token_ids)]
    return Sample(
        tokens=tokens,
        log_probabilities=np.array(scores, dtype=np.float32),
        origins=np.full(len(tokens), SAMPLED, dtype=np.uint8),
        stopped=len(tokens) > 0 and int(tokens[-1]) in stops,
    )
