"""仮ID: the key has an owner and a last day; a マイナンバー gets none."""

import datetime as dt
import hashlib
import hmac
import os
import stat

import pytest

from shirube.check.personal import PersonalKind, Salt, find_personal, pseudonym, with_pseudonyms
from shirube.check.personal.my_number import my_number_check_digit
from shirube.errors import CheckError
from shirube.grid import Grid
from shirube.office.read import read_book
from shirube.office.read.salt import make_salt_file, read_salt
from shirube_cli.main import main

TODAY = dt.date(2026, 4, 1)
SALT = Salt(b"k" * 32, "健康課", dt.date(2027, 3, 31))
ROWS = [["番号", "点"], ["A-1", 10], ["A-2", 20], ["A-1", 30], [None, 40]]


def test_it_is_hmac_sha_256():
    assert pseudonym("A-1", SALT) == hmac.new(b"k" * 32, b"A-1", hashlib.sha256).hexdigest()[:32]


def test_the_same_id_gets_the_same_and_the_header_says_what_it_is():
    grid = with_pseudonyms(Grid.from_rows(ROWS), ["番号"], SALT, today=TODAY)
    ids = grid.values[1:, 0].tolist()
    assert grid.values[0, 0] == "仮ID（個人情報のまま）"
    assert ids[0] == ids[2] != ids[1]
    assert ids[3] is None
    assert [f.kind for f in find_personal(grid)] == [PersonalKind.HASHED_ID]


def test_another_key_gives_other_ids():
    assert pseudonym("A-1", SALT) != pseudonym("A-1", Salt(b"j" * 32, "健康課", SALT.expires))


def test_the_key_never_shows():
    assert "kkkk" not in repr(SALT)


def test_a_key_past_its_day_stops():
    with pytest.raises(CheckError) as caught:
        with_pseudonyms(Grid.from_rows(ROWS), ["番号"], SALT, today=dt.date(2027, 4, 1))
    assert caught.value.code == "SB-K652"
    with_pseudonyms(Grid.from_rows(ROWS), ["番号"], SALT, today=SALT.expires)


def test_a_my_number_gets_none():
    numbers = [f"{n:011d}" for n in (12345678901, 98765432109, 55512345678)]
    rows = [["コード", "点"], *([n + str(my_number_check_digit(n)), i] for i, n in enumerate(numbers))]
    with pytest.raises(CheckError) as caught:
        with_pseudonyms(Grid.from_rows(rows), ["コード"], SALT, today=TODAY)
    assert caught.value.code == "SB-K651"
    assert not any(n in caught.value.japanese for n in numbers)


def test_key_file_there_and_back(tmp_path):
    path = make_salt_file(tmp_path / "鍵.toml", '健康"課', dt.date(2027, 3, 31))
    salt = read_salt(path)
    assert (salt.owner, salt.expires, len(salt.secret)) == ('健康"課', dt.date(2027, 3, 31), 32)
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(CheckError) as caught:
        make_salt_file(path, "課", dt.date(2027, 3, 31))
    assert caught.value.code == "SB-K654"


@pytest.mark.parametrize("text", ["", '"鍵" = 1', '"所管" = "課"\n"期限" = 2027-01-01\n"鍵" = "zz"', "\x00"])
def test_a_broken_key_file_says_how_to_make_one(text, tmp_path):
    path = tmp_path / "鍵.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CheckError) as caught:
        read_salt(path)
    assert caught.value.code == "SB-K653"


def test_command_line(tmp_path, capsys):
    source = tmp_path / "名簿.csv"
    source.write_text("氏名,年代,点\n山田太郎,20代,1\n鈴木花子,20代,2\n佐藤一郎,30代,3\n", encoding="utf-8-sig")
    key = tmp_path / "鍵.toml"
    assert main(["personal", "--make-salt", str(key), "--owner", "健康課", "--expires", "2999-03-31"]) == 0
    out = tmp_path / "仮.xlsx"
    assert main(["personal", str(source), "--pseudonym", "氏名", "--salt", str(key), "--out", str(out)]) == 0
    sheet = next(g for g in read_book(out).sheets if g.name.endswith("_仮ID"))
    assert sheet.values[0, 0] == "仮ID（個人情報のまま）"
    assert b"\xe5\xb1\xb1\xe7\x94\xb0" not in out.read_bytes()
    report = tmp_path / "報告.xlsx"
    assert main(["personal", str(source), "--quasi", "年代", "--least", "2", "--out", str(report)]) == 0
    told = capsys.readouterr().out
    assert "最少1人" in told
    assert "山田太郎" not in told
    texts = [str(v) for g in read_book(report).sheets for v in g.values.ravel()]
    assert not any("山田太郎" in text for text in texts)
    assert main(["personal"]) == 2
