"""Published workbooks with hand-made truth; floors stand just under what is reached."""

import csv
import dataclasses
import importlib.util
import sys
from pathlib import Path

import pytest

from shirube.office.read import read_book
from shirube.tidy import apply_all, detect, verify
from support.shared import shared

ROOT = Path(__file__).resolve().parents[2]


def module(path, name):
    spec = importlib.util.spec_from_file_location(name, path)
    loaded = importlib.util.module_from_spec(spec)
    sys.modules[name] = loaded
    spec.loader.exec_module(loaded)
    return loaded


@pytest.fixture(scope="module")
def corpus():
    return shared("data", "corpus")


@pytest.fixture(scope="module")
def sheets(corpus):
    """{id: grid of the sheet named in the index}; the largest files are left to the bench."""
    found = {}
    with (corpus / "index.csv").open(encoding="utf-8-sig", newline="") as handle:
        for row in csv.DictReader(handle):
            if (corpus / row["file"]).stat().st_size < 160_000 and row["sheet"] != "(csv)":
                found[row["id"]] = read_book(corpus / row["file"], sheets=[row["sheet"]]).sheets[0]
    return found


@pytest.fixture(scope="module")
def truths(corpus):
    return sorted(path.stem for path in (corpus / "truth").glob("[0-9]*.csv"))


def scores(corpus, truths, sheets, folder):
    bench = module(ROOT / "bench" / "tidy_corpus.py", "tidy_corpus")
    scorer = module(shared("prototypes", "scoring", "corpus_score.py"), "corpus_score")
    found = {}
    for key in truths:
        if key not in sheets:
            continue
        outcome, _, tables = bench.convert(sheets[key])
        assert outcome == "crosstab", key
        bench.write_prediction(folder / f"{key}.csv", tables)
        truth = corpus / "truth" / f"{key}.csv"
        found[key] = scorer.score(
            scorer.load(truth), scorer.load(folder / f"{key}.csv"), scorer.Alternatives(truth.with_suffix(".json"))
        )
    return found


def mean(found, key):
    return sum(score[key] for score in found.values()) / len(found)


def test_scores_against_the_truth(corpus, truths, sheets, tmp_path):
    found = scores(corpus, truths, sheets, tmp_path)
    assert len(found) >= 13
    assert mean(found, "value_f1") > 0.999
    assert mean(found, "f1") > 0.98
    assert mean(found, "total_f1") > 0.99
    assert sum(score["f1"] > 0.9999 for score in found.values()) >= len(found) - 2


def test_values_survive_without_any_rules(corpus, truths, sheets, tmp_path):
    """The same sheets with every border taken away: values stay right, labels get harder."""
    bare = {}
    for key in truths:
        if key in sheets:
            table = tuple(
                dataclasses.replace(s, border_top=False, border_bottom=False, border_left=False, border_right=False)
                for s in sheets[key].style_table
            )
            bare[key] = dataclasses.replace(sheets[key], style_table=table)
    found = scores(corpus, truths, bare, tmp_path)
    assert mean(found, "value_f1") > 0.99
    assert mean(found, "f1") > 0.6


def test_every_sheet_is_read_or_refused_and_accounted_for(sheets):
    for key, grid in sheets.items():
        detection = detect(grid)
        assert detection.candidates or detection.refusal, key
        for table in apply_all(grid, detection.best.recipes) if detection.best else ():
            held = {check.name: check.ok for check in verify(grid, table)}
            assert held["行の数"], key
            assert held.get("セルの行き先", True), key
            assert held.get("数の保存", True), key


def test_lists_stay_lists(sheets):
    tidy_already = [key for key in ("072", "074", "075", "076", "080") if key in sheets]
    assert tidy_already
    for key in tidy_already:
        assert detect(sheets[key]).best.recipe.form == "records", key
