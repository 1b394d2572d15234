"""対応表: read as people write it, refused where it would lose or make figures, written so that it reads the same."""

import pandas as pd
import pytest

from shirube.calendar import FiscalYear
from shirube.errors import JoinError
from shirube.join import Change, Crosswalk, SameName, read_crosswalk

Y = FiscalYear


def test_headings_years_and_shares_as_people_write_them():
    frame = pd.DataFrame(
        {
            "旧地区": ["東", "東", None, "西"],
            "新地区": ["東一", "東二", None, "西"],
            "適用年度": ["令和7年度", 2025.0, None, "2025"],
            "按分率": ["40%", 0.6, None, None],
        }
    )
    assert read_crosswalk(frame).changes == (
        Change("東", "東一", Y(2025), share=0.4),
        Change("東", "東二", Y(2025), share=0.6),
        Change("西", "西", Y(2025)),
    )


def test_written_and_read_again_it_is_the_same():
    walk = Crosswalk(
        (Change("甲", "乙", Y(2020), Y(2024), 1.0, 0.5, "統合"), Change("A", "B")),
        (SameName("みどり", "ミドリ"), SameName("北", "南", False)),
    )
    assert read_crosswalk(walk.frame()) == walk


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([("東", "東一", 2025, None, 0.5)], "J301"),
        ([("東", "東一", 2025, None, 1.2), ("東", "東二", 2025, None, -0.2)], "J302"),
        ([("東", "東一", 2025, 2024, 1)], "J303"),
        ([("甲", "乙", None, None, 1), ("乙", "甲", None, None, 1)], "J304"),
        ([("東", None, 2025, None, 1)], "J306"),
        ([("東", "西", "来年", None, 1)], "J306"),
        ([("東", "西", 2025, None, "半分")], "J306"),
    ],
)
def test_what_would_lose_or_make_figures_is_refused(rows, code):
    frame = pd.DataFrame(rows, columns=["旧", "新", "開始年度", "終了年度", "割合"], dtype=object)
    with pytest.raises(JoinError) as caught:
        read_crosswalk(frame)
    assert caught.value.code == f"SB-{code}"


def test_missing_columns_are_named():
    with pytest.raises(JoinError, match="新"):
        read_crosswalk(pd.DataFrame({"旧": ["東"], "あたらしい": ["西"]}))


def test_what_is_said_later_wins():
    first = Crosswalk((Change("東", "西", share=0.3333333333),), (SameName("a", "b"), SameName("a", "c", False)))
    later = Crosswalk((Change("東", "西", share=1 / 3),), (SameName("a", "c"),))
    both = first | later
    assert both.changes == later.changes
    assert both.confirmed == {
        "a": "c",
    }
    assert both.refused == ()


def test_lines_of_any_year_also_join_names_but_shares_do_not():
    walk = Crosswalk((Change("甲", "乙"), Change("丙", "丁", Y(2025)), Change("戊", "己", share=0.5)))
    assert walk.confirmed == {"甲": "乙"}
