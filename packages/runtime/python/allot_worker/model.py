"""Hugging Face models from local folders, and the two ways to run one: a pack of sequences, or a step of rows."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import torch
from transformers import AutoModelForCausalLM, PretrainedConfig
from transformers.utils import logging

from . import attention
from .adapter import Adapter
from .failures import UserError
from .fused_layers import fuse_layers
from .masters import Masters
from .pack import Pack

if TYPE_CHECKING:
    from .decoder import Decoder

# What goes wrong is told as errors; bars and advice would stand among them.
logging.set_verbosity_error()
logging.disable_progress_bar()

T = TypeVar("T")

Layout = Sequence[Mapping[str, Any]]
"""`name` and `shape` of every parameter, in the order of the emitted manifest."""


def load_model(
    folder: str | Path, layout: Layout, device: torch.device, dtype: torch.dtype = torch.float32
) -> torch.nn.Module:
    """The model of a folder. No code of the folder is run, and no pickled file is read."""
    if not Path(folder).is_dir():
        raise UserError(f"there is no model folder {folder}")
    try:
        model, report = AutoModelForCausalLM.from_pretrained(
            str(folder),
            attn_implementation=attention.NAME,
            dtype=dtype,
            local_files_only=True,
            output_loading_info=True,
            trust_remote_code=False,
            use_safetensors=True,
        )
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise UserError(f"the model in {folder} cannot be loaded: {error}") from error
    check_fits(folder, model, layout, report)
    model.config.use_cache = False
    return model.to(device)


def check_fits(folder: str | Path, model: torch.nn.Module, layout: Layout, report: Mapping[str, Any]) -> None:
    for problem in ("missing_keys", "mismatched_keys"):
        if report.get(problem):
            names = ", ".join(str(key) for key in sorted(report[problem], key=str)[:4])
            raise UserError(f"the model in {folder} has {problem.replace('_', ' ')}: {names}")
    if any(kind != "full_attention" for kind in getattr(model.config, "layer_types", None) or []):
        raise UserError(f"the model in {folder} has layers of sliding attention, which Allot does not train")
    expected = {parameter["name"]: tuple(parameter["shape"]) for parameter in layout}
    found = {name: tuple(parameter.shape) for name, parameter in model.named_parameters()}
    if found != expected:
        different = sorted(set(found.items()) ^ set(expected.items()))[:4]
        raise UserError(f"the model in {folder} is not the one that was planned: {different}")


def head_size(config: PretrainedConfig) -> int:
    """Numbers of a key of one attention head."""
    return getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads


class Policy:
    """A model with the numbers it computes in: float32 on the CPU; on a GPU bfloat16, with float32 weights that an update changes.

    Rollouts, log-probabilities and updates run the same weights.
    """

    gradient_scale = 1.0
    """Times the loss of a pass: sharded gradients are means over the ranks, and must be sums."""

    def __init__(
        self,
        model: torch.nn.Module,
        device: torch.device,
        checkpointing: bool,
        adapter: Adapter | None = None,
        masters: Masters | None = None,
    ) -> None:
        self.model = model
        self.device = device
        self.adapter = adapter
        self.masters = masters
        self.half = device.type == "cuda"
        self.version = 0
        """Counts changes of the weights."""
        self.decoder: "Decoder | None" = None
        """What a rollout left for the next one: caches, and on a GPU the graphs that read them."""
        self.keeps_decoder = device.type == "cuda"
        self.recomputes = checkpointing
        """Whether layers can be computed again in the backward pass, instead of keeping what their gradient needs."""
        self.keeps_layers = False
        """Whether they are kept all the same where memory holds them; ranks that run a pass together must do the same."""
        if checkpointing:
            model.gradient_checkpointing_enable({"use_reentrant": False})

    def trained(self) -> Mapping[str, torch.nn.Parameter]:
        """What an update changes, by the names of files."""
        if self.adapter is not None:
            return self.adapter.parameters
        return dict(self.model.named_parameters()) if self.masters is None else self.masters.parameters

    def autocast(self) -> AbstractContextManager[Any]:
        """An adapter in float32 stands beside weights in bfloat16; weights of one kind need no cast."""
        return torch.autocast("cuda", torch.bfloat16) if self.half and self.adapter is not None else nullcontext()

    def hidden(self, pack: Pack, recompute: bool = False) -> torch.Tensor:
        """What the output embedding reads of every token of a pack: [total, hidden size].

        recompute: layers keep their input alone, and are computed again in the backward pass: in less memory, and more time.
        """
        # Of no other effect: dropout is never applied.
        self.model.train(recompute)
        body = self.model.get_decoder()
        return body(input_ids=pack.tokens, position_ids=pack.positions, pack=pack, use_cache=False)[0][0]

    def run_pass(self, work: Callable[[], T]) -> T:
        """A forward pass and its loss: where weights are sharded, all ranks run theirs together."""
        return work()

    def sum_gradients(self) -> None:
        """Called when a rank has the gradient of its own micro-batches."""

    def whole(self) -> "Policy":
        """A policy that a rank may use by itself, to sample and to score; all ranks must ask."""
        return self

    def head(self) -> torch.nn.Module:
        return self.model.get_output_embeddings()

    def sampler(self) -> torch.nn.Module:
        """The model that rollouts run.

        With an adapter its product is added to that of the frozen weights. Weights with the adapter merged into them would round the
        first, small changes away.
        """
        return self.model.eval()

    def give_up_layers(self) -> bool:
        """Memory does not hold what all layers keep: they keep their input alone from now on. False where they did before."""
        kept, self.keeps_layers = self.keeps_layers, False
        return kept

    def give_up_decoder(self) -> bool:
        """Memory does not hold an update beside it: rollouts leave none any more. False where there was none."""
        had_one, self.decoder, self.keeps_decoder = self.decoder is not None, None, False
        return had_one

    def begin_change(self) -> None:
        """To be called before the weights change: copies of them that take memory are let go."""

    def end_change(self) -> None:
        """To be called after the weights have changed."""
        self.version += 1
        if self.masters is not None:
            self.masters.round()


def open_policy(model: torch.nn.Module, device: torch.device) -> Policy:
    """A policy of one process, all of whose weights are trained. The model is on its device, in float32; it is changed in its place."""
    if device.type == "cpu":
        return Policy(model, device, checkpointing=False)
    fuse_layers(model, device)
    policy = Policy(model, device, checkpointing=True, masters=Masters(model))
    policy.keeps_layers = True
    return policy


class FrozenPolicy(Policy):
    """A policy with its adapter off: what it was before it was trained, without a second copy of its weights."""

    def __init__(self, policy: Policy) -> None:
        super().__init__(policy.model, policy.device, False, policy.adapter)

    def hidden(self, pack: Pack, recompute: bool = False) -> torch.Tensor:
        if self.adapter is None:
            raise ValueError("the policy has no adapter")
        with self.adapter.off():
            return super().hidden(pack, recompute)
