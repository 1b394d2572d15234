"""Evaluates Power Query M in tests, under the semantics Microsoft documents.

It shows that a script means the same table as the Python library makes; it does not show that Excel runs it. What the
documentation leaves open is refused (`NotModelled`), not guessed, and `NotModelled` is no error of M: no ``try``
catches it.

>>> evaluate("List.Sum({1, null, 2})")
3
>>> evaluate('#table({"a"}, {{1}, {error "x"}})').rows[0]
(1,)
"""

from collections.abc import Mapping
from typing import Literal

from support.m import syntax
from support.m.compare import equal
from support.m.errors import MError, MSyntaxError, NotModelled, excel_error
from support.m.evaluator import Compiler, Scope
from support.m.library import LIBRARY
from support.m.parser import parse
from support.m.session import Session, session
from support.m.values import MFunction, MRecord, MTable, MType, MValue, read, settle
from support.m.whitelist import whitelist

__all__ = [
    "LIBRARY", "MError", "MFunction", "MRecord", "MSyntaxError", "MTable", "MType", "MValue", "NotModelled", "equal",
    "evaluate", "excel_error", "parse",
]  # fmt: skip


def evaluate(
    source: str,
    query: str | None = None,
    *,
    workbook: Mapping[str, MTable] | None = None,
    files: Mapping[str, bytes] | None = None,
    culture: str | None = None,
    unordered: Literal["seen", "reversed"] = "seen",
    asked: set[str] | None = None,
    beyond_whitelist: bool = False,
) -> MValue:
    """Return the value of an expression, or of a member of a section document.

    Parameters
    ----------
    source
        One expression, or ``section Section1; shared … = …;``.
    query
        Which member of a section; by default the last one.
    workbook
        What Excel.CurrentWorkbook() finds, by name. Cells may be `MError` (see `excel_error`).
    files
        What File.Contents and Folder.Files find, by full Windows path.
    culture
        The machine's; by default a script that depends on it fails.
    unordered
        How rows come whose order is not documented. Evaluate with both: the table should be the same.
    asked
        Gets "order" where a function was used whose rows come in no documented order.
    beyond_whitelist
        Know the functions that compiled queries may not use, too.

    Raises
    ------
    MError
        The value is an error. Errors inside of tables and lists stay there as values.
    NotModelled
        The evaluator does not know what M does.
    MSyntaxError
        The text is no M.
    """
    with session(Session(workbook or {}, files or {}, culture, unordered, set() if asked is None else asked)):
        tree = parse(source)
        compiler = Compiler(LIBRARY if beyond_whitelist else _allowed())
        if not isinstance(tree, syntax.Section):
            return _finished(compiler.run(tree))
        scope, frame = compiler.section(tree)
        return _finished(read(frame[_slot(scope, query)]))


def _allowed() -> dict[str, MValue]:
    return {name: value for name, value in LIBRARY.items() if name in whitelist()}


def _slot(scope: Scope, query: str | None) -> int:
    name = list(scope.names)[-1] if query is None else query
    if name not in scope.names:
        raise KeyError(f"the section has no query {name}")
    return scope.names[name]


def _finished(value: MValue) -> MValue:
    """Evaluate what is still lazy inside."""
    if isinstance(value, list):
        return [_finished(settle(item)) for item in value]
    if isinstance(value, MRecord):
        return MRecord.of({name: _finished(item) for name, item in value.settled().items()})
    if isinstance(value, MTable):
        return value.with_rows([tuple(_finished(settle(cell)) for cell in row) for row in value.rows])
    return value
