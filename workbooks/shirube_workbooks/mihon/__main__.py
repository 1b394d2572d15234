"""``python -m shirube_workbooks.mihon``: build the fictional workbooks anew."""

from __future__ import annotations

import sys
from pathlib import Path

from . import health, inquiries, panel, survey

FOLDER = Path(__file__).resolve().parents[2] / "samples"
WORKBOOKS = {
    "みほん市_住民アンケート.xlsx": survey.write,
    "みほん市_問合せ記録.xlsx": inquiries.write,
    "みほん市_地区パネル.xlsx": panel.write,
    "みほん市_健康教室.xlsx": health.write,
}


def build_mihon(folder: Path = FOLDER) -> list[Path]:
    """Write the fictional workbooks into `folder`; return the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, write in WORKBOOKS.items():
        write(folder / name)
    return [folder / name for name in WORKBOOKS]


if __name__ == "__main__":
    sys.stdout.writelines(f"作りました: {path.name}\n" for path in build_mihon())
