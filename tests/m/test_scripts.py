"""Microsoft's own parser and language services find what is wrong with a script, and nothing wrong with a good one."""

import pytest

from support.scripts import diagnostics, formatted, syntax_errors

GOOD = """let
    元 = Excel.CurrentWorkbook(){[Name = "元表"]}[Content],
    型 = Table.TransformColumnTypes(元, {{"団体コード", type text}}, "ja-JP"),
    列 = Table.AddColumn(型, "上2桁", each Text.Start([団体コード], 2), type text),
    結果 = Table.SelectRows(列, each [団体コード] <> null)
in
    結果
"""


def test_a_good_script_has_no_diagnostics() -> None:
    assert syntax_errors({"good": GOOD}) == {"good": []}
    assert diagnostics({"good": GOOD}) == {"good": []}


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("let a = in a", "Error.Parse"),
        ('let a = Table.Unpivo(1, 2, "", "") in a', "Error.UnknownIdentifier"),
        ("let a = 1 in b", "Error.UnknownIdentifier"),
        ("let a = 1, a = 2 in a", "Error.DuplicateIdentifier"),
        ('Text.Start("a")', "Error.InvokeArgumentCountMismatch"),
        ("Text.Start(1, 2)", "Error.InvokeArgumentTypeMismatch"),
    ],
)
def test_a_bad_script_is_told(script: str, code: str) -> None:
    [(_, found)] = diagnostics({"bad": script}).items()
    assert [sentence.split()[0] for sentence in found][:1] == [code]


def test_the_formatter_lays_out_a_script_without_changing_it() -> None:
    assert formatted({"good": GOOD})["good"].split() == GOOD.split()
