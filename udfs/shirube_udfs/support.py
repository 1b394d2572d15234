# ruff: noqa: N802 - function names are the ones Excel shows
"""支援: 版、診断。"""

import sys
from pathlib import Path

import xlwings as xw

from .bridge import udf


@xw.func
@udf
def SB_VERSION():
    """Return the version of the library."""
    from shirube import __version__

    return f"しるべ {__version__}"


LONGEST_NOTICE = 1000  # a message box of Windows shows no more


def diagnosis() -> str:
    """Return what was seen on this PC and what to do, short enough for a message box."""
    from shirube.commands.doctor import symptoms
    from shirube.commands.doctor_facts import collect

    found = symptoms(collect(Path(sys.executable).parent.parent))
    if not found:
        return "気になることは見つかりませんでした。"
    text, rest = f"気になることが {len(found)} 件あります。", len(found)
    for symptom in found:
        more = f"\n\n・{symptom.pain.title}\n　{symptom.pain.remedy}"
        if len(text) + len(more) > LONGEST_NOTICE - 60:
            break
        text, rest = text + more, rest - 1
    return text + (f"\n\nほか {rest} 件は、アドインと同じフォルダーの doctor.cmd で見られます。" if rest else "")
