"""Keep files and functions small: no file over 400 lines, no function over 60 (aim: 40). Prints offenders."""

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MOST_LINES_FILE, MOST_LINES_FUNCTION = 400, 60


def main() -> int:
    bad = []
    for room in ("python", "udfs", "macros", "workbooks"):
        for path in sorted((ROOT / room).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            lines = text.count("\n")
            if lines > MOST_LINES_FILE:
                bad.append(f"{path.relative_to(ROOT)}: {lines} lines")
            bad += [f"{path.relative_to(ROOT)}:{n.lineno} {n.name}: {size} lines" for n, size in _long_functions(text)]
    print("\n".join(bad))
    return 1 if bad else 0


def _long_functions(text: str):
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        first = node.body[0]
        documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
        begin = first.end_lineno if documented else node.lineno  # the docstring does not count
        size = node.end_lineno - begin + 1
        if size > MOST_LINES_FUNCTION:
            yield node, size


if __name__ == "__main__":
    sys.exit(main())
