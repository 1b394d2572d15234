"""Every workbook made or committed is valid Open XML and opens in LibreOffice; reports and templates print."""

from pathlib import Path

import pytest

from shirube_workbooks.build import SPECS, TEMPLATES
from shirube_workbooks.library import read_spec
from support.office import Office
from support.ooxml import thinned, validate
from support.soffice import page_texts


def test_microsofts_validator_finds_nothing(office: Office, out: Path, committed: list[Path]) -> None:
    checked = {path for path in office.produced.errors if path.exists()}
    assert {*committed, *(path for path in out.iterdir() if path.is_file())} <= checked
    assert {path.name: office.produced.errors[path] for path in checked if office.produced.errors[path]} == {}


def test_libreoffice_opens_everything(office: Office) -> None:
    assert office.produced.unopened == {}


def test_printed_pages_show_no_cut_numbers(office: Office, out: Path) -> None:
    for path in out.glob("0*.xlsx"):
        pages = page_texts(office.produced.pdf[path])
        assert pages
        assert [page for page in pages if "###" in page] == []


@pytest.mark.parametrize("name", ["01_整然化.xlsx", "02_クロス集計.xlsx", "03_政策評価.xlsx"])
def test_page_one_stands_alone(office: Office, out: Path, name: str) -> None:
    first = page_texts(office.produced.pdf[out / name])[0]
    assert "結論" in first
    assert "庁内限り" in first
    assert "出所" in first


@pytest.mark.parametrize("spec_file", sorted(SPECS.glob("*.toml")), ids=lambda path: path.stem)
def test_templates_print_on_the_stated_number_of_pages(office: Office, spec_file: Path) -> None:
    spec = read_spec(spec_file)
    pages = page_texts(office.produced.pdf[TEMPLATES / spec.workbook.file])
    assert len(pages) == sum(page.pages for page in spec.sheets) + bool(spec.lists)
    assert [page for page in pages if "###" in page] == []


@pytest.mark.slow
def test_large_workbooks_are_valid_to_their_last_row(committed: list[Path], out: Path, tmp_path: Path) -> None:
    large = [path for path in [*committed, *out.glob("*.xlsx")] if thinned(path, tmp_path / path.name) != path]
    assert large
    assert validate(large) == {path: [] for path in large}
