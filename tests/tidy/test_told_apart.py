"""Rows printed under the same label: told apart where the sheet tells them apart, left alone where it does not."""

import pytest

from shirube.tidy.told_apart import told_apart


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        (["男", "（率）", "女", "（率）"], [("男",), ("男", "（率）"), ("女",), ("女", "（率）")]),
        (["保険", "うち民間", "年金", "うち民間"], [("保険",), ("保険", "うち民間"), ("年金",), ("年金", "うち民間")]),
        (["一小", "東区計", "一小", "西区計"], [("東区", "一小"), ("東区計",), ("西区", "一小"), ("西区計",)]),
        (["東", "西", "東"], [("東",), ("西",), ("東",)]),  # nothing says which is which
        (["（率）", "男", "（率）"], [("（率）",), ("男",), ("（率）",)]),  # the first has nothing above
        (["東", "（率）", "東", "（率）"], [("東",), ("（率）",), ("東",), ("（率）",)]),
        (["総数", "男", "女"], [("総数",), ("男",), ("女",)]),
    ],
)
def test_told_apart(labels, told):
    assert told_apart([(label,) for label in labels]) == told


def test_only_within_the_same_outer_label():
    paths = [("東", "男"), ("東", "（率）"), ("西", "（率）"), ("西", "（率）")]
    assert told_apart(paths) == paths


def test_a_row_without_a_label_is_nothing_above():
    paths = [("東",), (), ("（率）",), ("（率）",)]
    assert told_apart(paths) == paths
