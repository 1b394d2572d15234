"""Every kind of query, from the command line to the finished workbook, refreshed as the workbook holds it."""

import getpass
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from shirube.commands.crosstab import CROSSTAB, CrosstabSettings
from shirube.commands.powerquery import tidied
from shirube.commands.powerquery_book import book
from shirube.commands.powerquery_guide import PROMPTS
from shirube.commands.powerquery_of import then
from shirube.forms.form_map import FormMap, Item, ItemKind, Printed
from shirube.forms.map_text import write_map
from shirube.office.queries import Stored, embed, queries_of
from shirube.office.queries.mashup import read_item
from shirube.office.read import read_grid
from shirube.office.write import write_result
from shirube_cli.main import main
from shirube_workbooks.samples.build import FOLDER
from support.embedded import contents, filled_in, refreshed, same
from support.m import MTable
from support.node import checks
from support.ooxml import validate
from support.shared import ROOT, shared

SURVEY = FOLDER / "みほん市_住民アンケート.xlsx"
CLASSES = FOLDER / "みほん市_健康教室.xlsx"
PLACE = "C:\\集めたもの"
FORM = FormMap(
    "施設調査",
    sheet="様式",
    printed=(Printed("A1", "施設調査票"), Printed("A2", "施設名"), Printed("A3", "児童数"), Printed("A4", "電 話")),
    items=(
        Item("施設名", ItemKind.TEXT, "B2", labels=("A2",)),
        Item("児童数", ItemKind.NUMBER, "B3", labels=("A3",)),
        Item("電話", ItemKind.CODE, "B4", labels=("A4",)),
    ),
)


def population(men: int, women: object) -> list[list]:
    return [["人口（人）"], ["地区", "男", "女"], ["東", men, "x"], ["西", 3, women]]


def copy(name: object, count: object, phone: object) -> list[list]:
    return [["施設調査票", None], ["施設名", name], ["児童数", count], ["電 話", phone]]


def cases(year: int) -> list[list]:
    counts = [[f"{i}区", *(10 + i % 3 + y - (4 if i < 2 and y > 4 else 0) for y in (3, 4, 5, 6))] for i in range(6)]
    return [["相談件数"], ["地区", "令和3年度", "令和4年度", "令和5年度", f"令和{year}年度"], *counts]


def answers() -> dict[str, list[list]]:
    """The first answers of the sample survey, with what its codebook says."""
    sheets = {name: read_grid(SURVEY, name).values.tolist() for name in ("回答", "設問票")}
    return sheets | {"回答": sheets["回答"][:80]}


def panel() -> list[list]:
    head, *body = cases(6)[1:]
    rows = [
        [name, year, n, int(i < 2)] for i, (name, *ns) in enumerate(body) for year, n in zip(head[1:], ns, strict=True)
    ]
    return [["地区", "年度", "件数", "実施"], *rows]


