"""M text from a tree: the one place that quotes names and texts, breaks lines and sets brackets.

>>> from .expr import call, name
>>> identifier("地区"), identifier("地区 名"), identifier("in")
('地区', '#"地区 名"', '#"in"')
>>> quoted('a"b#(c)')
'"a""b#(#)(c)"'
"""

from __future__ import annotations

from .expr import (
    Binary,
    Call,
    Conditional,
    Each,
    Expr,
    Field,
    Function,
    Item,
    Let,
    ListOf,
    Literal,
    Name,
    Raw,
    Record,
    Rows,
    Try,
    TypeOf,
)

__all__ = ["WIDTH", "identifier", "quoted", "render"]

#: Lines longer than this are broken where they can be.
WIDTH = 160
_INDENT = "    "
_KEYWORDS = frozenset(
    {
        "and", "as", "each", "else", "error", "false", "if", "in", "is", "let", "meta", "not", "null", "or",
        "otherwise", "section", "shared", "then", "true", "try", "type",
    }
)  # fmt: skip
_ESCAPES = {"\r": "#(cr)", "\n": "#(lf)", "\t": "#(tab)"}
#: How tightly operators bind, loosest first.
_BINDING = {"or": 1, "and": 2, "is": 3, "=": 4, "<>": 4, "<": 5, ">": 5, "<=": 5, ">=": 5, "+": 6, "-": 6, "&": 6}
_BINDING |= {"*": 7, "/": 7}


def quoted(text: str) -> str:
    """A text literal."""
    body = text.replace("#(", "#(#)(").replace('"', '""')
    return '"' + "".join(_ESCAPES.get(char, char) for char in body) + '"'


def identifier(text: str) -> str:
    """A name, quoted where M would not read it as one."""
    if text.isidentifier() and text not in _KEYWORDS:
        return text
    return "#" + quoted(text)


def render(expr: Expr, indent: int = 0, *, width: int = WIDTH) -> str:
    """Write an expression; long ones are broken and indented below column ``indent * 4``."""
    flat = _flat(expr)
    if len(flat) + indent * 4 <= width and "\n" not in flat:
        return flat
    return _broken(expr, indent, width)


def _flat(expr: Expr) -> str:
    match expr:
        case Literal(value):
            return _literal(value)
        case Name(text):
            return text if "." in text or text.startswith("#") or text == "_" else identifier(text)
        case Call(function, arguments):
            return f"{_tight(function)}({', '.join(map(_flat, arguments))})"
        case ListOf(items, upto):
            return "{" + ", ".join(map(_flat, items)) + (f"..{_flat(upto)}" if upto else "") + "}"
        case Record(parts):
            return "[" + ", ".join(f"{identifier(key)} = {_flat(value)}" for key, value in parts) + "]"
        case Field(key, of):
            return (_tight(of) if of else "") + f"[{identifier(key)}]"
        case Item(of, index, optional):
            return _tight(of) + "{" + _flat(index) + "}" + ("?" if optional else "")
        case Each(body):
            return f"each {_flat(body)}"
        case Function(parameters, body):
            return f"({', '.join(map(identifier, parameters))}) => {_flat(body)}"
        case Binary(operator, left, right):
            return f"{_operand(left, operator)} {operator} {_operand(right, operator, right=True)}"
        case Conditional(test, then, other):
            return f"if {_flat(test)} then {_flat(then)} else {_flat(other)}"
        case Let(steps, result):
            return f"let {', '.join(f'{identifier(k)} = {_flat(v)}' for k, v in steps)} in {_flat(result)}"
        case Rows(columns, body):
            return f"#table({_flat(_texts(columns))}, {{{', '.join(_flat(ListOf(row)) for row in body)}}})"
        case Try(body):
            return f"try {_flat(body)}"
        case TypeOf(text) | Raw(text, _):
            return text


def _literal(value: str | int | float | bool | None) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return quoted(value) if isinstance(value, str) else repr(value)


def _texts(columns: tuple[str, ...]) -> ListOf:
    return ListOf(tuple(Literal(column) for column in columns))


def _tight(expr: Expr) -> str:
    """In front of ``(``, ``[`` or ``{``."""
    plain = isinstance(expr, Name | Call | Field | Item | Record | ListOf)
    return _flat(expr) if plain else f"({_flat(expr)})"


def _operand(expr: Expr, operator: str, *, right: bool = False) -> str:
    text = _flat(expr)
    if isinstance(expr, Conditional | Each | Function | Let):
        return f"({text})"
    if isinstance(expr, Binary):
        own, outer = _BINDING[expr.operator], _BINDING[operator]
        if own < outer or (own == outer and right):
            return f"({text})"
    return text


