# ruff: noqa: E501
"""Rich results built by hand, with every part of a report in use."""

import datetime as dt

from shirube.result import (
    Cell,
    Chart,
    ChartKind,
    Column,
    DataSheet,
    Detail,
    Figure,
    Format,
    Level,
    Light,
    Link,
    Mark,
    Provenance,
    Purpose,
    Result,
    Series,
    Setting,
    Table,
)

SOURCE = Provenance(
    file="市民意識調査.xlsx",
    sheet="回答",
    range="A1:H1205",
    as_of="令和5年(2023年)10月",
    publisher="みほん市",
    made_at=dt.datetime(2026, 11, 25, 9, 30),
    version="しるべ 0.1.0",
)
ANSWERS = ("満足", "やや満足", "どちらでもない", "やや不満", "不満", "無回答")
_COUNTS = {
    "全体": (214, 389, 301, 178, 82, 40),
    "18〜29歳": (41, 66, 38, 15, 6, 4),
    "30〜39歳": (35, 70, 52, 27, 10, 3),
    "40〜49歳": (38, 79, 60, 33, 14, 7),
    "50〜59歳": (36, 72, 58, 36, 17, 9),
    "60〜69歳": (34, 58, 51, 38, 18, 8),
    "70歳以上": (30, 44, 42, 29, 17, 9),
}


def crosstab_table() -> Table:
    """Percentages by age with marks, one suppressed cell and two header tiers."""
    columns = (
        Column("age", "年代"),
        Column("n", "人数", Format.COUNT, unit="人"),
        *(Column(f"p{i}", name, Format.PERCENT, unit="%", decimals=1, group="満足度（横100%）") for i, name in enumerate(ANSWERS)),
    )  # fmt: skip
    rows = []
    for age, counts in _COUNTS.items():
        n = sum(counts)
        cells: list[object] = [100 * count / n for count in counts]
        if age == "18〜29歳":
            cells[0] = Cell(cells[0], Mark.HIGH)
            cells[5] = Cell(None, shown="x", note="x は、人数が少ないため伏せた値です。")
        if age == "70歳以上":
            cells[0] = Cell(cells[0], Mark.LOW)
        rows.append((age, n, *cells))
    return Table(
        "satisfaction", "年代別に見た満足度", columns, tuple(rows),
        notes=("↑高・↓低は、全体との差が誤差の範囲を超えるものです。",), total_rows=frozenset({0}),
    )  # fmt: skip


def crosstab_result(purpose: Purpose = Purpose.INTERNAL) -> Result:
    """Cross-tabulation: one table, one 100 % bar chart, a long-form data sheet."""
    table = crosstab_table()
    long = tuple(
        (f"{13100 + i:05d}", age, answer, count, 100 * count / sum(counts), Link("元のセル", "回答", "B2", SOURCE.file))
        for i, (age, counts) in enumerate(_COUNTS.items())
        for answer, count in zip(ANSWERS, counts, strict=True)
    )
    data = Table(
        "data", "満足度（縦持ち）",
        (
            Column("code", "コード", Format.CODE), Column("age", "年代"), Column("answer", "満足度"),
            Column("n", "人数", Format.COUNT, unit="人"), Column("p", "割合", Format.PERCENT, unit="%", decimals=1),
            Column("cell", "出所セル"),
        ), long,
    )  # fmt: skip
    p_value = Detail(
        "独立性の検定",
        ("年代と満足度が無関係という仮定のもとで、この偏り以上が出る確率を計算した。期待度数5未満のセルは42のうち2個。",),
        (
            Table(
                "chi2", "カイ二乗検定",
                (
                    Column("name", "検定"), Column("x2", "統計量", Format.NUMBER, decimals=2),
                    Column("df", "自由度", Format.COUNT), Column("p", "p値", Format.P_VALUE),
                    Column("v", "効果量 V", Format.NUMBER, decimals=3),
                ),
                (("Pearson", 46.31, 25, 0.0058, 0.088), ("尤度比", 48.9, 25, 0.0004, -0.012)),
            ),
        ),
    )  # fmt: skip
    return Result(
        title="市政への満足度は、若い世代ほど高い",
        question="年代によって、市政への満足度に差があるか。",
        conditions="年代 × 満足度、横100%、無回答を含む、ウェイトなし",
        base="回答 1,204人（年代が無回答の 12人を除く）",
        conclusion=(
            "18〜29歳の「満足」は24.1%で、全体の17.8%より高い。差は誤差の範囲を超えている。",
            "70歳以上の「満足」は17.5%で、全体との差は誤差の範囲に収まる。",
        ),
        figures=(
            Figure("全体の「満足」＋「やや満足」", "50.1%", "1,204人中603人"),
            Figure("最も高い年代", "62.9%", "18〜29歳"),
            Figure("最も低い年代", "43.3%", "70歳以上"),
        ),
        tables=(table,),
        charts=(
            Chart(
                ChartKind.BAR_100, "若い世代ほど「満足」「やや満足」が多い", "satisfaction", "age",
                tuple(Series(f"p{i}", name) for i, name in enumerate(ANSWERS)),
                alt_text="年代別の満足度の帯グラフ。18〜29歳で満足の割合が最も高い。",
            ),
        ),
        says=("年代によって満足度に差がある。", "18〜29歳は全体より満足の割合が高い。"),
        cannot_say=("年齢を重ねると満足度が下がる、とは言えない（同じ人を追った調査ではない）。", "回答しなかった人の満足度は分からない。"),
        notes=("割合は四捨五入のため、合計が100%にならないことがあります。",),
        details=(p_value,),
        data=(DataSheet("data_満足度", data, "tbl_満足度"),),
        settings=(Setting("集計軸", "年代"), Setting("設問", "満足度"), Setting("少数の下限", 10, "公表のとき伏せる人数")),
        provenance=SOURCE,
        purpose=purpose,
    )  # fmt: skip


