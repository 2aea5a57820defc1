"""The shapes of the experiment, emitted from its definition."""

from allot_verl.shapes.advantage import hbpo as advantage
from allot_verl.shapes.reward import hbpo as reward

components = {}

__all__ = ["advantage", "components", "reward"]
