import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from shirube.crosstab import CrosstabRequest, code
from shirube.crosstab.batch import BatchRequest, tabulate_batch
from shirube.crosstab.batch_report import batch_report
from shirube.crosstab.discover import discover
from shirube.crosstab.glossary import TERMS
from shirube.result import Cell, Provenance, Purpose, Result
from support.survey import BOOK, survey

JARGON = re.compile(
    "カイ二乗|p値|[pP] ?[<=＜＝]|検定|有意|フィッシャー|χ|残差|期待度数|信頼区間|FDR|偽発見|Holm|ホルム"
)


def made(n: int = 600, *, difference: bool = True, purpose: Purpose = Purpose.INTERNAL) -> tuple[Result, object]:
    frame = survey(n, difference=difference)
    frame["性別"] = np.random.default_rng(5).choice(["男性", "女性"], n)
    coded = code(frame, ["性別", "年代", "満足度", "媒体"], BOOK)
    common = replace(CrosstabRequest("", ""), purpose=purpose)
    batch = tabulate_batch(coded, BatchRequest(("性別", "年代"), ("満足度", "媒体"), common))
    return batch_report(coded, batch, Provenance(file="調査.xlsx")), batch


def page_one(result: Result) -> str:
    lines = [result.title, result.question, result.conditions, result.base, *result.conclusion, *result.says]
    lines += [*result.cannot_say, *result.notes]
    for table in result.tables:
        lines += [table.title, *table.notes, *(f"{c.label} {c.group}" for c in table.columns)]
    return "\n".join(lines)


@pytest.mark.parametrize("difference", [True, False])
def test_page_one_is_plain(difference: bool) -> None:
    result, _ = made(difference=difference)
    assert not JARGON.findall(page_one(result))


def test_the_list_holds_what_was_planted() -> None:
    result, batch = made()
    found = discover(batch)  # type: ignore[arg-type]
    assert {d.axis for d in found} == {"年代"}
    assert found[0].points == max((d.points for d in found), key=abs)
    tables = {t.key: t for t in result.tables}
    assert len(tables["discoveries"].rows) == len(found)
    assert "2枚で差が見つかりました" in result.conclusion[0]
    assert [row[3] for row in tables["contents"].rows] == ["年代", "年代"]
    assert {"banner1", "banner2"} <= set(tables)


def test_nothing_found_is_said_plainly() -> None:
    result, batch = made(difference=False)
    assert not discover(batch)  # type: ignore[arg-type]
    assert "見つかりませんでした" in result.conclusion[0]


def test_published_batch_shows_no_small_number() -> None:
    result, _ = made(150, purpose=Purpose.PUBLIC)
    hidden = 0
    for table in result.tables:
        for row in table.rows:
            for column, value in zip(table.columns, row, strict=True):
                if re.fullmatch(r"n\d*", column.key):
                    shown = value.value if isinstance(value, Cell) else value
                    hidden += isinstance(value, Cell) and value.shown == "x"
                    assert shown is None or shown == 0 or shown >= 10
    assert hidden
    for line in result.data[0].table.rows:
        assert line[4] is None or line[4] == 0 or line[4] >= 10


def test_every_term_is_one_sentence() -> None:
    for term, meaning in TERMS:
        assert meaning.endswith("。"), term
        assert meaning.count("。") <= 2, term
    frame = pd.DataFrame(TERMS)
    assert frame[0].is_unique
