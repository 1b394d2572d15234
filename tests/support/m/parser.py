"""Grammar of M ("M Language Specification", consolidated grammar): tokens into the tree of ``syntax``."""

import functools
from collections.abc import Callable
from typing import Any

from support.m import syntax as s
from support.m.lexer import tokens
from support.m.parse_types import TypeParser

# Loosest first. `is` and `as` sit between `and` and `=`; `meta` is the tightest of the binary ones.
_LEVELS: tuple[tuple[str, ...], ...] = (
    ("??",), ("or",), ("and",), ("is",), ("as",), ("=", "<>"), ("<", ">", "<=", ">="), ("+", "-", "&"), ("*", "/"),
    ("meta",),
)  # fmt: skip
_LEVEL: dict[object, int] = {sign: level for level, signs in enumerate(_LEVELS) for sign in signs}


@functools.lru_cache(maxsize=32)
def parse(source: str) -> s.Node | s.Section:
    """Return the tree of a section document or of one expression."""
    parser = Parser(source, tokens(source))
    found = parser.section() if parser.at_section() else parser.expression()
    parser.expect_end()
    return found


class Parser(TypeParser):
    """Recursive descent over the tokens."""

    def at_section(self) -> bool:
        return self.token.is_keyword("section") or (
            self.token.is_sign("[") and any(token.is_keyword("section") for token in self.tokens)
        )

    def section(self) -> s.Section:
        if self.token.is_sign("["):
            self.primary()  # attributes of the section, without meaning here
        self.take_keyword("section")
        if not self.token.is_sign(";"):
            self.name()
        self.take_sign(";")
        members = []
        while self.token.kind != "end":
            if self.token.is_sign("["):
                self.primary()
            self.skip_keyword("shared")
            name = self.name()
            self.take_sign("=")
            members.append((name, self.expression()))
            self.take_sign(";")
        return s.Section(tuple(members))

    def expression(self) -> s.Node:
        token = self.token
        if token.is_keyword("let"):
            return self._let()
        if token.is_keyword("if"):
            return self._if()
        if self.skip_keyword("each"):
            return s.Function((s.Parameter("_", False, None),), None, self.expression())
        if self.skip_keyword("error"):
            return s.Raise(self.expression())
        if self.skip_keyword("try"):
            body = self.expression()
            return s.Try(body, self.expression() if self.skip_keyword("otherwise") else None)
        if token.is_sign("(") and self._is_function():
            return self._function()
        return self._binary(0)

    def _let(self) -> s.Let:
        self.take_keyword("let")
        bindings = [self._binding()]
        while self.skip_sign(","):
            bindings.append(self._binding())
        self.take_keyword("in")
        return s.Let(tuple(bindings), self.expression())

    def _binding(self) -> tuple[str, s.Node]:
        name = self.name()
        self.take_sign("=")
        return name, self.expression()

    def _if(self) -> s.If:
        self.take_keyword("if")
        condition = self.expression()
        self.take_keyword("then")
        yes = self.expression()
        self.take_keyword("else")
        return s.If(condition, yes, self.expression())

    def _is_function(self) -> bool:
        """Tell ``(x) => …`` and ``(x) as text => …`` from a bracketed expression by what follows the bracket."""
        depth, at = 0, self.at
        while True:
            token = self.tokens[at]
            depth += token.is_sign("(") - token.is_sign(")")
            at += 1
            if depth == 0 or token.kind == "end":
                break
        following = self.tokens[min(at, len(self.tokens) - 1) :]
        if following[0].is_keyword("as"):
            after = 3 if following[1].value == "nullable" else 2
            return len(following) > after and following[after].is_sign("=>")
        return following[0].is_sign("=>")

    def _function(self) -> s.Function:
        parameters = self.parameters(self.primitive)
        result = self.primitive() if self.skip_keyword("as") else None
        self.take_sign("=>")
        return s.Function(parameters, result, self.expression())

    def _binary(self, loosest: int) -> s.Node:
        """Read operands joined by operators of a level at least as tight; all of them lean to the left."""
        left = self._unary()
        while True:
            sign = self.token.value if self.token.kind in {"sign", "keyword"} else None
            level = _LEVEL.get(sign, -1)
            if level < loosest:
                return left
            self.advance()
            if sign in {"is", "as"}:
                left = s.TypeTest(str(sign), left, self.primitive())
            else:
                left = s.Binary(str(sign), left, self._binary(level + 1))

    def _unary(self) -> s.Node:
        if self.token.is_sign("-", "+") or self.token.is_keyword("not"):
            return s.Unary(str(self.advance().value), self._unary())
        if self.skip_keyword("type"):
            return s.TypeValue(self.type())
        return self.postfix()

    def postfix(self) -> s.Node:
        node = self.primary()
        while True:
            if self.token.is_sign("("):
                node = s.Call(node, self._arguments())
            elif self.skip_sign("{"):
                key = self.expression()
                self.take_sign("}")
                node = s.Item(node, key, self.skip_sign("?"))
            elif self.token.is_sign("["):
                node = self._selection(node)
            else:
                return node

    def _arguments(self) -> tuple[s.Node, ...]:
        self.take_sign("(")
        return tuple(self._until(")", self.expression))

    def _selection(self, node: s.Node) -> s.Node:
        self.take_sign("[")
        if not self.token.is_sign("["):
            name = self.field_name()
            self.take_sign("]")
            return s.Field(node, name, self.skip_sign("?"))
        names = []
        while self.skip_sign("["):
            names.append(self.field_name())
            self.take_sign("]")
            self.skip_sign(",")
        self.take_sign("]")
        return s.Projection(node, tuple(names), self.skip_sign("?"))

    def primary(self) -> s.Node:
        token = self.token
        if token.kind in {"number", "text"}:
            return s.Literal(self.advance().value)
        if token.is_keyword("true", "false", "null"):
            return s.Literal({"true": True, "false": False, "null": None}[str(self.advance().value)])
        if token.kind in {"name", "quoted"}:
            return s.Name(str(self.advance().value))
        if self.skip_sign("@"):
            return s.Name(self.name(), recursive=True)
        if self.skip_sign("("):
            inside = self.expression()
            self.take_sign(")")
            return inside
        if self.skip_sign("..."):
            return s.Raise(s.Literal("Value was not specified."))
        if self.skip_sign("{"):
            return s.ListOf(tuple(self._until("}", self._item)))
        if self.token.is_sign("["):
            return self._record()
        raise self.unexpected()

    def _item(self) -> s.Node | s.Span:
        first = self.expression()
        return s.Span(first, self.expression()) if self.skip_sign("..") else first

    def _record(self) -> s.Node:
        start = self.at
        self.take_sign("[")
        if self.skip_sign("]"):
            return s.RecordOf(())
        if self.token.is_sign("["):
            self.at = start
            return self._selection(s.Name("_"))
        name = self.field_name()
        if self.skip_sign("]"):
            return s.Field(s.Name("_"), name, self.skip_sign("?"))
        self.at = start
        self.take_sign("[")
        return s.RecordOf(tuple(self._until("]", self._field)))

    def _field(self) -> tuple[str, s.Node]:
        name = self.field_name()
        self.take_sign("=")
        return name, self.expression()

    def _until(self, close: str, read: Callable[[], Any]) -> list[Any]:
        found: list[Any] = []
        if self.skip_sign(close):
            return found
        while True:
            found.append(read())
            if self.skip_sign(close):
                return found
            self.take_sign(",")
