"""Evaluates emitted shapes: evaluate-shapes.py FOLDER, where job.json names modules, functions and tables of columns."""

import importlib.util
import inspect
import json
import sys
import warnings
from pathlib import Path

import numpy as np

folder = Path(sys.argv[1])
job = json.loads((folder / "job.json").read_text())
warnings.simplefilter("error")


def load(module):
    spec = importlib.util.spec_from_file_location(module, folder / f"{module}.py")
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def read(table):
    columns = {name: np.fromfile(folder / file) for name, file in table["columns"].items()}
    return {**columns, "group": table["group"], "rows": table["rows"]}


def shape_of(table, case):
    return (len(table["row_of_token"]) if case["tokens"] else table["rows"],)


tables = [read(table) for table in job["tables"]]
for case in job["cases"]:
    function = getattr(load(case["module"]), case["function"])
    parameters = inspect.signature(function).parameters.values()
    keywords = {one.name for one in parameters if one.default is inspect.Parameter.empty}
    for table, out in zip(tables, case["out"]):
        result = function(**{name: column for name, column in table.items() if name in keywords})
        np.broadcast_to(np.asarray(result, dtype=float), shape_of(table, case)).tofile(folder / out)
