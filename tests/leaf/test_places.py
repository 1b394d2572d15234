import csv
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shirube.errors import ValueFormatError
from shirube.places import (
    appeared,
    by_code,
    candidates,
    check_digit,
    exists_in,
    find,
    places,
    read_code,
    renamed,
    snapshots,
    vanished,
)
from support.shared import ROOT, shared

EVERY = [place for year in snapshots() for place in places(year=year)]


def failure(call, *args, **options):
    with pytest.raises(ValueFormatError) as caught:
        call(*args, **options)
    return caught.value


def attempt(call, *args):
    try:
        return call(*args), None
    except ValueFormatError as error:
        return None, error


def test_check_digit_of_every_place():
    assert all(check_digit(place.code5) == place.code[5] for place in EVERY)


def test_check_digits_equal_the_published_ones():
    path = shared("data", "places", "localgovjp-2026.csv")
    with path.open(encoding="utf-8-sig", newline="") as handle:
        published = {row["lgcode"].zfill(6) for row in csv.DictReader(handle)}
    assert published == {place.code for place in places(year=2026) if not place.is_prefecture}


def test_committed_table_is_what_the_builder_makes(tmp_path):
    folder = shared("data", "places")
    code = f"import build_places as b, pathlib; b.TARGET = pathlib.Path({str(tmp_path / 'p.csv')!r})\n"
    code += f"b.ROOT = pathlib.Path({str(tmp_path)!r}); b.sys.argv = ['x', {str(folder)!r}]; b.main()"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT / "tools", capture_output=True)
    assert (tmp_path / "p.csv").read_bytes() == (ROOT / "python/shirube/data/places.csv").read_bytes()


def test_counts():
    now = places(year=2026)
    assert sum(place.is_prefecture for place in now) == 47
    assert sum(place.kind == "特別区" for place in now) == 23
    assert len({place.code for place in now}) == len(now) == 1916 + 47


@given(st.sampled_from(EVERY), st.integers(1, 9))
def test_one_wrong_digit_is_caught_and_the_right_one_named(place, shift):
    wrong = place.code[:5] + str((int(place.code[5]) + shift) % 10)
    error = failure(by_code, wrong)
    assert (error.key, error.fields["right"]) == ("V301", place.code[5])


@given(st.sampled_from(places()))
def test_codes_and_names_lead_back(place):
    assert by_code(place.code) == by_code(place.code5) == place
    assert by_code(int(place.code5), digits=5) == by_code(int(place.code), digits=6) == place
    assert find(place.full_name) == place
    assert place in candidates(place.name, pref=place.pref)


@given(st.sampled_from(places()))
def test_a_lost_zero_is_restored_with_a_note_or_refused(place):
    for code in (place.code, place.code5):
        reading, error = attempt(read_code, int(code))
        if error is None:
            assert reading.place == place
            assert bool(reading.note) == code.startswith("0")
        else:
            assert error.key == "V303"
            assert place.full_name in error.sentence


def test_a_code_that_fits_two_places():
    assert failure(by_code, 44211).key == "V303"
    reading = read_code("44211")
    assert reading.place.full_name == "大分県宇佐市"
    assert "宮城県大和町（044211）" in reading.note
    assert by_code(44211, digits=6).full_name == "宮城県大和町"


@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("99999", "V302"),
        ("00000", "V302"),
        ("", "V304"),
        ("1A100", "V304"),
        (True, "V304"),
        (100, "V304"),
    ],
)
def test_codes_refused(code, key):
    assert failure(by_code, code).key == key


def test_check_digit_needs_five_digits():
    assert failure(check_digit, "1234").key == "V304"
    assert failure(check_digit, "１２３４５").key == "V304"


def test_two_fuchu_are_asked_about():
    error = failure(find, "府中市")
    assert error.key == "V306"
    assert "東京都府中市（132063）" in error.sentence
    assert "広島県府中市（342084）" in error.sentence
    assert find("東京都府中市").code == "132063"
    assert find("府中市", pref="広島").code == "342084"


@pytest.mark.parametrize(
    ("name", "full_name"),
    [
        ("北海道 札幌市 中央区", "北海道札幌市中央区"),
        ("札幌市中央区", "北海道札幌市中央区"),
        ("札幌市　中央区", "北海道札幌市中央区"),
        ("千代田区", "東京都千代田区"),
        ("青森", "青森県"),
        ("京都", "京都府"),
        ("北海道", "北海道"),
        ("茅ケ崎市", "神奈川県茅ヶ崎市"),
        ("龍ヶ崎市", "茨城県龍ケ崎市"),
        ("北海道空知郡南幌町", "北海道南幌町"),
        ("大和郡山市", "奈良県大和郡山市"),
        ("那須郡那珂川町", "栃木県那珂川町"),
    ],
)
def test_names(name, full_name):
    assert find(name).full_name == full_name


def test_short_names_are_for_prefectures_only():
    error = failure(find, "札幌")
    assert error.key == "V309"
    assert "札幌市" in error.next_step


def test_ambiguous_wards_list_every_city():
    assert len(failure(find, "中央区").fields["candidates"].split("、")) == len(candidates("中央区")) > 5
    assert find("中央区", pref="東京都").code5 == "13102"


def test_places_of_other_years():
    assert find("篠山市", year=2019).full_name == "兵庫県篠山市"
    assert find("篠山市", year=2020).full_name == "兵庫県篠山市"
    assert failure(find, "篠山市").key == "V307"
    assert by_code("28221").name == "丹波篠山市"
    assert by_code("28221", year=2018).name == "篠山市"
    assert failure(find, "篠山市", year=2016).key == "V305"
    assert failure(find, "府中市", pref="東亰").key == "V308"


def test_changes_between_snapshots():
    assert [place.code5 for place in vanished(2017, 2026)] == ["40305"]
    assert [place.code5 for place in appeared(2017, 2026)] == ["40231"]
    assert [(old.name, new.name) for old, new in renamed(2017, 2026)] == [("篠山市", "丹波篠山市")]
    assert (exists_in("40305", 2017), exists_in("403059", 2017), exists_in("403058", 2017)) == (True, True, False)
    assert failure(exists_in, "403", 2017).key == "V304"


def test_import_is_cheap():
    code = (
        "import sys, shirube.places, shirube.calendar, shirube.numbers\n"
        "print(sorted({'pandas', 'numpy', 'scipy', 'kanjize'} & set(sys.modules)))\n"
        "print(shirube.places._rows.cache_info().currsize)"
    )
    environment = {"PYTHONPATH": str(ROOT / "python")}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["[]", "0"]