def write(path: Path, sheets: Mapping[str, Sequence[Sequence]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


@pytest.fixture(scope="module")
def given(tmp_path_factory) -> Path:
    """The files a clerk has."""
    home = tmp_path_factory.mktemp("元")
    write(
        home / "年度別.xlsx",
        {"令和5年度": population(1, 2), "令和6年度": population(4, "△9"), "メモ": [["これは", "表ではない"]]},
    )
    for number, name in enumerate(["b_西支所", "a_東支所"]):
        write(home / "支所" / f"{name}.xlsx", {"人口": population(number, 5)})
    write(home / "支所" / "追加" / "c_南支所.xlsx", {"人口": population(7, "…")})
    left = [["施設", "定員"], ["第一小学校", 10], ["みどり園", 40], ["北館", 3], ["本館", 5]]
    write(home / "左.xlsx", {"施設": left})
    right = [["施設", "評価"], ["第１小 学校", "A"], ["みどり園", "B"], ["みどり園", "C"], ["南館", "D"]]
    write(home / "右.xlsx", {"評価": right})
    write(home / "候補.xlsx", {"件数": [["施設", "件"], ["みどり園分園", 5], ["北館", 2]]})
    write(home / "回答" / "a.xlsx", {"様式": copy("東園", 30, "０３-１")})
    write(home / "回答" / "b.xlsx", {"様式": [[None, None], *copy(" 西園 ", "１，２３４", None)]})
    write(home / "回答" / "c.xlsx", {"様式": copy("南園", "約30", "03 2")})
    write(home / "回答" / "d.xlsx", {"様式": [["別の様式"], ["施設名", "x"]]})
    write(home / "回答" / "e.xlsx", {"ほか": copy("北園", 1, 2)})
    (home / "様式.yaml").write_text(write_map(FORM), encoding="utf-8")
    write(home / "相談.xlsx", {"件数": cases(6)})
    write(home / "地区別.xlsx", {"件数": panel()})
    write(home / "調査.xlsx", answers())
    return home


@dataclass(frozen=True)
class Kind:
    """A call, with ``{}`` for the files given; the queries it makes; the folder its path stands for."""

    call: tuple[str, ...]
    queries: Mapping[str, bool]
    folder: str = ""


KINDS = {
    "積み重ね": Kind(("{}/年度別.xlsx", "--stack", "--sheet", "令和*"), {"年度別_積み重ね": True}),
    "フォルダー": Kind(("{}/支所",), {"人口_積み重ね": True}, "支所"),
    "突合": Kind(("{}/左.xlsx", "{}/右.xlsx:評価", "--by", "施設"), {"施設と評価_突合": True}),
    "とりまとめ": Kind(("{}/回答", "--map", "{}/様式.yaml"), {"施設調査_とりまとめ": True}, "回答"),
    "集計": Kind(
        ("{}/調査.xlsx:回答", "--row", "地区", "--column", "問1", "--codebook", "設問票", "--weight", "ウェイト"),
        {"地区×問1_集計": True},
    ),
    "前後比較": Kind(
        (f"{CLASSES}:参加者", "--before", "歩数_事前", "--after", "歩数_事後"),
        {"歩数_事前→歩数_事後_前後比較": True},
    ),
    "差の差": Kind(
        (
            "{}/地区別.xlsx", "--unit", "地区", "--time", "年度", "--outcome", "件数", "--treated", "実施",
            "--start", "令和5年度",
        ),
        {"件数_差の差": True},
    ),
    "縦持ちから集計": Kind(
        ("{}/相談.xlsx", "--tidy", "--row", "地区", "--column", "年度", "--weight", "値"),
        {"件数_縦持ち": True, "地区×年度_集計": True},
    ),
    "積み重ねから集計": Kind(
        ("{}/支所", "--row", "出所ファイル", "--column", "性別", "--connection-only"),
        {"人口_積み重ね": False, "出所ファイル×性別_集計": True},
        "支所",
    ),
}  # fmt: skip


def made(home: Path, kind: Kind, out: Path) -> Path:
    assert main(["powerquery", *(word.replace("{}", str(home)) for word in kind.call), "--out", str(out)]) == 0
    return out


class Books(dict[str, Path]):
    """The finished workbooks by kind, each made when it is first asked for."""

    def __init__(self, given: Path, folder: Path) -> None:
        super().__init__()
        self.given, self.folder = given, folder

    def __missing__(self, name: str) -> Path:
        self[name] = made(self.given, KINDS[name], self.folder / f"{name}.xlsx")
        return self[name]


@pytest.fixture(scope="module")
def books(given, tmp_path_factory) -> Books:
    return Books(given, tmp_path_factory.mktemp("クエリ"))


def files(given: Path, kind: Kind) -> dict[str, bytes]:
    """The folder of a kind as the PC of the reader has it."""
    home = given / kind.folder
    found = home.rglob("*.xlsx") if kind.folder else ()
    return {"\\".join((PLACE, *path.relative_to(home).parts)): path.read_bytes() for path in found}


QUICK = ("フォルダー", "集計", "差の差", "縦持ちから集計")


@pytest.fixture(params=[pytest.param(name, marks=() if name in QUICK else pytest.mark.slow) for name in KINDS])
def name(request) -> str:
    return request.param


def test_queries_are_there_loaded_or_connected(name, books):
    held = queries_of(books[name])
    assert {query.name: bool(query.table) for query in held.queries} == KINDS[name].queries
    assert held.troubles == ()


def test_refresh_gives_what_is_filled_in(name, books, given):
    kind = KINDS[name]
    for query, loaded in kind.queries.items():
        found = refreshed(books[name], query, place=PLACE if kind.folder else None, files=files(given, kind))
        assert len(found.rows) > 1
        if loaded:
            assert same(found, filled_in(books[name], query))


@pytest.mark.parametrize(
    "name", ["フォルダー", *(pytest.param(name, marks=pytest.mark.slow) for name in ("とりまとめ", "積み重ねから集計"))]
)
@pytest.mark.parametrize("place", ["C:\\ない", "", None])
def test_missing_folder_gives_a_sentence(name, place, books, given):
    path = books[name]
    for query in KINDS[name].queries:
        found = refreshed(path, query, place=place or "", files=files(given, KINDS[name]))
        assert len(found.rows) == 1
        assert found.rows[0][0].startswith("フォルダーが見つかりません。")


@pytest.mark.slow
def test_changed_source_changes_the_result(books):
    table = contents(books["前後比較"])["tbl_元データ"]
    after = table.columns.index("歩数_事後")
    rows = [tuple(v + 1000 if i == after and v is not None else v for i, v in enumerate(row)) for row in table.rows]
    (query,) = KINDS["前後比較"].queries
    before = dict(filled_in(books["前後比較"], query).rows)
    found = dict(refreshed(books["前後比較"], query, changed={"tbl_元データ": MTable(table.columns, rows)}).rows)
    assert found["変化"] == pytest.approx(before["変化"] + 1000)


def test_sentence_of_the_first_query_is_passed_on(books):
    """Where the heading is gone, the count says what the tidy table says, and counts nothing."""
    source = contents(books["縦持ちから集計"])["元表"]
    lost = MTable(source.columns, [tuple(None for _ in row) for row in source.rows])
    first, second = (
        refreshed(books["縦持ちから集計"], q, changed={"元表": lost}) for q in KINDS["縦持ちから集計"].queries
    )
    assert len(first.rows) == len(second.rows) == 1
    assert second.rows[0][0] == first.rows[0][0]
    assert set(second.rows[0][1:]) == {None}


@pytest.mark.slow
def test_microsofts_parser_takes_every_query(books):
    scripts = {f"{name} {query.name}": query.text for name in KINDS for query in queries_of(books[name]).queries}
    assert checks().ask("scripts.check", scripts=scripts) == {name: [] for name in scripts}


@pytest.mark.slow
def test_microsofts_validator_finds_nothing(books):
    paths = [books[name] for name in KINDS]
    assert validate(paths) == {path: [] for path in paths}


def test_parts_fit_the_schema(name, books):
    schema = etree.XMLSchema(etree.parse(str(shared("schemas", "sml.xsd"))))
    main_ = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(books[name]) as package:
        parts = [n for n in package.namelist() if re.match(r"xl/(connections|tables/|queryTables/)[^_]*\.xml$", n)]
        assert len(parts) >= 3
        for part in parts:
            document = etree.fromstring(package.read(part))
            for extension in document.findall(f"{main_}extLst"):
                document.remove(extension)
            assert schema.validate(document), (part, schema.error_log)


def test_nothing_tells_where_or_by_whom_it_was_made(name, books):
    with zipfile.ZipFile(books[name]) as package:
        for part in package.namelist():
            body = package.read(part)
            stream = read_item(body) if part.startswith("customXml/item") else None
            for text in (body, stream or b""):
                plain = text.decode("utf-8", "replace")
                assert not re.search(r"/(?:home|root|tmp|work|Users)/|[A-Za-z]:\\\\?Users", plain), part
                assert getpass.getuser() not in plain or len(getpass.getuser()) < 5


@pytest.mark.parametrize("name", ["集計", "フォルダー"])
def test_page_one_names_every_question_of_excel(name, books):
    page = {str(value) for value in read_grid(books[name]).values.ravel() if value is not None}
    asked = {what: answer for what, answer in PROMPTS if "アクセス" not in what or KINDS[name].folder}
    assert {*asked, *asked.values()} <= page


def test_the_guide_of_the_docs_names_them_too():
    text = (ROOT / "docs" / "power-query.md").read_text("utf-8")
    words = {
        "保護ビュー",
        "外部データ接続",
        "プライバシー レベル",
        "アクセス",
        "資格情報",
        "ネイティブ データベース クエリ",
        "LGWAN",
    }
    assert all(any(word in what for what, _ in PROMPTS) for word in words)
    assert [word for word in words if word not in text] == []
    for button in {button for _, answer in PROMPTS for button in re.findall("［[^］]+］", answer)}:
        assert button in text


def status_of(capsys, *words) -> tuple[int, str]:
    status = main(["powerquery", *map(str, words)])
    shown = capsys.readouterr()
    return status, shown.out + shown.err


def test_the_same_table_gives_the_same_bytes(given, tmp_path):
    grid = read_grid(given / "相談.xlsx")
    settings = CrosstabSettings("地区", "年度", weight="値")
    paths = [
        write_result(book(then(tidied(grid), CROSSTAB, settings)), tmp_path / f"{number}.xlsx") for number in (1, 2)
    ]
    assert paths[0].read_bytes() == paths[1].read_bytes()


@pytest.mark.slow
def test_saved_settings_of_a_report_become_its_query(given, tmp_path, capsys, books):
    survey, report = given / "調査.xlsx", tmp_path / "集計.xlsx"
    asked = ["--sheet", "回答", "--row", "地区", "--column", "問1", "--codebook", "設問票", "--weight", "ウェイト"]
    assert main(["crosstab", str(survey), *asked, "--out", str(report)]) == 0
    out = tmp_path / "クエリ.xlsx"
    assert status_of(capsys, survey, "--settings", report, "--out", out)[0] == 0
    assert queries_of(out) == queries_of(books["集計"])
    again = tmp_path / "もう一度.xlsx"  # the workbook of queries keeps the settings of the report
    assert status_of(capsys, survey, "--settings", out, "--out", again)[0] == 0
    assert queries_of(again) == queries_of(out)


@pytest.mark.slow
def test_saved_settings_of_an_evaluation_and_a_join(given, tmp_path, capsys, books):
    report, out = tmp_path / "評価.xlsx", tmp_path / "クエリ.xlsx"
    asked = ["--sheet", "参加者", "--before", "歩数_事前", "--after", "歩数_事後"]
    assert main(["evaluate", str(CLASSES), *asked, "--out", str(report)]) == 0
    assert status_of(capsys, f"{CLASSES}:参加者", "--settings", report, "--out", out)[0] == 0
    assert queries_of(out) == queries_of(books["前後比較"])
    sides = [str(given / "左.xlsx"), f"{given / '右.xlsx'}:評価"]
    joined, query = tmp_path / "突合.xlsx", tmp_path / "突合クエリ.xlsx"
    assert main(["join", *sides, "--by", "施設", "--out", str(joined)]) == 0
    assert status_of(capsys, *sides, "--settings", joined, "--out", query)[0] == 0
    assert queries_of(query) == queries_of(books["突合"])


@pytest.mark.slow
def test_saved_settings_of_a_tidy_table_and_a_stack(given, tmp_path, capsys, books):
    report, out = tmp_path / "積み重ね.xlsx", tmp_path / "クエリ.xlsx"
    assert main(["stack", str(given / "年度別.xlsx"), "--sheet", "令和*", "--out", str(report)]) == 0
    call = (given / "年度別.xlsx", "--stack", "--sheet", "令和*", "--settings", report, "--out", out)
    assert status_of(capsys, *call)[0] == 0
    assert same(filled_in(out, "年度別_積み重ね"), filled_in(books["積み重ね"], "年度別_積み重ね"))


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("{}/回答", "--map", "{}/様式.yaml", "--row", "施設名", "--column", "児童数"), "SB-W957"),
        (("{}/左.xlsx", "{}/右.xlsx", "{}/左.xlsx"), "SB-P109"),
        (("{}/相談.xlsx", "{}/右.xlsx", "--by", "地区=施設"), "SB-P109"),
        (("{}/調査.xlsx:回答", "--row", "地区", "--column", "問1", "--purpose", "公表"), "SB-P109"),
        (("{}/調査.xlsx:回答", "--row", "地区"), "SB-C318"),
        ((f"{FOLDER / '都道府県別_交通事故.xlsx'}", "--tidy", "--row", "値", "--column", "単位"), "SB-W951"),
        (("{}/左.xlsx", "{}/候補.xlsx"), "SB-W958"),
        (("{}/左.xlsx", "--row", "a", "--column", "b", "--before", "c", "--after", "d"), "SB-W960"),
        (("{}/左.xlsx", "--before", "c"), "SB-W961"),
        (("{}/地区別.xlsx", "--time", "年度"), "SB-W961"),
        (("{}/左.xlsx", "--map", "{}/様式.yaml"), "SB-W962"),
        (("{}/調査.xlsx:回答", "--row", "地区", "--column", "問1", "--from-file"), "SB-W959"),
        (("{}/支所", "--out", "{}/支所/クエリ.xlsx"), "SB-W954"),
        (("{}/支所", "--map", "{}/様式.yaml", "--sheet", "x", "--out", "{}/支所/ク.xlsx"), "SB-W954"),
        (("{}/左.xlsx", "{}/右.xlsx", "--list"), "SB-W955"),
    ],
)
def test_what_cannot_be_done_is_said(words, code, given, tmp_path, capsys):
    call = [word.replace("{}", str(given)) for word in words]
    status, text = status_of(capsys, *call, *(() if "--out" in call else ("--out", tmp_path / "x.xlsx")))
    assert status == 2
    assert text.splitlines()[-1].startswith(code)


