import pytest

from shirube.codebook import Answer, Option, read_codebook
from shirube.errors import TableError
from shirube.grid import Grid

HEADER = ["設問", "設問文", "種類", "順序", "列", "区切り", "コード", "選択肢", "欠測"]


def book(*rows: list[object]):
    return read_codebook(Grid.from_rows([HEADER, *rows], name="設問票", source="調査.xlsx"))


def test_single_answer_keeps_order_codes_and_missing() -> None:
    question = book(
        ["問1", "満足度", "単一回答", "あり", "問1", None, 1, "満足", None],
        ["問1", "満足度", "単一回答", "あり", "問1", None, 2.0, "不満", None],
        ["問1", "満足度", "単一回答", "あり", "問1", None, 9, "無回答", "はい"],
    ).question("問1")
    assert question.answer is Answer.SINGLE
    assert question.ordered
    assert question.options == (Option("1", "満足"), Option("2", "不満"), Option("9", "無回答", missing=True))
    assert question.columns == ()


def test_multiple_answer_in_columns_and_in_one_column() -> None:
    codebook = book(
        ["問3", "困りごと", "複数回答", None, "問3_1", None, 1, "バス", None],
        ["問3", "困りごと", "複数回答", None, "問3_2", None, 2, "店", None],
        ["問4", "施設", "複数回答", None, "問4", "、", "図書館", "図書館", None],
        ["問4", "施設", "複数回答", None, "問4", "、", "公民館", "公民館", None],
        ["重み", "重み", "ウェイト", None, "重み", None, None, None, None],
    )
    assert codebook.question("問3").columns == ("問3_1", "問3_2")
    assert codebook.question("問4").columns == ()
    assert codebook.question("問4").separator == "、"
    assert codebook.question("重み").options == ()


def test_unknown_kind_names_the_cell() -> None:
    with pytest.raises(TableError, match=r"設問票!C2.*ひとつ選ぶ"):
        book(["問1", "満足度", "ひとつ選ぶ", None, "問1", None, 1, "満足", None])
