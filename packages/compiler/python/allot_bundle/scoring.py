"""Rewards and advantages of a batch from the facts of its responses, by the emitted shapes."""

from dataclasses import dataclass
from inspect import Parameter, signature
from typing import Any, Callable, Mapping, Sequence

import numpy as np

from allot_bundle import shapes
from allot_bundle.experiment import load_experiment

Columns = Mapping[str, Any]


@dataclass(frozen=True)
class Scores:
    """One value a row, in the order of the rows."""

    rewards: np.ndarray
    components: dict[str, np.ndarray]
    advantages: np.ndarray


def score_batch(facts: Sequence[Mapping[str, Any]], groups: Sequence[str], sessions: Sequence[int]) -> Scores:
    """Rows may stand in any order: they are put into that of their groups and sessions first, so the bits are the same."""
    order = sorted(range(len(facts)), key=lambda row: (groups[row], sessions[row]))
    columns = columns_of([facts[row] for row in order], [groups[row] for row in order])
    rewards, components = rewards_of(columns)
    advantages = evaluate(shapes.advantage, {**columns, "reward": rewards})
    back = np.empty(len(order), dtype=int)
    back[order] = np.arange(len(order))
    return Scores(rewards[back], {name: values[back] for name, values in components.items()}, advantages[back])


def rewards_of(columns: Columns) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Rewards and their components, one value a row."""
    components = {name: evaluate(shape, columns) for name, shape in shapes.components.items()}
    return evaluate(shapes.reward, columns), components


def columns_of(facts: Sequence[Mapping[str, Any]], groups: Sequence[str]) -> Columns:
    """Facts as the columns that shapes read."""
    experiment = load_experiment()
    count = len(facts)
    columns = {name: np.asarray([row[name] for row in facts]) for name in facts[0]} if count else {}
    steps = columns.get("step", np.zeros(count))
    return {
        **columns,
        "group": np.unique(np.asarray(groups), return_inverse=True)[1],
        "l_max": np.full(count, experiment.l_max),
        "progress": steps / experiment.steps,
        "rows": count,
    }


def evaluate(shape: Callable[..., Any], columns: Columns) -> np.ndarray:
    """The shape of the columns it asks for; one value a row."""
    values = shape(**{name: columns[name] for name in arguments_of(shape)})
    return np.broadcast_to(np.asarray(values, dtype=float), (columns["rows"],)).copy()


def arguments_of(shape: Callable[..., Any]) -> list[str]:
    """Names of the columns that a shape asks for."""
    return [name for name, parameter in signature(shape).parameters.items() if parameter.default is Parameter.empty]


def read_facts() -> set[str]:
    """Names of all columns that a shape of the experiment asks for."""
    every = [shapes.reward, shapes.advantage, *shapes.components.values()]
    return {name for shape in every for name in arguments_of(shape)}