def test_empty_folder_is_said(tmp_path, capsys):
    (tmp_path / "空").mkdir()
    assert "SB-W956" in status_of(capsys, tmp_path / "空", "--out", tmp_path / "x.xlsx")[1]


@pytest.mark.slow
def test_command_no_query_can_do(given, tmp_path, capsys):
    survey, report = given / "調査.xlsx", tmp_path / "一括.xlsx"
    assert main(["crosstab", str(survey), "--sheet", "回答", "--gt", "--questions", "問1", "--out", str(report)]) == 0
    status, text = status_of(capsys, f"{survey}:回答", "--settings", report, "--out", tmp_path / "x.xlsx")
    assert status == 2
    assert "SB-W952" in text


def test_queries_of_others_are_never_replaced(tmp_path, capsys, given):
    out = tmp_path / "既存.xlsx"
    call = (given / "相談.xlsx", "--out", out, "--replace")
    out.write_bytes(embed(write(tmp_path / "素.xlsx", {"表": [["a"], [1]]}).read_bytes(), [Stored("私の", "1")]))
    before = out.read_bytes()
    status, text = status_of(capsys, *call)
    assert (status, out.read_bytes()) == (2, before)
    assert "SB-W953" in text
    assert "私の" in text
    out.unlink()
    assert status_of(capsys, *call)[0] == 0
    assert status_of(capsys, *call)[0] == 0  # our own are made anew


