"""CSV rules look at the bytes of the file: encoding, mark, line ends, delimiter, quotes."""

from __future__ import annotations

import pytest

from shirube.check.inspect import inspect_source
from shirube.check.raw_csv import csv_facts
from shirube.office.read.check_source import read_check_source

CLEAN = "地区,人口（人）\r\n東,10\r\n西,20\r\n"


def statuses(tmp_path, text, *, encoding="utf-8-sig", name="人口.csv"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding) if isinstance(text, str) else text)
    source = read_check_source(path)
    return source, inspect_source(source)


# ---------------------------------------------------------------- L1-14


@pytest.mark.parametrize(
    "text",
    [
        '地区,人口\r\n"東\n地区",10\r\n西,20\r\n',
        '地区,人口\r\n東,10\r\n"西\r\n地区",20\r\n',
        '"地区\n名",人口\r\n東,10\r\n西,20\r\n',
        '地区,備考\n東,"一行目\n二行目"\n西,なし\n',
        "地区,人口,世帯数\n東,10,4\n西の\n地区,20,9\n南,3\n0,12\n",  # broken without quotes
    ],
)
def test_a_record_over_two_lines(tmp_path, text):
    source, found = statuses(tmp_path, text)
    assert found.status("L1-14") == "fail"
    assert found.of("L1-14")[0].repairable is bool(source.csv.broken_inside)


@pytest.mark.parametrize(
    "text",
    [
        CLEAN,
        CLEAN.replace("\r\n", "\n"),
        '地区,人口\r\n"東,西",10\r\n南,20\r\n',
        '地区,名\r\n東,"say ""hi"""\r\n西,x\r\n',
    ],
)
def test_a_record_on_one_line(tmp_path, text):
    assert statuses(tmp_path, text)[1].status("L1-14") == "pass"


# ---------------------------------------------------------------- L1-15


@pytest.mark.parametrize(
    "text",
    [
        "地区,人口\r\n東,1,234\r\n西,20\r\n",
        "地区,人口,備考\r\n東,10,甲,乙\r\n西,20,丙\r\n",
        '地区,人口\r\n東"A",10\r\n西,20\r\n',
        '地区,人口\r\n"東"A,10\r\n西,20\r\n',
        '地区,人口\r\n"東,10\r\n西,20\r\n',
    ],
)
def test_fields_not_quoted(tmp_path, text):
    assert statuses(tmp_path, text)[1].status("L1-15") == "fail"


@pytest.mark.parametrize(
    "text",
    [
        CLEAN,
        '地区,人口\r\n東,"1,234"\r\n西,20\r\n',
        '"地区","人口"\r\n"東","10"\r\n',
        '地区,名\r\n東,"say ""hi"""\r\n',
        "地区\t人口\r\n東\t1,234\r\n西\t20\r\n",
    ],
)
def test_fields_quoted(tmp_path, text):
    name = "人口.tsv" if "\t" in text else "人口.csv"
    assert statuses(tmp_path, text, name=name)[1].status("L1-15") == "pass"


def test_titles_and_notes_are_no_fault_of_the_quotes(tmp_path):
    _, found = statuses(tmp_path, "人口調査\r\n\r\n" + CLEAN + "注）速報値\r\n")
    assert [found.status(rule) for rule in ("L1-14", "L1-15", "L1-04")] == ["pass", "pass", "fail"]


def test_rules_of_workbooks_do_not_apply(tmp_path):
    _, found = statuses(tmp_path, CLEAN)
    for rule in ("L1-10", "L1-11", "L1-12", "L1-13", "L2-06"):
        assert found.status(rule) == "not_applied"
    assert [f.rule for f in found.failed] == []


# ---------------------------------------------------------------- bytes


@pytest.mark.parametrize(
    ("encoding", "name", "bom"),
    [
        ("utf-8-sig", "utf-8-sig", True),
        ("utf-8", "utf-8", False),
        ("cp932", "cp932", False),
        ("utf-16", "utf-16", True),
    ],
)
def test_encoding_and_mark(tmp_path, encoding, name, bom):
    source, found = statuses(tmp_path, CLEAN, encoding=encoding)
    assert (source.csv.encoding, source.csv.bom) == (name, bom)
    assert found.status("L3-08") == "person"


def test_a_file_in_two_encodings(tmp_path):
    _, found = statuses(tmp_path, CLEAN.encode("utf-8") + "南,30\r\n".encode("cp932") + "北,40\r\n".encode() * 9)
    assert found.status("L3-08") == "fail"


def test_line_ends_and_delimiter():
    facts = csv_facts(b"a;b\r\n1;2\n3;4\r", "utf-8", ";")
    assert facts.line_ends == ("CR", "CRLF", "LF")
    assert (facts.records, facts.width, facts.uneven) == (3, 2, ())


def test_lines_are_counted_over_breaks_inside_fields():
    facts = csv_facts(b'a,b\n"1\n1",2\n3\n', "utf-8", ",")
    assert [fault.line for fault in facts.broken_inside] == [2]
    assert [(fault.line, fault.record) for fault in csv_facts(b'a,b\n"1\n1",2\n3,4,5\n', "utf-8", ",").uneven] == [
        (4, 3)
    ]
