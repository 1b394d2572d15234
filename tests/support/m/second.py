"""A second evaluator of M, pqtools, on the same scripts; its trees come from the one Node process of the run."""

import importlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from unittest import mock

import pqtools

from support.m import MRecord, MTable, MValue
from support.node import checks

# The package's name `evaluate` is its function; the module is meant.
_EVALUATOR = importlib.import_module("pqtools.evaluate")


class Refused(Exception):
    """The second evaluator does not know the script, or its parser does not."""


def opinions(scripts: Mapping[str, str]) -> dict[str, Any]:
    """Return the value of each script, or `Refused`, or the error it ends in, as `plain` values."""
    bridge = Path(pqtools.__file__).with_name("_bridge.cjs")
    trees = checks().ask("scripts.trees", scripts=dict(scripts), view=str(bridge))
    return {name: _opinion(trees[name]) for name in scripts}


def _opinion(tree: dict[str, Any] | None) -> Any:
    if tree is None:
        return Refused("parser")
    with mock.patch.object(_EVALUATOR, "_parse_ast", return_value=tree):
        try:
            return _EVALUATOR.evaluate("")
        except _EVALUATOR.UnsupportedError as refusal:
            return Refused(str(refusal))
        except _EVALUATOR.EvalError as error:
            return error
        except (TypeError, ValueError, KeyError, AttributeError) as crash:
            return Refused(f"crash: {crash!r}")


def plain(value: MValue) -> Any:
    """Return a value as the second evaluator holds it: tables as lists of records, records as dictionaries."""
    if isinstance(value, MTable):
        return [dict(zip(value.columns, map(plain, row), strict=True)) for row in value.rows]
    if isinstance(value, MRecord):
        return {name: plain(item) for name, item in value.settled().items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value