def evaluation_result(purpose: Purpose = Purpose.PUBLIC) -> Result:
    """Policy evaluation: lights, a counterfactual line, a column chart with error bars, negative numbers."""
    months = [f"令和{5 + (i // 12)}年{i % 12 + 1}月" for i in range(24)]
    actual = [100 - 0.3 * i + (6 if i % 4 == 0 else -2) - (14 if i >= 12 else 0) for i in range(24)]
    without = [100 - 0.3 * i + (5 if i % 4 == 0 else -1) if i >= 12 else None for i in range(24)]
    series = Table(
        "series", "月別の件数",
        (
            Column("month", "年月"), Column("actual", "実際", Format.NUMBER, unit="件", decimals=1),
            Column("without", "無かった場合", Format.NUMBER, unit="件", decimals=1),
        ), tuple(zip(months, actual, without, strict=True)),
    )  # fmt: skip
    effect = Table(
        "effect", "地区ごとの効果",
        (
            Column("area", "地区"), Column("before", "前", Format.NUMBER, unit="件", decimals=1, group="実施地区"),
            Column("after", "後", Format.NUMBER, unit="件", decimals=1, group="実施地区"),
            Column("diff", "差", Format.NUMBER, unit="件", decimals=1),
            Column("low", "下限", Format.NUMBER, unit="件", decimals=1, group="95%の幅"),
            Column("high", "上限", Format.NUMBER, unit="件", decimals=1, group="95%の幅"),
            Column("word", "判定"),
        ),
        (
            ("東地区", 98.2, 84.1, -14.1, -20.3, -7.9, "差がある"), ("西地区", 91.0, 80.7, -10.3, -18.8, -1.8, "差がある"),
            ("南地区", 88.5, 86.2, -2.3, -9.9, 5.3, "誤差の範囲"), ("北地区", 12.0, 12.0, -0.04, -8.0, 8.1, "人数が足りない"),
        ),
    )  # fmt: skip
    return Result(
        title="夜間巡回の開始後、住宅侵入の件数は月に12件減った",
        question="令和6年(2024年)1月に始めた夜間巡回は、住宅侵入の件数を減らしたか。",
        conditions="実施 3地区、比較 6地区、前12か月・後12か月、件数（月平均）",
        base="9地区 × 24か月 = 216件（欠測 0件）",
        conclusion=(
            "夜間巡回によって、住宅侵入は1地区あたり月に12件ほど減ったと見られる。",
            "減り方は地区によって異なり、南地区では誤差の範囲にとどまる。",
        ),
        figures=(
            Figure("効果（1地区・月あたり）", "−12件（−20〜−4件）", "95%の幅"),
            Figure("無かった場合と比べて", "−12.4%"),
            Figure("効果の確かさ", "差がある"),
        ),
        tables=(effect,),
        charts=(
            Chart(
                ChartKind.LINE, "開始後、件数は「無かった場合」を下回り続けた", "series", "month",
                (Series("actual", "実際"), Series("without", "無かった場合", dashed=True)), y_title="件",
            ),
            Chart(
                ChartKind.COLUMN, "効果は東・西地区で大きい", "effect", "area",
                (Series("diff", "差", low="low", high="high"),), y_title="件",
            ),
        ),
        lights=(
            Light("開始前の動き", Level.GOOD, "良い", "開始前12か月の増え方は、実施地区と比較地区でほぼ同じだった。"),
            Light("地区の数", Level.CAUTION, "注意", "実施地区が3つと少なく、幅は実際より狭く出ているおそれがあるため、並べ替えによる確認を併せて行った。"),
            Light("同じ時期の別の施策", Level.BAD, "不可", "令和6年(2024年)4月に防犯カメラの補助が始まっており、効果を分けられない。"),
        ),
        says=("開始後の件数は、巡回が無かった場合の見込みより少ない。",),
        cannot_say=("減った分がすべて夜間巡回によるとは言えない（防犯カメラの補助と時期が重なる）。", "隣の地区へ移っただけではない、とまでは言えない。"),
        notes=("「無かった場合」は、比較地区の動きから見込んだ値です。",),
        details=(Detail("推定式", ("地区と年月の固定効果を含む二方向固定効果モデル。標準誤差は地区でクラスター化。",)),),
        data=(DataSheet("data_月別", series),),
        settings=(Setting("開始", dt.date(2024, 1, 1)), Setting("比較地区", ("中", "港", "旭"))),
        provenance=SOURCE,
        purpose=purpose,
    )  # fmt: skip


