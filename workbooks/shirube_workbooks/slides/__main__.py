"""``python -m shirube_workbooks.slides``: build the slides for the trainer anew."""

from __future__ import annotations

import sys

from shirube.errors import ShirubeError

from .build import build_slides


def main() -> int:
    """Build, and say what was written."""
    try:
        written = build_slides()
    except ShirubeError as error:
        sys.stderr.write(error.japanese + "\n")
        return 1
    sys.stdout.writelines(f"作りました: {path.name}\n" for path in written)
    return 0


if __name__ == "__main__":
    sys.exit(main())
