"""A save that is stopped leaves nothing of the book behind."""

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from shirube.office.engine import close_all, open_book
from support.shared import ROOT


def test_a_save_that_is_stopped_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = Path(shutil.copy(ROOT / "workbooks" / "samples" / "みほん市_健康教室.xlsx", tmp_path))

    def stopped(*_: object) -> bytes:
        assert len(list(tmp_path.iterdir())) == 3  # in the middle: what was read from, what is written
        raise KeyboardInterrupt

    book = open_book(source)
    book.sheets[0].range("A1").value = "変えた"
    monkeypatch.setattr("shirube.office.engine.saving._FONT", SimpleNamespace(sub=stopped))
    with pytest.raises(KeyboardInterrupt):
        book.save(str(tmp_path / "新しい.xlsx"))
    close_all()
    assert list(tmp_path.iterdir()) == [source]
