"""A folder is gone through once per file; a run that was killed goes on without loss and without counting twice."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from shirube.errors import FormError
from shirube.forms.map_text import write_map
from shirube.office import form_folder
from shirube.office.form_folder import collect_folder, form_files
from support.forms.drawn import write_xlsx

ROOT = Path(__file__).resolve().parents[2]


def collected(folder, form, journal, **more):
    return list(collect_folder(folder, form_files(folder), [form], journal, **more))


def test_every_file_once_in_the_order_of_names(folder, clinic_map, tmp_path_factory):
    journal = tmp_path_factory.mktemp("j") / "途中.jsonl"
    seen = []
    found = collected(folder, clinic_map, journal, progress=lambda n, of, name: seen.append((n, of, name)))
    assert [one.file for one in found] == ["回答1.xlsx", "回答2.xlsx", "回答3.xlsx"]
    assert seen == [(1, 3, "回答1.xlsx"), (2, 3, "回答2.xlsx"), (3, 3, "回答3.xlsx")]


def test_what_was_done_is_not_read_again(folder, clinic_map, tmp_path_factory, monkeypatch):
    journal = tmp_path_factory.mktemp("j") / "途中.jsonl"
    running = collect_folder(folder, form_files(folder), [clinic_map], journal)
    first = [next(running), next(running)]
    running.close()
    reads = []
    real = form_folder.read_form
    monkeypatch.setattr(form_folder, "read_form", lambda path, **more: reads.append(path.name) or real(path, **more))
    assert collected(folder, clinic_map, journal)[:2] == first
    assert reads == ["回答3.xlsx"]


def test_a_line_cut_off_is_read_again(folder, clinic_map, tmp_path_factory):
    journal = tmp_path_factory.mktemp("j") / "途中.jsonl"
    whole = collected(folder, clinic_map, journal)
    journal.write_bytes(journal.read_bytes()[:-40])
    assert collected(folder, clinic_map, journal) == whole
    assert collected(folder, clinic_map, journal) == whole


def test_a_file_that_changed_is_read_again(folder, clinic_map, filled, tmp_path_factory):
    journal = tmp_path_factory.mktemp("j") / "途中.jsonl"
    collected(folder, clinic_map, journal)
    time.sleep(0.01)
    write_xlsx(filled(2, n_first_phone=77), folder / "回答2.xlsx")
    assert collected(folder, clinic_map, journal)[1].copies[0].value("初診_電話") == 77


def test_another_map_begins_anew(folder, clinic_map, clinic_old_map, tmp_path_factory):
    journal = tmp_path_factory.mktemp("j") / "途中.jsonl"
    collected(folder, clinic_old_map, journal)
    assert all(one.copies for one in collected(folder, clinic_map, journal))


def test_unreadable_files_are_tried_again(folder, clinic_map, filled, tmp_path_factory):
    journal = tmp_path_factory.mktemp("j") / "途中.jsonl"
    (folder / "回答2.xlsx").write_bytes(b"PK\x03\x04 torn")
    assert collected(folder, clinic_map, journal)[1].outcome.value == "読めない"
    write_xlsx(filled(2), folder / "回答2.xlsx")
    assert collected(folder, clinic_map, journal)[1].outcome.value == "回答"


def test_no_file_is_told(tmp_path):
    with pytest.raises(FormError) as caught:
        form_files(tmp_path)
    assert caught.value.key == "F406"


def test_lock_files_and_litter_are_no_replies(folder):
    for name in ("~$回答1.xlsx", "Thumbs.db", ".DS_Store"):
        (folder / name).write_bytes(b"x")
    assert len(form_files(folder)) == 3


def test_pictures_and_mails_are_accounted_for(folder, clinic_map, tmp_path_factory):
    for name in ("スキャン.jpg", "本文.eml", "回答.docx", "拡張子なし"):
        (folder / name).write_bytes(b"\xff\xd8\x00 not a workbook")
    found = collected(folder, clinic_map, tmp_path_factory.mktemp("j") / "途中.jsonl")
    assert sorted(one.outcome.value for one in found) == ["回答"] * 3 + ["読めない"] * 4


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL は POSIX だけ")
def test_killed_midway_and_resumed(folder, clinic_map, filled, tmp_path_factory):
    work = tmp_path_factory.mktemp("j")
    for number in range(4, 30):
        write_xlsx(filled(number), folder / f"回答{number:02}.xlsx")
    (work / "map.yaml").write_text(write_map(clinic_map), encoding="utf-8")
    script = textwrap.dedent("""
        import sys
        from pathlib import Path
        from shirube.forms.map_text import read_map
        from shirube.office.form_folder import collect_folder, form_files
        folder, work = Path(sys.argv[1]), Path(sys.argv[2])
        form = read_map((work / "map.yaml").read_text(encoding="utf-8"))
        for one in collect_folder(folder, form_files(folder), [form], work / "途中.jsonl"):
            print(one.file, flush=True)
    """)
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "python")}
    command = [sys.executable, "-c", script, str(folder), str(work)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        for _ in range(5):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    done_before = (work / "途中.jsonl").read_text(encoding="utf-8").count("\n") - 1
    assert 5 <= done_before < 29
    resumed = collected(folder, clinic_map, work / "途中.jsonl")
    fresh = collected(folder, clinic_map, work / "別.jsonl")
    assert resumed == fresh
    assert len({one.digest for one in resumed}) == len(resumed) == 29
