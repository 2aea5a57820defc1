"""The worker of Allot's torch engine: rollouts, log-probabilities and updates of a Hugging Face model."""

import os

PROTOCOL = 1

# Read when torch is imported. Threads that wait for each other spin so long before they sleep: with a longer wait a small model's pass takes
# 13 times as long and more where other programs use the cores too; with a tenth of it, half as long again on idle cores.
if "OMP_WAIT_POLICY" not in os.environ:
    os.environ.setdefault("GOMP_SPINCOUNT", "3000")
