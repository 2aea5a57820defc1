"""The worker of Allot's torch engine: rollouts, log-probabilities and updates of a Hugging Face model."""

import os

PROTOCOL = 1

# Read when torch is imported. Threads that wait for each other spin this long before they sleep: where other programs use the cores too,
# a longer wait costs up to 60 times the time of a small model's pass; on idle cores a shorter one costs a third.
if "OMP_WAIT_POLICY" not in os.environ:
    os.environ.setdefault("GOMP_SPINCOUNT", "3000")
