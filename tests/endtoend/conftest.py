"""The demo's files, made once per run."""

from pathlib import Path

import pytest

from shirube_cli.main import main


@pytest.fixture(scope="session")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    assert main(["demo", "--out", str(folder)]) == 0
    return folder
