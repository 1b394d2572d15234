"""``python -m shirube_workbooks.mihon``: build the fictional workbooks anew."""

from __future__ import annotations

import sys

from .build import build_mihon

if __name__ == "__main__":
    sys.stdout.writelines(f"作りました: {path.name}\n" for path in build_mihon())