@pytest.mark.slow
def test_count_that_reads_the_original_file(given, tmp_path, capsys):
    """The path of the file stands on the sheet 設定; without it the count says so, too."""
    out = tmp_path / "クエリ.xlsx"
    call = ("--tidy", "--from-file", "--row", "地区", "--column", "年度", "--weight", "値", "--out", out)
    assert status_of(capsys, given / "相談.xlsx", *call)[0] == 0
    files_ = {"C:\\相談.xlsx": (given / "相談.xlsx").read_bytes()}
    found = refreshed(out, "地区×年度_集計", place="C:\\相談.xlsx", files=files_)
    assert same(found, filled_in(out, "地区×年度_集計"))
    missing = refreshed(out, "地区×年度_集計", place="C:\\ない.xlsx", files=files_)
    assert len(missing.rows) == 1
    assert missing.rows[0][0].startswith("ファイルかシート「件数」が見つかりません。")


@pytest.mark.slow
@pytest.mark.parametrize("call", [("--from-file",), ("--tidy",)])
def test_workbook_of_queries_is_a_recipe_again(call, given, tmp_path, capsys):
    """Its sheet 設定 can be corrected and followed, also where it begins with the cell of the path."""
    first, again = tmp_path / "一.xlsx", tmp_path / "二.xlsx"
    assert status_of(capsys, given / "相談.xlsx", *call, "--out", first)[0] == 0
    for option in ("--settings", "--recipe"):
        assert status_of(capsys, given / "相談.xlsx", *call, option, first, "--out", again, "--replace")[0] == 0
        assert queries_of(again) == queries_of(first)


