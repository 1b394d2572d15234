"""Every kind of script that is written into workbooks: no diagnostics, and nothing beyond the whitelist."""

import functools
import random
import re

from shirube.errors import TableError
from shirube.office.read import read_book
from shirube.powerquery import compile_recipe
from shirube.tidy import detect
from shirube_workbooks.samples.build import FOLDER
from support.m.lexer import tokens
from support.m.tables import adversary
from support.m.whitelist import cultures, whitelist
from support.messy import listing
from support.scripts import diagnostics, syntax_errors

_CULTURE = re.compile(r'"([a-z]{2}-[A-Z]{2})"')


@functools.cache
def scripts() -> dict[str, str]:
    """Queries of the samples, of lists with each step, and of adversarial sheets."""
    found: dict[str, str] = {}
    for path in sorted(FOLDER.glob("*.xlsx")):
        for grid in read_book(path).sheets:
            best = detect(grid).best
            for i, recipe in enumerate(best.recipes if best else ()):
                found[f"{path.stem} {grid.name} {i}"] = compile_recipe(grid, recipe).text
    for seed in range(24):
        messy = listing(random.Random(seed))
        found[f"一覧 {seed}"] = compile_recipe(messy.grid, messy.recipe).text
        grid = adversary(seed).grid
        best = detect(grid).best
        if best is not None:
            try:
                found[f"罠 {seed}"] = compile_recipe(grid, best.recipes[0]).text
            except TableError:
                continue  # what M cannot express is refused with its reason
    return found


def test_there_are_many() -> None:
    assert len(scripts()) > 60


def test_microsofts_parser_and_language_services_have_nothing_to_say() -> None:
    assert {name: told for name, told in syntax_errors(scripts()).items() if told} == {}
    # The services infer every type anew, which takes long; scripts of one kind are built by the same lines.
    some = dict(list(scripts().items())[::4])
    assert {name: told for name, told in diagnostics(some).items() if told} == {}


def test_nothing_beyond_the_whitelist_is_named() -> None:
    for name, text in scripts().items():
        words = {str(word.value) for word in tokens(text) if word.kind == "name" and "." in str(word.value)}
        words |= {str(word.value) for word in tokens(text) if word.kind == "quoted" and str(word.value).startswith("#")}
        assert {word for word in words if re.match(r"#?[A-Za-z]", word)} <= whitelist(), name


def test_cultures_are_known_and_nothing_is_newer_than_the_oldest_excel() -> None:
    for name, text in scripts().items():
        assert "??" not in text, name
        assert set(_CULTURE.findall(text)) <= cultures(), name
