"""The files that go out: bytes of the CSV, the description beside it, and what stops them."""

import csv
import io
import json

import pytest

from shirube.check.facts import CheckSource
from shirube.check.inspect import inspect_source
from shirube.commands.opendata import OPENDATA, OpenDataSettings, opendata, publish
from shirube.errors import CheckError
from shirube.grid import Grid
from shirube.office.read.check_source import read_check_source
from shirube.office.write import write_csv, write_result
from shirube.result import Column, Table
from shirube_cli.main import main
from support.shared import shared

TABLE = [
    ["人口の推移（令和5年）", None, None],
    ["単位：人", None, None],
    ["地区", "男", "女"],
    ["東", "1,000", "x"],
    ["西", 3, 4],
    ["注）xは秘匿", None, None],
]


def grid(rows=TABLE):
    return Grid.from_rows(rows, name="第1表", source="人口.xlsx")


def test_the_table_and_its_description():
    published = publish(grid(), OpenDataSettings(publisher="みほん市", licence="CC BY 4.0"), file="人口.csv")
    assert published.table.rows[0][:3] == ("東", "男", 1000)
    about = published.about
    assert about["題名"] == "人口の推移（令和5年）"
    assert about["出所"] == "人口.xlsx（第1表）"
    assert about["記号"] == {"x": "秘匿"}
    assert "単位：人" in about["注"]
    assert any(line.startswith("L2-01") for line in about["作り方"])
    assert (about["作成者"], about["利用条件"], about["文字コード"]) == (
        "みほん市",
        "CC BY 4.0",
        {"名前": "UTF-8", "BOM": True},
    )


def test_csv_bytes_are_rfc_4180_with_bom_and_crlf(tmp_path):
    table = Table("t", "表", (Column("a", "名,前"), Column("b", "文")), (('引"用', "一\n二"), ("a", None)))
    content = write_csv(table, tmp_path / "a.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    text = content.decode("utf-8-sig")
    assert text == '"名,前",文\r\n"引""用","一\n二"\r\na,\r\n'
    assert list(csv.reader(io.StringIO(text, newline="")))[1] == ['引"用', "一\n二"]


def test_cp932_is_written_or_stops_before_anything_is_written(tmp_path):
    good = Table("t", "表", (Column("a", "名"),), (("㈱髙橋",),))
    assert write_csv(good, tmp_path / "a.csv", encoding="cp932").read_bytes() == "名\r\n㈱髙橋\r\n".encode("cp932")
    bad = Table("t", "表", (Column("a", "名"),), (("外\ue000字",),))
    with pytest.raises(CheckError) as caught:
        write_csv(bad, tmp_path / "b.csv", encoding="cp932")
    assert "A2「外字 U+E000」" in caught.value.japanese
    assert not (tmp_path / "b.csv").exists()


def test_no_table_no_file():
    with pytest.raises(CheckError) as caught:
        publish(grid([["お知らせです。"]]))
    assert caught.value.code == "SB-K603"


def test_the_report_says_what_is_missing(tmp_path):
    rows = [["施設名", "緯度", "経度"], ["公民館", 35.6, 139.4], ["図書館", 35.7, 500]]
    result = opendata(grid(rows), OpenDataSettings(dataset="AED設置箇所一覧", code="13206"))
    assert [row[1] for row in result.tables[0].rows] == ["ID", "経度"]
    assert {light.word for light in result.lights} == {"足りない", "合わない"}
    assert write_result(result, tmp_path / "a.xlsx").exists()
    assert OPENDATA.settings is OpenDataSettings


def test_command_line(tmp_path, capsys):
    source = write_csv(
        Table(
            "t",
            "t",
            (Column("a", "施設名"), Column("b", "住所"), Column("c", "緯度")),
            (("公民館", "宮西町1", "35.6"),),
        ),
        tmp_path / "元.csv",
    )
    out = tmp_path / "aed.csv"
    assert main(["opendata", str(source), "--dataset", "aed", "--code", "13206", "--out", str(out)]) == 0
    assert "必須の項目「ID」が空です" in capsys.readouterr().out
    head, row = out.read_bytes().decode("utf-8-sig").split("\r\n")[:2]
    assert dict(zip(head.split(","), row.split(","), strict=True))["名称"] == "公民館"
    about = json.loads((tmp_path / "aed.meta.json").read_text(encoding="utf-8"))
    assert about["準拠する標準"] == "自治体標準オープンデータセット「AED設置箇所一覧」"
    assert main(["opendata", str(source), "--dataset", "aed", "--out", str(out)]) == 2
    assert "SB-W101" in capsys.readouterr().err


def test_the_published_csv_passes_the_check(tmp_path):
    published = publish(grid())
    path = write_csv(published.table, tmp_path / "a.csv")
    source: CheckSource = read_check_source(path)
    left = [
        f for f in inspect_source(source).failed if f.rule[:2] in ("L1", "L2") or f.rule in ("L3-01", "L3-05", "L3-09")
    ]
    assert left == []


@pytest.mark.parametrize(
    ("file", "key", "most"),
    [("074_tidy_takamatsu_aed.xlsx", "aed", 2), ("080_tidy_takamatsu_evacuation_spaces.xlsx", "evacuation_space", 200)],
)
def test_published_lists_of_a_city(file, key, most, tmp_path, capsys):
    source = shared("data", "corpus", "files", file)
    out = tmp_path / "a.csv"
    assert main(["opendata", str(source), "--dataset", key, "--code", "37201", "--out", str(out)]) == 0
    told = capsys.readouterr().out.splitlines()[-1]
    assert int(told.split("合わないところ ")[1].split(" 件")[0]) <= most
    assert len(out.read_bytes().decode("utf-8-sig").splitlines()) > 190
