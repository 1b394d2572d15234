"""Blank forms, their maps, and copies filled in for one test."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from shirube.forms.form_file import FormFile
from shirube.forms.form_map import FormMap
from shirube.forms.propose import propose
from shirube.office.read.form import read_form
from support.forms import clinic, school
from support.forms.drawn import Drawn, write_xlsx


@pytest.fixture(scope="session")
def read(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., FormFile]:
    """Write drawn sheets to a file and read it as a form."""
    folder = tmp_path_factory.mktemp("forms")
    count = iter(range(10_000))

    def made(*sheets: Drawn, name: str = "") -> FormFile:
        return read_form(write_xlsx(sheets, folder / f"{next(count)}.xlsx"), name=name or "回答.xlsx")

    return made


@pytest.fixture(scope="session")
def clinic_map(read: Callable[..., FormFile]) -> FormMap:
    return propose(read(*clinic.blank()), form="clinic", version="2")


@pytest.fixture(scope="session")
def clinic_old_map(read: Callable[..., FormFile]) -> FormMap:
    return propose(read(*clinic.old_blank()), form="clinic", version="1")


@pytest.fixture(scope="session")
def school_map(read: Callable[..., FormFile]) -> FormMap:
    return propose(read(*school.blank()), form="school")


@pytest.fixture
def filled() -> Callable[..., list[Drawn]]:
    """A clinic's copy, honestly filled in."""

    def made(number: int = 1, **changed: object) -> list[Drawn]:
        said = clinic.answers(random.Random(number), number)
        sheets = clinic.blank()
        clinic.fill(sheets[0], clinic.Answers({**said.values, **changed}), clinic.BOXES)
        return sheets

    return made


@pytest.fixture
def folder(tmp_path: Path, filled: Callable[..., list[Drawn]]) -> Path:
    """A folder with three good replies."""
    for number in (1, 2, 3):
        write_xlsx(filled(number), tmp_path / f"回答{number}.xlsx")
    return tmp_path
