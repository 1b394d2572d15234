"""Catalogue and code agree, entry by entry; and the rules that keep xlwings free and quick hold."""

import ast
import os
import re
import subprocess
import sys

import pytest

from shirube_macros.functions import catalogue
from support.excel import Excel
from support.shared import ROOT

FOLDER = ROOT / "udfs" / "shirube_udfs"
FUNCTIONS = [f for f in catalogue() if not f.vba]
MODULES = sorted({f.module for f in FUNCTIONS})
MOST_BODY_LINES = 6


@pytest.fixture(scope="module")
def records():
    with Excel() as excel:
        return {module: excel.signatures(module) for module in MODULES}


@pytest.mark.parametrize("entry", FUNCTIONS, ids=lambda f: f.name)
def test_every_entry_has_its_function(records, entry):
    record = records[entry.module][entry.function]
    assert record["name"] == entry.name
    assert [a["name"] for a in record["args"]] == [a.name for a in entry.arguments]
    assert ["optional" in a for a in record["args"]] == [a.optional for a in entry.arguments]
    assert all(a["optional"] is None for a in record["args"] if "optional" in a)


def test_every_function_has_its_entry(records):
    found = {(module, name) for module, functions in records.items() for name in functions}
    assert found == {(f.module, f.function) for f in FUNCTIONS}
    for path in FOLDER.glob("*.py"):  # also in modules the catalogue does not name
        for name in re.findall(r"^def (SB_\w+)", path.read_text("utf-8"), re.MULTILINE):
            assert (path.stem, name) in found


@pytest.mark.parametrize("entry", FUNCTIONS, ids=lambda f: f.name)
def test_conversions_are_explicit(records, entry):
    record = records[entry.module][entry.function]
    for given, declared in zip(record["args"], entry.arguments, strict=True):
        assert given["options"]["ndim"] == 2
        assert not given["vararg"]
        assert set(given["options"]) <= {"ndim", "err_to_str"}
        assert given["options"].get("err_to_str") or declared.ndim == 0
    assert (record["volatile"], record["async_mode"], record["ret"]["options"]) == (False, None, {})


def definitions():
    for module in MODULES:
        tree = ast.parse((FOLDER / f"{module}.py").read_text("utf-8"))
        yield from ((module, n) for n in tree.body if isinstance(n, ast.FunctionDef) and n.name.startswith("SB_"))


@pytest.mark.parametrize(("module", "node"), list(definitions()), ids=lambda v: getattr(v, "name", v))
def test_functions_are_thin(module, node):
    body = node.body[1:]  # after the docstring
    assert body[-1].end_lineno - body[0].lineno + 1 - (isinstance(body[0], ast.ImportFrom)) <= MOST_BODY_LINES
    assert [d.id for d in node.decorator_list if isinstance(d, ast.Name)] == ["udf"]  # innermost, the only plain one
    assert isinstance(node.decorator_list[-1], ast.Name)
    assert ast.unparse(node.decorator_list[0]) == "xw.func"
    assert not node.args.kwonlyargs
    assert not any(a.annotation for a in node.args.args)
    assert node.returns is None


def test_nothing_paid_legacy_or_volatile_is_used():
    text = "\n".join(path.read_text("utf-8") for path in FOLDER.glob("*.py"))
    assert not re.search(r"xlwings\.pro|\bexpand=|async_mode|volatile|\bcaller\b(?!\(\))", text)


def test_importing_the_functions_loads_nothing_heavy():
    """xlwings itself brings pandas and numpy when they are there, so they are kept away from it here."""
    names = [*MODULES, "ribbon", "settings_sheet"]
    code = (
        "import sys, types; sys.modules['xlwings'] = x = types.ModuleType('xlwings');"
        "x.func = lambda f: f; x.arg = lambda *a, **k: (lambda f: f);"
        f"import importlib; [importlib.import_module('shirube_udfs.' + m) for m in {names!r}];"
        "print(sorted({'pandas', 'numpy', 'scipy', 'statsmodels', 'openpyxl'} & set(sys.modules)))"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(str(ROOT / room) for room in ("python", "udfs"))}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
