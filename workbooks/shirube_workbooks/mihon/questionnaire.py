"""The questionnaire of the みほん市 residents' survey, and its 設問票 sheet.

The 設問票 sheet is one table, one row for each option, every cell filled:

========  ==================================================================================
column    meaning
========  ==================================================================================
設問      key of the question (`shirube.codebook.Question.key`)
設問文    label of the question
種類      単一回答・複数回答・数値・自由記述・ウェイト (`shirube.codebook.Answer`)
順序      「あり」 when the options have an order
列        data column: the question's, or for several 0/1 columns the option's
区切り    the character between answers when one column holds several
コード    what stands in the data (empty: the cell is blank); in a 0/1 column 1 means chosen
選択肢    label of the option
欠測      「はい」 for 無回答 and the like
========  ==================================================================================
"""

from __future__ import annotations

from shirube.codebook import Answer, Codebook, Option, Question

from .tables import Cell

__all__ = ["CODEBOOK", "COLUMNS", "codebook_rows"]

COLUMNS = ("設問", "設問文", "種類", "順序", "列", "区切り", "コード", "選択肢", "欠測")

_NO_ANSWER = Option("9", "無回答", missing=True)
_BLANK = Option("", "無回答", missing=True)


def _options(*labels: str) -> tuple[Option, ...]:
    return tuple(Option(str(code), label) for code, label in enumerate(labels, start=1))


_SATISFACTION = (*_options("満足", "やや満足", "どちらともいえない", "やや不満", "不満"), _BLANK)
_TROUBLES = (
    "バスの便が少ない",
    "買い物をする店が遠い",
    "医療機関が遠い",
    "子育ての相談先がない",
    "災害への備えが心配",
    "空き家が増えた",
    "近所付き合いが減った",
    "その他",
    "特にない",
)
_PLACES = ("図書館", "公民館", "体育館", "文化会館", "子育て支援センター", "市民病院", "利用していない")

CODEBOOK = Codebook(
    (
        Question("性別", "性別", options=_options("男性", "女性")),
        Question(
            "年代",
            "年代",
            options=_options("18〜29歳", "30〜39歳", "40〜49歳", "50〜59歳", "60〜69歳", "70歳以上"),
            ordered=True,
        ),
        Question(
            "地区",
            "お住まいの地区",
            options=_options("中央", "港", "緑が丘", "北山", "川西", "川東", "南", "新町"),
        ),
        Question(
            "居住年数",
            "みほん市に住んでいる年数",
            options=(*_options("5年未満", "5年以上10年未満", "10年以上20年未満", "20年以上"), _NO_ANSWER),
            ordered=True,
        ),
        Question(
            "問1",
            "これからもみほん市に住み続けたいですか",
            options=(
                *_options("住み続けたい", "当分は住み続けたい", "できれば移りたい", "移りたい", "わからない"),
                _NO_ANSWER,
            ),
        ),
        Question("問2_1", "満足度：暮らし全般", options=_SATISFACTION, ordered=True),
        Question("問2_2", "満足度：バスの便", options=_SATISFACTION, ordered=True),
        Question("問2_3", "満足度：子育て支援", options=_SATISFACTION, ordered=True),
        Question("問2_4", "満足度：ごみの収集", options=_SATISFACTION, ordered=True),
        Question(
            "問3",
            "暮らしの中で困っていること（あてはまるものすべて）",
            Answer.MULTIPLE,
            options=_options(*_TROUBLES),
            columns=tuple(f"問3_{number}" for number in range(1, len(_TROUBLES) + 1)),
        ),
        Question(
            "問4",
            "この1年に利用した施設（あてはまるものすべて）",
            Answer.MULTIPLE,
            options=(*(Option(place, place) for place in _PLACES), _BLANK),
            separator="、",
        ),
        Question("ウェイト", "性別×年代の人口に合わせる重み", Answer.WEIGHT),
    )
)


def codebook_rows(codebook: Codebook) -> list[tuple[Cell, ...]]:
    """Return the rows of the 設問票 sheet."""
    rows: list[tuple[Cell, ...]] = []
    for question in codebook.questions:
        head = (question.key, question.label, question.answer.value, "あり" if question.ordered else None)
        columns = question.columns or (question.key,) * len(question.options)
        if not question.options:
            rows.append((*head, question.key, None, None, None, None))
        for option, column in zip(question.options, columns, strict=True):
            missing = "はい" if option.missing else None
            code: Cell = int(option.code) if option.code.isdigit() else option.code or None
            rows.append((*head, column, question.separator or None, code, option.label, missing))
    return rows
