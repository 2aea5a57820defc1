"""What rows of logits say of one token each, and its gradient, in plain PyTorch; `score_kernels` has the same functions."""

import torch


def logit_bytes(number: torch.dtype) -> int:
    """Of a logit and what is computed from it: two numbers in float32, of which a logit in float32 is one."""
    return 8 if number == torch.float32 else 8 + number.itemsize


def score_rows(
    logits: torch.Tensor, targets: torch.Tensor, temperature: float
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """log p(target) and the entropy under softmax(z), z = logits / temperature, and log(sum(exp z)): at least float32, [n].

    logits: [n, vocabulary], of which nothing is left; targets: int64 [n].
    """
    z = at_least_float(logits).div_(temperature)
    most = z.max(dim=-1, keepdim=True).values
    z.sub_(most)
    of_targets = z.gather(-1, targets[:, None])[:, 0]
    exponentials = z.exp()
    total = exponentials.sum(dim=-1)
    log_total = total.log()
    # H = log(sum exp z) - sum p z
    entropies = log_total - exponentials.mul_(z).sum(dim=-1) / total
    return of_targets - log_total, entropies, log_total + most[:, 0]


def turn_into_gradient(
    logits: torch.Tensor,
    targets: torch.Tensor,
    entropies: torch.Tensor,
    log_totals: torch.Tensor,
    log_probability_gradient: torch.Tensor,
    entropy_gradient: torch.Tensor,
    temperature: float,
) -> None:
    """Writes the gradient of the logits in their place. All but them: [n]; entropies and log_totals as `score_rows` gave them."""
    log_p = at_least_float(logits).div_(temperature).sub_(log_totals[:, None])
    p = log_p.exp()
    # d log p(target) / dz = onehot - p; dH / dz = -p (log p + H)
    gradient = log_p.add_(entropies[:, None]).mul_(entropy_gradient[:, None]).add_(log_probability_gradient[:, None])
    gradient.mul_(p).neg_()
    gradient[torch.arange(len(targets), device=targets.device), targets] += log_probability_gradient
    logits.copy_(gradient.div_(temperature))


def at_least_float(logits: torch.Tensor) -> torch.Tensor:
    return logits.to(torch.promote_types(logits.dtype, torch.float32))
