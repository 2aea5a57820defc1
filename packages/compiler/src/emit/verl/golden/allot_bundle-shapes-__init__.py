"""The shapes of the experiment, emitted from its definition."""

from allot_bundle.shapes.advantage import hbpo as advantage
from allot_bundle.shapes.reward import hbpo as reward

components = {}

__all__ = ["advantage", "components", "reward"]