def _broken(expr: Expr, indent: int, width: int) -> str:
    inner, here = _INDENT * (indent + 1), _INDENT * indent

    def deeper(part: Expr) -> str:
        return render(part, indent + 1, width=width)

    match expr:
        case Call(function, arguments) if arguments:
            if hugged := _hugged(function, arguments, indent, width):
                return hugged
            lines = _filled([deeper(argument) for argument in arguments], inner, width)
            return f"{_tight(function)}(\n{lines}\n{here})"
        case ListOf(items, None) if items:
            return "{\n" + _filled([deeper(part) for part in items], inner, width) + f"\n{here}}}"
        case Record(parts) if parts:
            texts = [f"{identifier(key)} = {deeper(value)}" for key, value in parts]
            return "[\n" + _filled(texts, inner, width) + f"\n{here}]"
        case Rows(columns, body):
            head = _filled([_flat(Literal(column)) for column in columns], inner, width)
            lines = _filled([_flat(ListOf(row)) for row in body], inner, width)
            head = f"{{\n{head}\n{here}}}" if "\n" in head else "{" + head.strip() + "}"
            return f"#table({head}, {{\n{lines}\n{here}}})"
        case Each(body) if isinstance(body, Binary) and len(_flat(body)) + indent * 4 + 4 <= width:
            return f"each\n{inner}{_flat(body)}"
        case Each(body):
            return f"each {render(body, indent, width=width)}"
        case Binary(operator, _, _) if len(chain := _chain(expr, operator)) > 1:
            texts = [_operand_broken(part, operator, indent, width) for part in chain]
            return f"\n{inner}{operator} ".join(texts)
        case Function(parameters, body):
            return f"({', '.join(map(identifier, parameters))}) =>\n{inner}{deeper(body)}"
        case Let(steps, result):
            texts = [f"{inner}{identifier(key)} = {deeper(value)}" for key, value in steps]
            named = ",\n".join(texts)
            return f"let\n{named}\n{here}in\n{inner}{deeper(result)}"
        case Conditional(test, then, Conditional() as other):
            return f"if {_flat(test)} then {_flat(then)}\n{inner}else {_broken(other, indent, width)}"
        case Conditional(test, then, Literal(None)):
            return f"if {_flat(test)} then {_flat(then)} else null"
        case Conditional(test, then, other):
            return f"if {_flat(test)}\n{inner}then {deeper(then)}\n{inner}else {deeper(other)}"
        case Field(key, of) if of is not None and isinstance(of, Call):
            return f"{render(of, indent, width=width)}[{identifier(key)}]"
        case _:
            return _flat(expr)


def _hugged(function: Expr, arguments: tuple[Expr, ...], indent: int, width: int) -> str:
    """The call on the line it begins on, with one argument broken below it; empty where that does not fit."""
    flats = [_flat(argument) for argument in arguments]
    longest = max(range(len(flats)), key=lambda i: len(flats[i]))
    if not isinstance(arguments[longest], Call | Each | Function | ListOf | Record):
        return ""
    before = f"{_tight(function)}({''.join(f'{flat}, ' for flat in flats[:longest])}"
    after = "".join(f", {flat}" for flat in flats[longest + 1 :]) + ")"
    text = before + _broken(arguments[longest], indent, width) + after
    lines = text.split("\n")
    room = max(len(lines[0]) + indent * 4, *(len(line) for line in lines[1:])) if len(lines) > 1 else width + 1
    return text if room <= width else ""


def _chain(expr: Expr, operator: str) -> list[Expr]:
    """The operands of one operator from the left."""
    if isinstance(expr, Binary) and expr.operator == operator:
        return [*_chain(expr.left, operator), expr.right]
    return [expr]


def _operand_broken(expr: Expr, operator: str, indent: int, width: int) -> str:
    flat = _operand(expr, operator)
    if len(flat) + indent * 4 <= width or isinstance(expr, Binary | Conditional | Each | Function | Let):
        return flat
    return render(expr, indent + 1, width=width)


def _filled(parts: list[str], inner: str, width: int) -> str:
    """Parts behind each other, on as few lines as fit."""
    lines: list[str] = []
    for i, part in enumerate(parts):
        text = part + ("," if i + 1 < len(parts) else "")
        fits = bool(lines) and "\n" not in text and "\n" not in lines[-1]
        if fits and len(inner) + len(lines[-1]) + 1 + len(text) <= width:
            lines[-1] += f" {text}"
        else:
            lines.append(text)
    return "\n".join(inner + line for line in lines)
