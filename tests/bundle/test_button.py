"""The button says what the check says, in a message box that Windows shows whole."""

import pytest

from shirube.commands import doctor_facts
from shirube.commands.doctor import Facts, pains
from shirube_udfs import support

SICK = Facts(
    code_page=65001,
    server_processes=4,
    formulas=9000,
    python_bits=32,
    macro_policy=4,
    start_seconds=60.0,
    dlls=(),
    asr_blocks_children=True,
    marked=("shirube.xlam",),
    changed_files=("a",),
    failed_imports=("b",),
    gen_py_damaged=("c",),
    async_functions=("d",),
    hinted_functions=("e",),
)


@pytest.mark.parametrize("facts", [Facts(), Facts(code_page=65001), SICK])
def test_message_fits_and_leads_on(monkeypatch, facts):
    monkeypatch.setattr(doctor_facts, "collect", lambda folder: facts)
    text = support.diagnosis()
    assert len(text) <= support.LONGEST_NOTICE
    if facts == SICK:
        assert "doctor.cmd" in text
    elif facts.code_page:
        assert pains()["code_page"].remedy in text
    else:
        assert text == "気になることは見つかりませんでした。"
