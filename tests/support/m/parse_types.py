"""The part of the grammar about names and types; ``parser`` adds the expressions."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence

from support.m import syntax as s
from support.m.errors import MSyntaxError
from support.m.lexer import Token

_PRIMITIVES = """
any anynonnull binary date datetime datetimezone duration function list logical none null number record table text time
type
"""
PRIMITIVES = frozenset(_PRIMITIVES.split())


class TypeParser(ABC):
    """Walks along the tokens; knows names, parameters and types."""

    def __init__(self, source: str, words: Sequence[Token]) -> None:
        self.source, self.tokens, self.at = source, words, 0

    @abstractmethod
    def postfix(self) -> s.Node:
        """Read a primary expression with what is called and selected on it."""

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def ahead(self, count: int) -> Token:
        return self.tokens[min(self.at + count, len(self.tokens) - 1)]

    def advance(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def skip_sign(self, sign: str) -> bool:
        return self.token.is_sign(sign) and bool(self.advance())

    def skip_keyword(self, word: str) -> bool:
        return self.token.is_keyword(word) and bool(self.advance())

    def take_sign(self, sign: str) -> None:
        if not self.skip_sign(sign):
            raise self.unexpected(sign)

    def take_keyword(self, word: str) -> None:
        if not self.skip_keyword(word):
            raise self.unexpected(word)

    def expect_end(self) -> None:
        if self.token.kind != "end":
            raise self.unexpected("the end")

    def unexpected(self, wanted: str = "an expression") -> MSyntaxError:
        line = self.source.count("\n", 0, self.token.start) + 1
        return MSyntaxError(f"line {line}: {wanted} expected, found {self.source[self.token.start : self.token.end]!r}")

    def name(self) -> str:
        if self.token.kind not in {"name", "quoted"}:
            raise self.unexpected("a name")
        return str(self.advance().value)

    def field_name(self) -> str:
        """Read a generalized identifier: words and blanks up to ``=``, ``]`` or ``,`` name a field unquoted."""
        if self.token.kind == "quoted":
            return str(self.advance().value)
        start = end = self.token.start
        while self.token.kind in {"name", "keyword", "number"}:
            end = self.advance().end
        if end == start:
            raise self.unexpected("a field name")
        return self.source[start:end]

    def parameters(self, read_type: Callable[[], s.TypeNode]) -> tuple[s.Parameter, ...]:
        self.take_sign("(")
        found: list[s.Parameter] = []
        while not self.skip_sign(")"):
            if found:
                self.take_sign(",")
            optional = self.token.value == "optional" and self.ahead(1).kind in {"name", "quoted"}
            if optional:
                self.advance()
            name = self.name()
            found.append(s.Parameter(name, optional, read_type() if self.skip_keyword("as") else None))
        return tuple(found)

    def primitive(self) -> s.Primitive:
        """Read what may follow ``is`` and ``as``: a primitive type, perhaps nullable."""
        nullable = self.token.value == "nullable"
        if nullable:
            self.advance()
        if self.token.value not in PRIMITIVES:
            raise self.unexpected("a primitive type")
        return s.Primitive(str(self.advance().value), nullable)

    def type(self) -> s.TypeNode:
        token, following = self.token, self.ahead(1)
        if token.kind == "name" and token.value == "nullable":
            self.advance()
            return s.Nullable(self.type())
        if token.kind == "name" and token.value == "table" and following.is_sign("["):
            self.advance()
            return s.TableType(self.type_fields())
        if token.kind == "name" and token.value == "table" and following.kind in {"name", "quoted"}:
            self.advance()
            return s.TableTypeOf(self.postfix())
        if token.kind == "name" and token.value == "function" and following.is_sign("("):
            self.advance()
            parameters = self.parameters(self.type)
            self.take_keyword("as")
            return s.FunctionType(parameters, self.type())
        if token.is_sign("["):
            return s.RecordType(self.type_fields())
        if self.skip_sign("{"):
            item = self.type()
            self.take_sign("}")
            return s.ListType(item)
        if token.kind in {"name", "keyword"} and token.value in PRIMITIVES and not following.is_sign("("):
            return s.Primitive(str(self.advance().value))
        return s.TypeExpression(self.postfix())

    def type_fields(self) -> tuple[tuple[str, s.TypeNode], ...]:
        self.take_sign("[")
        found: list[tuple[str, s.TypeNode]] = []
        while not self.skip_sign("]"):
            if found:
                self.take_sign(",")
            if self.skip_sign("..."):
                continue
            if self.token.value == "optional" and self.ahead(1).kind in {"name", "quoted"}:
                self.advance()
            name = self.field_name()
            found.append((name, self.type() if self.skip_sign("=") else s.Primitive("any")))
        return tuple(found)
