"""Log-probabilities and entropies of tokens, and their gradients, against plain PyTorch in float64. Prints the largest errors as JSON.

With TRITON_INTERPRET=1 the kernels run on the CPU.
"""

import json
import sys
from types import ModuleType

import torch

from allot_worker import kernel_choice, row_scores, target_scores
from allot_worker.scoring import score_targets

VOCABULARIES = (25, 1000, 4097, 5000)
TEMPERATURES = (0.6, 1.0, 2.5)
ROWS = 5
torch.manual_seed(0)


def errors_of(functions: ModuleType, number: torch.dtype) -> dict[str, float]:
    """Of `score_rows` and `turn_into_gradient`; the gradient relative to the largest of its row."""
    worst = {"scores": 0.0, "gradient": 0.0}
    for vocabulary in VOCABULARIES:
        for temperature in TEMPERATURES:
            logits = (5 * torch.randn(ROWS, vocabulary)).to(number)
            targets = torch.randint(vocabulary, (ROWS,))
            targets[0] = vocabulary - 1
            given = torch.randn(2, ROWS)
            exact = logits.double().requires_grad_()
            expected = plain_scores(exact, targets, temperature)
            torch.autograd.backward(expected, list(given.double()))
            scores = functions.score_rows(logits.clone(), targets, temperature)
            functions.turn_into_gradient(logits, targets, *scores[1:], *given, temperature)
            log_totals = (exact / temperature).logsumexp(-1)
            far = max(float((a - b.detach()).abs().max()) for a, b in zip(scores, (*expected, log_totals)))
            scale = exact.grad.abs().max(dim=-1, keepdim=True).values
            worst["scores"] = max(worst["scores"], far)
            worst["gradient"] = max(worst["gradient"], float(((logits - exact.grad) / scale).abs().max()))
    return worst


def plain_scores(logits: torch.Tensor, targets: torch.Tensor, temperature: float) -> tuple[torch.Tensor, torch.Tensor]:
    log_p = (logits / temperature).log_softmax(-1)
    return log_p.gather(-1, targets[:, None])[:, 0], -(log_p.exp() * log_p).sum(-1)


def is_derivative() -> bool:
    """By differences in float64, in pieces of a few tokens."""
    hidden, weight = (torch.randn(n, 4, dtype=torch.float64, requires_grad=True) for n in (7, 25))
    targets = torch.randint(25, (7,))
    score = target_scores.TargetScores.apply
    return torch.autograd.gradcheck(lambda *given: score(*given, targets, 0.7, torch.float64), (hidden, weight))


def errors_in_half() -> dict[str, float]:
    """Of products in bfloat16 by autocast: the gradient of a weight in float32, relative to its largest, from one piece and from many."""
    head = torch.nn.Linear(64, 1000, bias=False)
    hidden, targets = torch.randn(300, 64), torch.randint(1000, (300,))
    log_p, _ = plain_scores(hidden @ head.weight.T, targets, 1.0)
    (exact,) = torch.autograd.grad(log_p.sum(), head.weight)
    errors = {}
    for name, size in (("one", 2**30), ("many", 200_000)):
        target_scores.LOGITS_BYTES = size
        with torch.autocast("cpu", torch.bfloat16):
            scores, _ = score_targets(head, hidden, targets, 1.0)
        (gradient,) = torch.autograd.grad(scores.sum(), head.weight)
        if gradient.dtype != torch.float32:
            raise TypeError(f"a gradient of {gradient.dtype} for a weight in float32")
        errors[name] = float((gradient - exact).abs().max() / exact.abs().max())
    return errors


def frozen() -> list[bool]:
    """Which of weight and hidden get a gradient where only the other one needs it; and no tokens at all."""
    head = torch.nn.Linear(4, 25, bias=False).requires_grad_(False)
    hidden = torch.randn(3, 4, requires_grad=True)
    score_targets(head, hidden, torch.zeros(3, dtype=torch.int64), 1.0)[0].sum().backward()
    none, _ = score_targets(head, hidden[:0], torch.zeros(0, dtype=torch.int64), 1.0)
    none.sum().backward()
    alone = torch.nn.Linear(4, 25, bias=False)
    score_targets(alone, hidden.detach(), torch.zeros(3, dtype=torch.int64), 1.0)[0].sum().backward()
    return [head.weight.grad is None, hidden.grad is not None, alone.weight.grad is not None, len(none) == 0]


def without_kernels() -> bool:
    """Whether plain PyTorch is chosen for a GPU on which no kernel starts."""

    def fail(*_: object) -> None:
        raise RuntimeError("no C compiler")

    kernel_choice.try_out = fail
    return target_scores.rows_on("cuda") is row_scores


def all_errors() -> dict[str, object]:
    if sys.argv[1] == "kernels":
        from allot_worker import score_kernels as functions
    else:
        functions = row_scores
    numbers = {"float32": torch.float32, "bfloat16": torch.bfloat16}
    return {name: errors_of(functions, number) for name, number in numbers.items()}


found = all_errors()
if sys.argv[1] == "plain":
    target_scores.LOGITS_BYTES = 1000
    found |= {"is_derivative": is_derivative(), "frozen": frozen(), "half": errors_in_half(), "plain": without_kernels()}
json.dump(found, sys.stdout)
