"""Every file of macros/powerquery: documented for the function dialog, its examples true, its M without diagnostics."""

from pathlib import Path

import pytest

from support.m import MFunction, equal, evaluate
from support.m.functions import FILES, documentation, function, head
from support.scripts import diagnostics, syntax_errors

IDS = [file.stem for file in FILES]


@pytest.mark.parametrize("file", FILES, ids=IDS)
def test_it_names_and_explains_itself(file: Path) -> None:
    shown = documentation(function(file.stem))
    assert head(file.read_text(encoding="utf-8"))[0] == shown["Documentation.Name"]
    assert len(shown["Documentation.LongDescription"]) > 20
    assert shown["Documentation.Examples"]
    for example in shown["Documentation.Examples"]:
        assert set(example) == {"Description", "Code", "Result"}


@pytest.mark.parametrize("file", FILES, ids=IDS)
def test_every_parameter_has_a_caption_and_a_description(file: Path) -> None:
    found = function(file.stem)
    assert found.signature is not None
    assert found.signature.parameters is not None
    assert [optional for _, optional, _ in found.signature.parameters].count(False) == found.least
    for name, _, kind in found.signature.parameters:
        assert kind.metadata is not None, name
        assert kind.metadata["Documentation.FieldCaption"]
        assert kind.metadata["Documentation.FieldDescription"].endswith("。")


@pytest.mark.parametrize("file", FILES, ids=IDS)
def test_its_examples_are_true(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    shown = documentation(function(file.stem))
    for example in shown["Documentation.Examples"]:
        if "C:\\" in example["Code"]:
            continue  # reads a folder; tested with one in test_table_functions.py
        made = evaluate(f"let {shown['Documentation.Name']} =\n{text}\nin {example['Code']}")
        assert equal(made, evaluate(example["Result"])), example["Code"]


def test_microsofts_parser_and_language_services_have_nothing_to_say() -> None:
    scripts = {file.stem: file.read_text(encoding="utf-8") for file in FILES}
    assert {name: told for name, told in syntax_errors(scripts).items() if told} == {}
    assert {name: told for name, told in diagnostics(scripts).items() if told} == {}


@pytest.mark.parametrize("file", FILES, ids=IDS)
def test_it_keeps_to_what_older_versions_of_excel_know(file: Path) -> None:
    # ?? and catch came to the language late; so did records of options where a text or null will do.
    text = file.read_text(encoding="utf-8")
    assert not any(word in text for word in ("??", " catch ", "InferSheetDimensions", "Format ="))


def test_there_is_a_function_for_each_task() -> None:
    assert len(FILES) >= 14
    assert all(isinstance(function(file.stem), MFunction) for file in FILES)
