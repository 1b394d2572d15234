"""Every command of the ribbon over real workbooks: pressed, placed, logged, and valid for Excel."""

import dataclasses
import random
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest

from shirube.office.engine import close_all, new_book, open_book
from shirube_udfs import asking, files, ribbon, running
from shirube_udfs.buttons import buttons
from support.forms import clinic
from support.forms.drawn import write_xlsx
from support.ooxml import thinned, validate
from support.shared import ROOT, shared

SAMPLES = ROOT / "workbooks" / "samples"
SURVEY, CALLS = "みほん市_住民アンケート.xlsx", "みほん市_問合せ記録.xlsx"
CLASSES = "みほん市_健康教室.xlsx"
PANEL, DISTRICTS = "みほん市_地区パネル.xlsx", "みほん市_地区再編.xlsx"
WHERE = {"対応表のシート": "対応表", "そろえる年度": "令和7年度", "率の重み": "高齢化率=人口"}
DID = {
    "単位の列": "地区",
    "期間の列": "年月",
    "成果の列": "相談件数",
    "実施の列": "実施地区",
    "開始時点": "2023-10",
}
STAGGERED = {"単位の列": "地区", "期間の列": "年月", "成果の列": "相談件数", "実施の列": "実施中"}
COSTS = [["方法", "費用", "効果"], ["教室", 1_000_000, 50], ["訪問", 500_000, 10]]
MODEL = [
    ["番号", "段階", "内容", "つながる元", "指標", "現状値", "目標値"],
    ["1", "活動", "教室を開く", None, "回数", 10, 20],
    ["2", "長期成果", "歩く人が増える", "1", "歩数", 5000, 6000],
]
AGES = [["年齢", "前回", "今回"], *([f"{age}〜{age + 4}歳", 100 + age, 98 + age] for age in range(0, 85, 5))]
GAPS = [["項目", "目標", "現状"], ["保育", 100, 80], ["介護", 50, 45]]


@dataclasses.dataclass(frozen=True)
class Case:
    """A button, the workbook and sheet it is pressed on, and what is written on its settings sheet."""

    button: str
    file: str
    sheet: str
    said: dict
    span: str = ""


