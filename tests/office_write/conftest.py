"""The written samples by name, what the validator said of each, and each as printed."""

from pathlib import Path

import pytest

from support.office import PLANTED, Office


@pytest.fixture(scope="session")
def validated(workbooks: dict[str, Path], office: Office) -> dict[str, list[str]]:
    return {name: office.produced.errors[path] for name, path in workbooks.items()} | {
        "planted": office.produced.errors[Path(PLANTED)]
    }


@pytest.fixture(scope="session")
def printed(workbooks: dict[str, Path], office: Office) -> dict[str, Path]:
    return {name: office.produced.pdf[path] for name, path in workbooks.items() if path in office.produced.pdf}
