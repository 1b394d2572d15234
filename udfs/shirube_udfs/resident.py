"""常駐サーバー: started at log-on where Office may not start programs; the add-in only connects to it.

``pythonw.exe -B -m shirube_udfs.resident``
"""

from __future__ import annotations

import importlib
import tomllib
from importlib import resources

__all__ = ["main", "modules"]


def modules() -> tuple[str, ...]:
    """Return the modules the functions of the catalogue live in.

    >>> "shirube_udfs.tidying" in modules()
    True
    """
    text = resources.files("shirube_udfs").joinpath("catalogue.toml").read_text(encoding="utf-8")
    entries = [entry for entry in tomllib.loads(text)["function"] if not entry.get("vba")]
    return tuple(sorted({f"shirube_udfs.{entry['module']}" for entry in entries}))


def main() -> None:
    """Load what the cells will ask for, then serve until Windows ends the session."""
    import xlwings

    for name in modules():
        importlib.import_module(name)
    xlwings.serve()


if __name__ == "__main__":
    main()
