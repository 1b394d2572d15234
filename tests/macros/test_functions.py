"""The catalogue is checked where Excel would refuse it, and everything made from it is current."""

import pytest

from shirube.errors import WriteError
from shirube_macros.functions import RESERVED, catalogue, parse, reference_page, wizard_rows, wrappers
from support.shared import ROOT

ENTRY = """
[[function]]
name = "SB_ONE"
module = "m"
function = "SB_ONE"
category = "しるべ"
description = "説明"
returns = "number"
example = "=SB_ONE(A1)"
arguments = [
    { name = "first", help = "一つ目", ndim = 0 },
    { name = "second", help = "二つ目", ndim = 2, optional = true },
]
"""


def test_wrapper_text():
    assert wrappers(parse(ENTRY)) == (
        "Public Function SB_ONE(first As Variant, Optional second As Variant) As Variant\n"
        '    SB_ONE = SbNumber("shirube_udfs.m", "SB_ONE", Array(first, second))\n'
        "End Function\n"
    )


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('"SB_ONE"', '"SB_one"', "英大文字"),
        ('returns = "number"', 'returns = "grid"', "returns"),
        ('"説明"', f'"{"あ" * 256}"', "255字"),
        ('"一つ目"', f'"{"あ" * 256}"', "255字"),
        ('name = "first"', 'name = "date"', "引数名"),
        ('name = "first"', 'name = "表"', "引数名"),
        ("ndim = 0", "ndim = 1", "ndim"),
        ('"一つ目", ndim = 0', '"一つ目", ndim = 0, optional = true', ""),
        ("ndim = 2, optional = true", "ndim = 2", ""),
        ('module = "m"', "", "足りない"),
        ('module = "m"', 'module = "m"\ncolour = "red"', "余って"),
        ("arguments = [", "arguments = [" + '{ name = "x", help = "x", ndim = 0 },' * 6, "7個"),
    ],
)
def test_entries_excel_would_refuse(old, new, reason):
    text = ENTRY.replace(old, new, 1)
    assert text != ENTRY
    if not reason:
        assert parse(text)
        return
    with pytest.raises(WriteError, match=reason) as caught:
        parse(text)
    assert caught.value.code == "SB-W208"


def test_optional_arguments_come_last():
    text = (
        ENTRY.replace("optional = true", "")
        .replace("ndim = 0 }", "ndim = 0, optional = true }")
        .replace("ndim = 2, ", "ndim = 2")
    )
    with pytest.raises(WriteError, match="後ろ"):
        parse(text)


def test_two_entries_of_one_name():
    with pytest.raises(WriteError, match="二つ"):
        parse(ENTRY + ENTRY)


def test_catalogue_is_sound():
    functions = catalogue()
    assert [f.name for f in functions if f.name != f.function] == []
    assert all(f.example.startswith(f"={f.name}(") for f in functions)
    assert not {a.name for f in functions for a in f.arguments} & RESERVED
    assert all(f.category.startswith("しるべ") for f in functions)


def test_wizard_rows_start_at_the_second_row():
    rows = wizard_rows(parse(ENTRY))
    assert rows[1] == ("SB_ONE", "しるべ", "説明", "一つ目", "二つ目")
    assert len(rows) == 2


def test_committed_reference_page_is_current():
    page = (ROOT / "docs" / "functions.md").read_text(encoding="utf-8")
    assert page == reference_page(catalogue())
