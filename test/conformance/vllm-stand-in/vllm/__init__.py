"""What of vLLM the sampler uses, by the same names and with the same arguments, on plain transformers."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import torch
from transformers import AutoModelForCausalLM

from .sampling_params import SamplingParams


@dataclass
class Logprob:
    logprob: float


class Engine:
    def __init__(self, model: torch.nn.Module) -> None:
        self.model = model
        self.waiting: dict[str, tuple[list[int], SamplingParams]] = {}

    def add_request(self, request_id: str, prompt: Mapping[str, list[int]], params: SamplingParams) -> str:
        self.waiting[request_id] = (prompt["prompt_token_ids"], params)
        return request_id

    def abort_request(self, request_ids: list[str]) -> None:
        for request_id in request_ids:
            self.waiting.pop(request_id, None)

    def has_unfinished_requests(self) -> bool:
        return len(self.waiting) > 0

    @torch.no_grad()
    def step(self) -> list[Any]:
        """The response that was asked for last: outputs come in no order."""
        request_id, (prompt, params) = self.waiting.popitem()
        generator = torch.Generator().manual_seed(params.seed)
        tokens: list[int] = []
        scores: list[dict[int, Logprob]] = []
        while len(tokens) < params.max_tokens and (not tokens or tokens[-1] not in params.stop_token_ids):
            logits = self.model(torch.tensor([prompt + tokens])).logits[0, -1]
            row = (logits / (params.temperature or 1)).log_softmax(-1)
            greedy = params.temperature == 0
            token = int(row.argmax() if greedy else row.exp().multinomial(1, generator=generator))
            tokens.append(token)
            scores.append({token: Logprob(float(row[token]))})
        output = SimpleNamespace(token_ids=tokens, logprobs=scores)
        return [SimpleNamespace(request_id=request_id, finished=True, outputs=[output])]


class LLM:
    def __init__(
        self,
        model: str,
        *,
        skip_tokenizer_init: bool,
        dtype: str,
        max_model_len: int,
        logprobs_mode: str,
        generation_config: str,
        enable_prefix_caching: bool,
        enforce_eager: bool,
        enable_chunked_prefill: bool,
    ) -> None:
        self.model = AutoModelForCausalLM.from_pretrained(model, dtype=getattr(torch, dtype))
        self.model.lm_head.quant_method = SimpleNamespace(process_weights_after_loading=lambda layer: None)
        self.llm_engine = Engine(self.model)

    @torch.no_grad()
    def collective_rpc(self, method: str, *, kwargs: Mapping[str, Iterable[tuple[str, torch.Tensor]]]) -> None:
        parameters = dict(self.model.named_parameters())
        for name, weight in {"reload_weights": kwargs["weights_iterator"]}[method]:
            parameters[name].copy_(weight)

    def apply_model(self, func: Callable[[torch.nn.Module], None]) -> list[None]:
        return [func(self.model)]

    def reset_prefix_cache(self) -> bool:
        return True