@pytest.mark.slow
def test_list_and_check_know_every_query(books, capsys):
    path = books["積み重ねから集計"]
    capsys.readouterr()
    status, text = status_of(capsys, path, "--list")
    assert status == 0
    lines = text.splitlines()
    assert ["接続だけ" in line for line in lines] == [True, False]
    assert all(line.endswith("しるべが作ったもの") for line in lines)
    assert status_of(capsys, path, "--check") == (0, "クエリ2つは揃っています。\n")


def test_count_has_no_recipe_but_is_known_as_ours(books, tmp_path, capsys):
    path = books["集計"]
    capsys.readouterr()
    status, text = status_of(capsys, path, "--to-recipe", tmp_path / "r.yaml")
    assert status == 2
    assert "SB-W963" in text
    assert "しるべが作ったもの" in status_of(capsys, path, "--list")[1]


@pytest.mark.slow
def test_columns_nobody_counts_can_be_deleted(books):
    """The page says that they are there and may go; the query does not need them."""
    path, (query,) = books["集計"], KINDS["集計"].queries
    page = [str(value) for value in read_grid(path).values.ravel() if value is not None]
    assert any("元の表のすべての列が入っています" in text for text in page)
    table = contents(path)["tbl_元データ"]
    kept = [table.columns.index(name) for name in ("地区", "問1", "ウェイト")]
    fewer = MTable(tuple(table.columns[i] for i in kept), [tuple(row[i] for i in kept) for row in table.rows])
    assert len(fewer.columns) < len(table.columns)
    assert same(refreshed(path, query, changed={"tbl_元データ": fewer}), filled_in(path, query))


def test_saving_elsewhere_loses_every_query(books, tmp_path, capsys):
    lost = tmp_path / "保存.xlsx"
    openpyxl.load_workbook(books["縦持ちから集計"]).save(lost)
    capsys.readouterr()
    status, text = status_of(capsys, lost, "--check")
    assert status == 2
    assert text.startswith("失われた")
