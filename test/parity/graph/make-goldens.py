"""Writes the goldens that @allot/graph must equal: a Llama decoder, its losses, gradients and AdamW in plain PyTorch.

    python make-goldens.py [--out DIR]        needs torch==2.13.0 (../requirements.txt)

Everything here is written from the papers and from PyTorch alone: nothing is shared with the graphs under test.
Leaves out: dropout, caches, any size that does not fit in a test.
"""
import argparse
import base64
import json
import math
from pathlib import Path

import torch
import torch.nn.functional as F

CONFIGS = {
    "multi-head": dict(vocab_size=23, hidden_size=16, intermediate_size=24, num_hidden_layers=2, num_attention_heads=4,
                       num_key_value_heads=4, tie_word_embeddings=True, attention_bias=False),
    "grouped-query": dict(vocab_size=19, hidden_size=12, intermediate_size=20, num_hidden_layers=2, num_attention_heads=4,
                          num_key_value_heads=2, head_dim=6, tie_word_embeddings=False, attention_bias=True),
    "small": dict(vocab_size=11, hidden_size=8, intermediate_size=8, num_hidden_layers=1, num_attention_heads=2,
                  num_key_value_heads=1, tie_word_embeddings=True, attention_bias=False),
}
COMMON = dict(architectures=["LlamaForCausalLM"], model_type="llama", hidden_act="silu", rms_norm_eps=1e-5,
              rope_theta=10000.0, max_position_embeddings=32)
AGGREGATIONS = ["token-mean", "seq-mean-token-sum", "seq-mean-token-mean", "seq-mean-token-sum-norm"]
LENGTHS, PROMPTS, TIME, NORMALIZER = [9, 12, 6, 12], [3, 4, 2, 12], 12, 40.0
NUMBERS = dict(clip_low=0.2, clip_high=0.28, dual_clip=1.5, entropy_bonus=0.05, kl_coefficient=0.3)
OPTIMIZER = dict(learning_rate=3e-3, beta1=0.9, beta2=0.95, epsilon=1e-8, weight_decay=0.1, max_gradient_norm=0.05)


class RMSNorm(torch.nn.Module):
    def __init__(self, size, eps):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.ones(size))
        self.eps = eps

    def forward(self, x):
        return self.weight * x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.eps)


