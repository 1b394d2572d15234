"""docs/crosstab.md names a test for each of the 41 features; the tests must be there."""

import json
import re
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
TEXT = (TESTS.parent / "docs/crosstab.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+) \| .*\| (.*) \|$", TEXT, flags=re.MULTILINE)


def test_every_feature_has_a_row_with_a_test() -> None:
    assert [int(number) for number, _ in ROWS] == list(range(1, 42))
    for number, proof in ROWS:
        file = ""
        named = re.findall(r"`([\w/]+\.py)?(?:::(\w+))?`", proof)
        assert any(path for path, _ in named), number
        for path, name in named:
            file = path or file
            source = (TESTS / file).read_text(encoding="utf-8")
            assert not name or f"def {name}(" in source, (number, file, name)


def test_every_named_test_is_there() -> None:
    named = re.findall(r"`([\w/]+\.py)::(\w+)`", TEXT)
    assert len(named) > 30
    for file, name in named:
        assert f"def {name}(" in (TESTS / file).read_text(encoding="utf-8"), (file, name)


def test_every_parity_statistic_named_is_compared() -> None:
    known = {
        e["statistic"] for e in json.loads((TESTS / "parity/crosstab.json").read_text(encoding="utf-8"))["entries"]
    }
    for _, proof in ROWS:
        for group in re.findall(r"parity/test_crosstab\.py`（(.*?)）", proof):
            assert set(re.findall(r"`(\w+)`", group)) <= known