HOSTILE_TEXTS = ("=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(\"http://example.com\")", "<b>&\"'", "a\x00b\x1fc", "改\r\n行", "_x0041_", "'頭", "０１２", "𠮷野家")  # fmt: skip


def hostile_result() -> Result:
    """Texts that try to be formulas, XML or names Excel forbids; values that are not numbers."""
    columns = (
        Column("text", "=見出し"), Column("text2", "=見出し"), Column("n", "", Format.NUMBER, decimals=1),
        Column("code", "コード\n（5桁）", Format.CODE), Column("day", "日", Format.DATE), Column("at", "時刻", Format.DATETIME),
        Column("yes", "該当", Format.BOOL),
    )  # fmt: skip
    numbers = (1.5, float("nan"), float("inf"), -0.04, 10**18, None, 0, True)
    rows = tuple(
        (text, Cell(text), numbers[i % len(numbers)], 1234 + i, dt.date(2024, 2, 29), dt.datetime(2024, 2, 29, 23, 59, 59), i % 2 == 0)
        for i, text in enumerate(HOSTILE_TEXTS)
    )  # fmt: skip
    table = Table("hostile", "=1+1", columns, rows, notes=("=1+1",))
    chart = Chart(ChartKind.COLUMN, "=1+1", "hostile", "text", (Series("n", "=1+1"),), x_title="=1+1", y_title="=1+1", alt_text="=1+1")  # fmt: skip
    return Result(
        title="=1+1", question="@x", conclusion=("=1+1", "-1"), figures=(Figure("=1+1", "=1+1（=1）"),), tables=(table,),
        charts=(chart,), lights=(Light("=1+1", Level.GOOD, "=1", "=1"),), says=("=1+1",), cannot_say=("+1",), notes=("=1+1",),
        data=(DataSheet("表[1]/2:3*?\\ とても長いシート名がここに続いていて三十一字を超える", table), DataSheet("報告", table, "A1")),
        settings=(Setting("=1+1", "=1+1", "=1+1"), Setting("空", None), Setting("数", 1.5), Setting("可否", False)),
        provenance=Provenance(file="=a&b.xlsx", version="&P"),
    )  # fmt: skip


def charts_result() -> Result:
    """One chart of each kind and way of reading a table."""
    areas = Table(
        "areas", "地区別", (Column("area", "地区"), Column("a", "令和5年度", Format.COUNT), Column("b", "令和6年度", Format.COUNT)),
        (("計", 60, 66), ("東", 10, 20), ("西", 20, 30), ("南", 30, 16)), total_rows=frozenset({0}),
    )  # fmt: skip
    months = Table(
        "months", "", (Column("m", "月"), Column("a", "実際", Format.NUMBER), Column("b", "見込み", Format.NUMBER)),
        tuple((f"{m}月", 100.0 - m, 40.0 + m) for m in range(4, 13)),
    )  # fmt: skip
    both = (Series("a"), Series("b"))
    return Result(
        title="図のいろいろ", tables=(areas,),
        charts=(
            Chart(ChartKind.BAR_100, "帯", "areas", "area", both), Chart(ChartKind.BAR, "横棒", "areas", "area", both),
            Chart(ChartKind.COLUMN, "縦棒", "areas", "area", both),
            Chart(ChartKind.BAR_100, "行が系列", "areas", "area", both, by_row=True),
            Chart(ChartKind.LINE, "折れ線", "months", "m", (Series("a"), Series("b", dashed=True))),
        ),
        data=(DataSheet("月別", months),),
    )  # fmt: skip
