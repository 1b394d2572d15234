"""Finds the research folder beside the checkout; tests that need it skip loudly when it is absent."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def shared(*parts: str) -> Path:
    """Path inside ``../shared``, or skip."""
    for base in (os.environ.get("SHIRUBE_SHARED"), ROOT.parent / "shared", ROOT.parent.parent / "shared"):
        if base and Path(base).joinpath(*parts).exists():
            return Path(base).joinpath(*parts)
    pytest.skip("../shared が無い")
