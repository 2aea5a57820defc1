"""The worker of Allot's torch engine: rollouts, log-probabilities and updates of a Hugging Face model."""

PROTOCOL = 1