CASES = [
    Case("check", "神戸市_ごみ収集量.xlsx", "ごみ収集量", {}),
    Case("personal", CLASSES, "参加者", {"組み合わせる列": "性別、年代"}),
    Case("tidy", "都道府県別_社会増減.xlsx", "社会増減", {}),
    Case("repair", "みほん市_地区別の表.xlsx", "第5表", {}),
    Case("stack", "生活保護_扶助人員.xlsx", "都道府県", {"対象のシート": "都道府県、指定都市"}),
    Case("join", DISTRICTS, "地区別人口", {"対象のシート": "地区別人口、社協サロン", "対応表のシート": "対応表"}),
    Case("boundaries", DISTRICTS, "地区別人口", WHERE),
    Case("crosstab", SURVEY, "回答", {"表側の列": "年代", "表頭の列": "問1", "設問票のシート": "設問票"}),
    Case("gt", SURVEY, "回答", {"設問票のシート": "設問票"}),
    Case("batch", CALLS, "問合せ", {"集計軸の列": "窓口", "設問の列": "分類、回答"}),
    Case("profile", CALLS, "問合せ", {"地区の列": "窓口", "設問の列": "回答", "見る選択肢": "回答済"}),
    Case("heat", CALLS, "問合せ", {"日時の列": "受付日時"}),
    Case("top", CALLS, "問合せ", {"数える列": "分類"}),
    Case("before_after", CLASSES, "参加者", {"前の列": "歩数_事前", "後の列": "歩数_事後", "単位": "歩"}),
    Case("did", PANEL, "地区月次", DID),
    Case("lights", PANEL, "地区月次", DID),
    Case("staggered", PANEL, "地区月次", STAGGERED),
    Case("synthetic", PANEL, "地区月次", DID),
    Case("matrix", SURVEY, "回答", {"並べる設問": "問2", "設問票のシート": "設問票"}),
    Case("its", PANEL, "地区月次", {"期間の列": "年月", "成果の列": "相談件数", "開始時点": "2023-10"}, "A1:J37"),
    Case("choose", PANEL, "地区月次", {}),
    Case("kpi", PANEL, "地区月次", {"期間の列": "年月", "値の列": "相談件数", "目標値": "20"}, "A1:J37"),
    Case("opendata", "みほん市_地区別の表.xlsx", "第5表", {"題名": "地区別の表", "作成者": "みほん市"}),
    Case("mde", CLASSES, "参加者", {"数": "60", "ばらつき": "2,000"}),
    Case("register", CLASSES, "参加者", {"方法": "前後比較", "成果": "歩数", "開始時点": "令和6年4月"}),
    Case("cluster", "みほん市_地区指標.xlsx", "地区指標", {"使わない指標": "人口"}),
    Case("district_profiles", "みほん市_地区指標.xlsx", "分子と分母", {"使う指標": "高齢化率（％）"}),
    Case("flow", "みほん市_業務フロー.xlsx", "業務フロー", {"題": "介護の認定"}),
    Case("inquiry", CALLS, "問合せ", {"載せた分類": "引っ越し、税", "載せた日": "2024-10-01"}),
    Case("handover", CLASSES, "参加者", {"担当課": "企画課"}),
]
TYPED = {
    "gap": (GAPS, {"項目の列": "項目", "目標の列": "目標", "現状の列": "現状", "単位": "人"}),
    "logic": (MODEL, {}),
    "cost": (COSTS, {"方法の列": "方法", "費用の列": "費用", "効果の列": "効果", "効果の単位": "人"}),
    "population": (AGES, {"年齢の列": "年齢", "前回の列": "前回", "今回の列": "今回", "今回の年": "2025"}),
}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The files that results were written to before they were copied, by name."""
    return tmp_path_factory.mktemp("written")


@pytest.fixture(autouse=True)
def _kept(written, monkeypatch, request):
    asking.forget()
    real = running.write

    def write(book, results, path, number=0):
        made = real(book, results, path, number)
        shutil.copy(made, written / f"{request.node.name.translate(str.maketrans('[]/', '___'))}.xlsx")
        return made

    monkeypatch.setattr(running, "write", write)
    monkeypatch.setattr(files, "write", write)
    yield
    close_all()


def press(book, button, said):
    """Press, write what is to be written, press again; return what was told last."""
    book.set_mock_caller()
    alerts = book.app.impl.alerts
    book.app.impl.answers.append("no")
    ribbon.press(button)
    book.app.impl.answers.clear()
    sheet = next(s for s in book.sheets if s.name.startswith("設定_") and s.name.endswith(buttons()[button].label))
    left = dict(said)
    for row, line in enumerate(sheet.used_range.options(ndim=2).value, start=1):
        if line[0] in left:
            sheet.range((row, 2)).value = left.pop(line[0])
    assert left == {}, left
    sheet.activate()
    ribbon.press(button)
    return alerts[-1].text


def press_again(book, button, said):
    """Write on the settings sheet that is there, press, return what was told last."""
    sheet = book.sheets[f"設定_{buttons()[button].label}"]
    for row, line in enumerate(sheet.used_range.options(ndim=2).value, start=1):
        if line[0] in said:
            sheet.range((row, 2)).value = said[line[0]]
    sheet.activate()
    ribbon.press(button)
    return book.app.impl.alerts[-1].text


def made_by(book, button):
    log = book.sheets["操作記録"].used_range.options(ndim=2).value
    return [row[6] for row in log[1:] if row[3] == buttons()[button].label and row[7] != "ファイル"]


@pytest.fixture(scope="module")
def short_survey(tmp_path_factory):
    """The survey with its first 400 answers: opening and copying all of it is no part of what is tested."""
    book = openpyxl.load_workbook(SAMPLES / SURVEY)
    book["回答"].delete_rows(402, book["回答"].max_row)
    for table in list(book["回答"].tables):
        del book["回答"].tables[table]
    path = tmp_path_factory.mktemp("survey") / SURVEY
    book.save(path)
    return path


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.button)
def test_on_a_sample(case, tmp_path, short_survey):
    path = Path(shutil.copy(short_survey if case.file == SURVEY else SAMPLES / case.file, tmp_path))
    before = path.read_bytes()
    book = open_book(path)
    book.sheets[case.sheet].activate()
    if case.button == "handover":
        press(book, "before_after", {"前の列": "歩数_事前", "後の列": "歩数_事後", "何を作るか": "教室の効果"})
        book.sheets[case.sheet].activate()
    if case.button == "synthetic":  # one district alone under the policy
        book.sheets[case.sheet].range("F74:F865").value = 0
    if case.span:
        book.sheets[case.sheet].range(case.span).select()
    told = press(book, case.button, case.said)
    assert told.startswith("［"), told
    names = made_by(book, case.button)
    assert names
    assert set(names) <= {sheet.name for sheet in book.sheets}
    assert book.sheets.active.name == names[0]
    assert book.sheets[names[0]].range("A1").value
    assert path.read_bytes() == before


@pytest.mark.parametrize("button", TYPED)
def test_on_a_list_typed_in(button):
    rows, said = TYPED[button]
    book = new_book("一覧")
    book.sheets[0].range("A1").value = rows
    told = press(book, button, said)
    assert told.startswith("［"), told
    assert made_by(book, button)


def test_the_sheet_after_an_evaluation_follows_its_settings(tmp_path):
    book = open_book(shutil.copy(SAMPLES / CLASSES, tmp_path))
    press(book, "before_after", {"前の列": "歩数_事前", "後の列": "歩数_事後", "単位": "歩"})
    assert press(book, "review", {"評価の設定シート": "設定_縦持ちに直す"}).startswith("SB-V297")
    assert press_again(book, "review", {"評価の設定シート": "設定_前後を比べる", "追加の費用": "500,000"}).startswith(
        "［"
    )
    cells = [
        str(v) for s in made_by(book, "review") for row in book.sheets[s].used_range.options(ndim=2).value for v in row
    ]
    assert any("500,000" in cell for cell in cells)


def test_queries_come_as_a_workbook_of_their_own(tmp_path):
    book = open_book(shutil.copy(SAMPLES / "都道府県別_社会増減.xlsx", tmp_path))
    before = [sheet.name for sheet in book.sheets]
    press(book, "powerquery", {})
    made = book.app.books[-1]
    assert made.name.startswith("クエリにする")
    assert [sheet.name for sheet in book.sheets] == [*before, "設定_クエリにする", "操作記録"]
    assert "結果の置き場所" not in [row[0] for row in book.sheets["設定_クエリにする"].used_range.value]


def test_a_round_of_forms(tmp_path):
    write_xlsx(clinic.blank(), tmp_path / "空の様式.xlsx")
    (tmp_path / "返信").mkdir()
    for number in range(1, 4):
        sheets = clinic.blank()
        clinic.fill(sheets[0], clinic.answers(random.Random(number), number), clinic.BOXES)
        write_xlsx(sheets, tmp_path / "返信" / f"回答{number}.xlsx")
    book = open_book(tmp_path / "空の様式.xlsx")
    assert press(book, "forms_map", {"様式の名前": "clinic"}).startswith("［")
    book.sheets["様式の項目"].activate()
    assert press(book, "forms_paper", {}).startswith("［")
    book.sheets["様式の項目"].activate()
    assert press(book, "forms_collect", {"回答のフォルダー": str(tmp_path / "返信")}).startswith("［")
    answers = next(name for name in made_by(book, "forms_collect") if name.startswith("回答"))
    assert len(book.sheets[answers].used_range.options(ndim=2).value) == 4
    assert any("3/3" in text for text in book.app.impl.progress)


def test_a_folder_that_is_not_there(tmp_path):
    write_xlsx(clinic.blank(), tmp_path / "空の様式.xlsx")
    book = open_book(tmp_path / "空の様式.xlsx")
    press(book, "forms_map", {})
    book.sheets["様式の項目"].activate()
    assert press(book, "forms_collect", {"回答のフォルダー": str(tmp_path / "無い")}).startswith("SB-K423")


@pytest.mark.parametrize(
    ("name", "sheet"),
    [
        ("009_kobe_special_schools_2015.xlsx", ""),
        pytest.param("023_maff_onion_by_municipality.xlsx", "", marks=pytest.mark.slow),
        pytest.param("033_soumu_social_increase_by_pref_2025.xlsx", "", marks=pytest.mark.slow),
        ("063_mhlw_public_assistance_households_202009.xlsx", ""),
        pytest.param("054_life_table_23rd_female.xlsx", "", marks=pytest.mark.slow),
    ],
)
@pytest.mark.parametrize("button", ["tidy", "check"])
def test_on_a_workbook_as_it_was_published(button, name, sheet):
    path = shared("data", "corpus", "files", name)
    before = path.read_bytes()
    book = open_book(path)
    book.set_mock_caller()
    ribbon.press(button)
    told = book.app.impl.alerts[-1].text
    refused = told.startswith("SB-T206")  # a layout that is told to be none of ours
    assert refused or made_by(book, button), told
    assert path.read_bytes() == before


def test_every_button_with_a_command_was_pressed():
    pressed = (
        {case.button for case in CASES}
        | set(TYPED)
        | {"forms_map", "forms_paper", "forms_collect", "powerquery", "review"}
    )
    elsewhere = {"next_year", "share"}  # make files: test_files.py
    assert {name for name, button in buttons().items() if button.command} == pressed | elsewhere


def test_results_are_values_that_excel_2016_shows_too(written):
    """No formulas, so nothing to spill; no part that older versions do not know."""
    for path in written.glob("*.xlsx"):
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
            sheets = [package.read(name) for name in names if name.startswith("xl/worksheets/sheet")]
        assert not [name for name in names if "metadata" in name or "richData" in name], path.name
        assert not [xml for xml in sheets if b"<f>" in xml or b"<f " in xml], path.name


@pytest.mark.slow
def test_what_was_written_is_valid_for_excel(written, tmp_path):
    """Every result, and a workbook with results in it as the engine saves it; one run of the validator for all."""
    book = open_book(shutil.copy(SAMPLES / CLASSES, tmp_path))
    press(book, "before_after", {"前の列": "歩数_事前", "後の列": "歩数_事後"})
    book.sheets["参加者"].activate()
    press(book, "tidy", {})
    book.save(written / "保存.xlsx")
    assert len(openpyxl.load_workbook(written / "保存.xlsx").sheetnames) > 8
    found = sorted(written.glob("*.xlsx"))
    thin = [thinned(path, tmp_path / path.name, keep=20) for path in found]
    assert {path.name: errors for path, errors in validate(thin).items() if errors} == {}