class Attention(torch.nn.Module):
    def __init__(self, c):
        super().__init__()
        self.heads, self.kv, self.dim, self.theta = c["num_attention_heads"], c["num_key_value_heads"], c["head_dim"], c["rope_theta"]
        hidden, bias = c["hidden_size"], c["attention_bias"]
        self.q_proj = torch.nn.Linear(hidden, self.heads * self.dim, bias=bias)
        self.k_proj = torch.nn.Linear(hidden, self.kv * self.dim, bias=bias)
        self.v_proj = torch.nn.Linear(hidden, self.kv * self.dim, bias=bias)
        self.o_proj = torch.nn.Linear(self.heads * self.dim, hidden, bias=bias)

    def forward(self, x):
        batch, time, _ = x.shape
        split = lambda y, heads: y.view(batch, time, heads, self.dim).transpose(1, 2)
        q = self.rotate(split(self.q_proj(x), self.heads))
        k = self.rotate(split(self.k_proj(x), self.kv)).repeat_interleave(self.heads // self.kv, dim=1)
        v = split(self.v_proj(x), self.kv).repeat_interleave(self.heads // self.kv, dim=1)
        scores = q @ k.transpose(2, 3) / math.sqrt(self.dim)
        future = torch.ones(time, time, dtype=torch.bool).triu(1)
        mixed = scores.masked_fill(future, float("-inf")).softmax(-1) @ v
        return self.o_proj(mixed.transpose(1, 2).reshape(batch, time, -1))

    def rotate(self, x):
        frequencies = 1.0 / self.theta ** (torch.arange(0, self.dim, 2).float() / self.dim)
        angles = torch.outer(torch.arange(x.shape[2]).float(), frequencies)
        angles = torch.cat([angles, angles], dim=-1)
        first, second = x.chunk(2, dim=-1)
        return x * angles.cos() + torch.cat([-second, first], dim=-1) * angles.sin()


class FeedForward(torch.nn.Module):
    def __init__(self, c):
        super().__init__()
        self.gate_proj = torch.nn.Linear(c["hidden_size"], c["intermediate_size"], bias=False)
        self.up_proj = torch.nn.Linear(c["hidden_size"], c["intermediate_size"], bias=False)
        self.down_proj = torch.nn.Linear(c["intermediate_size"], c["hidden_size"], bias=False)

    def forward(self, x):
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class Layer(torch.nn.Module):
    def __init__(self, c):
        super().__init__()
        self.input_layernorm = RMSNorm(c["hidden_size"], c["rms_norm_eps"])
        self.self_attn = Attention(c)
        self.post_attention_layernorm = RMSNorm(c["hidden_size"], c["rms_norm_eps"])
        self.mlp = FeedForward(c)

    def forward(self, x):
        x = x + self.self_attn(self.input_layernorm(x))
        return x + self.mlp(self.post_attention_layernorm(x))


class Model(torch.nn.Module):
    def __init__(self, c):
        super().__init__()
        self.embed_tokens = torch.nn.Embedding(c["vocab_size"], c["hidden_size"])
        self.layers = torch.nn.ModuleList(Layer(c) for _ in range(c["num_hidden_layers"]))
        self.norm = RMSNorm(c["hidden_size"], c["rms_norm_eps"])

    def forward(self, tokens):
        x = self.embed_tokens(tokens)
        for layer in self.layers:
            x = layer(x)
        return self.norm(x)


class Decoder(torch.nn.Module):
    def __init__(self, c):
        super().__init__()
        self.model = Model(c)
        self.lm_head = torch.nn.Linear(c["hidden_size"], c["vocab_size"], bias=False)
        if c["tie_word_embeddings"]:
            self.lm_head.weight = self.model.embed_tokens.weight
        generator = torch.Generator().manual_seed(1)
        with torch.no_grad():
            for name, parameter in self.named_parameters():
                noise = torch.randn(parameter.shape, generator=generator)
                parameter.copy_(1 + 0.2 * noise if "norm" in name else 0.35 * noise)

    def forward(self, tokens):
        return self.lm_head(self.model(tokens))


def aggregate(losses, mask, mode):
    counts = mask.sum(-1)
    kept = (counts > 0).float()
    if mode == "token-mean":
        return (losses * mask).sum() / mask.sum()
    if mode == "token-sum":
        return (losses * mask).sum()
    if mode == "seq-mean-token-sum":
        return ((losses * mask).sum(-1) * kept).sum() / kept.sum()
    if mode == "seq-mean-token-mean":
        return ((losses * mask).sum(-1) / counts.clamp(min=1) * kept).sum() / kept.sum()
    return (losses * mask).sum() / NORMALIZER


def policy_losses(form, log_probabilities, old, advantages, entropies, mask, reference, kl_cov):
    """Losses of tokens and which of them the clip changed, for a form as in the graph's `PolicyGradientForm`."""
    low, high, dual = NUMBERS["clip_low"], NUMBERS["clip_high"], NUMBERS["dual_clip"]
    log_ratio = log_probabilities - old
    if form.get("ratioLevel") == "sequence":  # GSPO-token, equation 14
        mean = (log_ratio * mask).sum(-1, keepdim=True) / mask.sum(-1, keepdim=True).clamp(min=1)
        ratio = mean.detach().exp() * (log_probabilities - log_probabilities.detach()).exp()
    else:
        ratio = log_ratio.exp()
    bounded = ratio.clamp(1 - low, 1 + high)
    if form.get("surrogate") == "cispo":
        losses, clipped = -bounded.detach() * advantages * log_probabilities, bounded != ratio
    else:
        losses = torch.max(-ratio * advantages, -bounded * advantages)
        clipped = bounded * advantages < ratio * advantages
        if form.get("dualClip"):
            lower = torch.min(losses, -dual * advantages)
            clipped = clipped | ((advantages < 0) & (lower < losses))
            losses = torch.where(advantages < 0, lower, losses)
    if "referenceKl" in form:
        distance = log_probabilities - reference
        estimates = dict(k1=distance, k2=0.5 * distance.square(), k3=(-distance).exp() - 1 + distance, abs=distance.abs())
        losses = losses + NUMBERS["kl_coefficient"] * estimates[form["referenceKl"]]
    if form.get("klCov"):
        losses = losses + kl_cov * log_ratio.abs()
    if form.get("entropyBonus"):
        losses = losses - NUMBERS["entropy_bonus"] * entropies
    return losses, clipped


def kl_cov_coefficients(log_probabilities, advantages, mask, ratio, coefficient):
    """KL-Cov: the coefficient at the tokens of the largest centred product of log-probability and advantage."""
    active = mask.bool()
    centred = (log_probabilities - log_probabilities[active].mean()) * (advantages - advantages[active].mean())
    count = max(1, int(active.sum() * ratio))
    chosen = centred.masked_fill(~active, float("-inf")).flatten().topk(count).indices
    return torch.zeros_like(mask).flatten().index_fill(0, chosen, coefficient).view_as(mask)


def make_case(model_name, objective, aggregation, spread, form=None):
    config = {**COMMON, **CONFIGS[model_name]}
    config.setdefault("head_dim", config["hidden_size"] // config["num_attention_heads"])
    decoder = Decoder(config)
    generator = torch.Generator().manual_seed(2)
    tokens = torch.randint(0, config["vocab_size"], (len(LENGTHS), TIME), generator=generator)
    position = torch.arange(1, TIME)
    mask = torch.stack([((position >= prompt) & (position < length)).float() for prompt, length in zip(PROMPTS, LENGTHS)])
    temperature = 0.8 if objective == "policy-gradient" else 1.0

    logits = decoder(tokens)[:, :-1] / temperature
    distribution = logits.log_softmax(-1)
    log_probabilities = distribution.gather(-1, tokens[:, 1:, None]).squeeze(-1)
    entropies = -(distribution.exp() * distribution).sum(-1)
    advantages = torch.randn(len(LENGTHS), 1, generator=generator).expand_as(mask).contiguous()
    old = log_probabilities.detach() + spread * torch.randn(mask.shape, generator=generator)
    reference = log_probabilities.detach() + 0.5 * torch.randn(mask.shape, generator=generator)
    kl_cov = kl_cov_coefficients(log_probabilities.detach(), advantages, mask, 0.2, 0.7)
    if objective == "policy-gradient":
        losses, clipped = policy_losses(form or {}, log_probabilities, old, advantages, entropies, mask, reference, kl_cov)
    else:
        losses = -log_probabilities
    loss = aggregate(losses, mask, aggregation)
    loss.backward()

    parameters = list(decoder.named_parameters())
    flat = lambda values: torch.cat([value.detach().reshape(-1) for value in values])
    before = flat(p for _, p in parameters)
    gradient = flat(p.grad for _, p in parameters)
    optimizer = torch.optim.AdamW(
        decoder.parameters(), lr=OPTIMIZER["learning_rate"], betas=(OPTIMIZER["beta1"], OPTIMIZER["beta2"]),
        eps=OPTIMIZER["epsilon"], weight_decay=OPTIMIZER["weight_decay"])
    norm = torch.nn.utils.clip_grad_norm_(decoder.parameters(), OPTIMIZER["max_gradient_norm"])
    optimizer.step()
    optimizer.step()
    state = [optimizer.state[p] for _, p in parameters]

    tensors = dict(
        parameters=before, tokens=tokens.int(), mask=mask, loss=loss.reshape(1), gradient=gradient,
        log_probabilities=log_probabilities, entropy=(entropies * mask).sum().reshape(1), gradient_norm=norm.reshape(1),
        new_parameters=flat(p for _, p in parameters), new_first_moment=flat(s["exp_avg"] for s in state),
        new_second_moment=flat(s["exp_avg_sq"] for s in state))
    if objective == "policy-gradient":
        log_ratio = log_probabilities - old
        tensors |= dict(
            advantages=advantages, old_log_probabilities=old, temperature=torch.tensor([temperature]),
            clip_low=torch.tensor([NUMBERS["clip_low"]]), clip_high=torch.tensor([NUMBERS["clip_high"]]),
            clipped=(clipped * mask).sum().reshape(1), kl=((log_ratio.exp() - 1 - log_ratio) * mask).sum().reshape(1))
    if form:
        tensors |= {name: torch.tensor([NUMBERS[name]]) for name in ("dual_clip", "entropy_bonus", "kl_coefficient")}
        tensors |= dict(reference_log_probabilities=reference, kl_cov_coefficients=kl_cov)
    return dict(
        torch=torch.__version__.split("+")[0], config=config, objective=objective, **(dict(form=form) if form else {}),
        aggregation=aggregation, normalizer=NORMALIZER, optimizer=OPTIMIZER, optimizer_steps=2,
        parameters=[dict(name=name, shape=list(p.shape)) for name, p in parameters],
        tensors={name: encode(value) for name, value in tensors.items()})


def encode(tensor):
    tensor = tensor.detach().contiguous()
    kind = "int32" if tensor.dtype == torch.int32 else "float32"
    return dict(type=kind, shape=list(tensor.shape), base64=base64.b64encode(tensor.numpy().tobytes()).decode())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "golden")
    out = parser.parse_args().out
    torch.set_num_threads(1)
    out.mkdir(parents=True, exist_ok=True)
    cases = {f"multi-head-{mode}": ("multi-head", "policy-gradient", mode, 0.5) for mode in AGGREGATIONS}
    cases |= {
        "grouped-query-clipped": ("grouped-query", "policy-gradient", "seq-mean-token-mean", 0.5),
        "grouped-query-unclipped": ("grouped-query", "policy-gradient", "token-mean", 0.02),
        "multi-head-supervised": ("multi-head", "supervised", "token-mean", 0.0),
        "small-token-sum": ("small", "policy-gradient", "token-sum", 0.5),
        "small-dual-clip": ("small", "policy-gradient", "token-mean", 0.7, dict(dualClip=True)),
        "small-gspo": ("small", "policy-gradient", "seq-mean-token-mean", 0.7, dict(ratioLevel="sequence", dualClip=True)),
        "small-cispo": ("small", "policy-gradient", "token-mean", 0.7, dict(surrogate="cispo")),
        "small-kl-cov": ("small", "policy-gradient", "token-mean", 0.7, dict(klCov=True)),
        "small-entropy-bonus": ("small", "policy-gradient", "seq-mean-token-mean", 0.7, dict(entropyBonus=True)),
        "grouped-query-supervised": ("grouped-query", "supervised", "seq-mean-token-mean", 0.0),
    }
    cases |= {
        f"small-kl-{estimator}": ("small", "policy-gradient", "token-mean", 0.7, dict(referenceKl=estimator))
        for estimator in ("k1", "k2", "k3", "abs")
    }
    for name, case in cases.items():
        (out / f"{name}.json").write_text(json.dumps(make_case(*case), indent=1) + "\n")


if __name__ == "__main__":
    main()
