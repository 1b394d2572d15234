"""The tree into closures over a frame; running the closure evaluates the text.

Names are resolved while the closures are made (M scopes are lexical), so a name that nothing defines is found even
where it is never evaluated. A frame is a list: slot 0 its parent, the other slots values or thunks.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from support.m import operators as ops
from support.m import syntax as s
from support.m import type_values as types
from support.m.errors import MError, NotModelled
from support.m.selection import item, project, select
from support.m.values import MFunction, MRecord, MType, MValue, Thunk, attempt

Frame: TypeAlias = list[Any]
Run: TypeAlias = Callable[[Frame], MValue]


@dataclass
class Scope:
    """Names of one frame; `defining` is the one that may name itself only as ``@name``."""

    names: Mapping[str, int]
    parent: "Scope | None" = None
    defining: str | None = field(default=None)

    @classmethod
    def of(cls, names: Iterable[str], parent: "Scope | None") -> "Scope":
        found: dict[str, int] = {}
        for name in names:
            if name in found:
                raise MError(f"The name '{name}' is defined twice.")
            found[name] = len(found) + 1
        return cls(found, parent)


class Compiler:
    """Turns nodes into closures; `globals_` are the functions and constants of the library."""

    def __init__(self, globals_: Mapping[str, MValue]) -> None:
        self._globals = globals_

    def section(self, section: s.Section) -> tuple[Scope, Frame]:
        """Return the members of a section as thunks in one frame."""
        return self._bindings(section.members, None)([])

    def run(self, node: s.Node) -> MValue:
        return self.compile(node, None)([])

    def compile(self, node: s.Node, scope: Scope | None) -> Run:
        return getattr(self, "_" + type(node).__name__.lower())(node, scope)

    def _literal(self, node: s.Literal, scope: Scope | None) -> Run:
        value = node.value
        return lambda frame: value

    def _name(self, node: s.Name, scope: Scope | None) -> Run:
        depth = 0
        while scope is not None:
            slot = scope.names.get(node.name)
            if slot is not None and (node.recursive or scope.defining != node.name):
                return _reader(depth, slot)
            scope, depth = scope.parent, depth + 1
        if node.name not in self._globals:
            raise NotModelled(f"unknown name {node.name}")
        value = self._globals[node.name]
        return lambda frame: value

    def _bindings(
        self, bindings: tuple[tuple[str, s.Node], ...], parent: Scope | None
    ) -> Callable[[Frame], tuple[Scope, Frame]]:
        scope = Scope.of((name for name, _ in bindings), parent)
        runs: list[Run] = []
        for name, node in bindings:
            scope.defining = name
            runs.append(self.compile(node, scope))
        scope.defining = None

        def fill(frame: Frame) -> tuple[Scope, Frame]:
            inner: Frame = [frame]
            for run in runs:
                inner.append(Thunk(lambda run=run: run(inner)))
            return scope, inner

        return fill

    def _let(self, node: s.Let, scope: Scope | None) -> Run:
        fill = self._bindings(node.bindings, scope)
        body = self.compile(node.body, Scope.of((name for name, _ in node.bindings), scope))
        return lambda frame: body(fill(frame)[1])

    def _recordof(self, node: s.RecordOf, scope: Scope | None) -> Run:
        fill = self._bindings(node.fields, scope)
        index = {name: i for i, (name, _) in enumerate(node.fields)}
        return lambda frame: MRecord(index, fill(frame)[1][1:])

    def _if(self, node: s.If, scope: Scope | None) -> Run:
        condition, yes, no = (self.compile(part, scope) for part in (node.condition, node.yes, node.no))

        def run(frame: Frame) -> MValue:
            return yes(frame) if ops.logical(condition(frame)) else no(frame)

        return run

    def _function(self, node: s.Function, scope: Scope | None) -> Run:
        inner = Scope.of((parameter.name for parameter in node.parameters), scope)
        body = self.compile(node.body, inner)
        wanted = [None if p.type is None else types.resolve(p.type, _no_expression) for p in node.parameters]
        least = sum(not parameter.optional for parameter in node.parameters)
        allowed = [
            types.classes(None if kind is None else (types.nullable(kind) if p.optional else kind))
            for p, kind in zip(node.parameters, wanted, strict=True)
        ]
        result = None if node.result is None else types.resolve(node.result, _no_expression)
        signature = types.function_type(
            node.parameters, node.result, lambda inner_type: types.resolve(inner_type, _no_expression)
        )
        most = len(node.parameters)

        def run(frame: Frame) -> MValue:
            def call(*arguments: MValue) -> MValue:
                missing = most - len(arguments)
                value = body([frame, *arguments, *([None] * missing)] if missing else [frame, *arguments])
                return value if result is None else types.require(value, result)

            return MFunction("function", call, allowed, least, signature)

        return run

    def _raise(self, node: s.Raise, scope: Scope | None) -> Run:
        what = self.compile(node.what, scope)

        def run(frame: Frame) -> MValue:
            raise _as_error(what(frame))

        return run

    def _try(self, node: s.Try, scope: Scope | None) -> Run:
        body = self.compile(node.body, scope)
        otherwise = None if node.otherwise is None else self.compile(node.otherwise, scope)

        def run(frame: Frame) -> MValue:
            try:
                value = body(frame)
            except MError as error:
                if otherwise is not None:
                    return otherwise(frame)
                return MRecord.of({"HasError": True, "Error": error_record(error)})
            return value if otherwise is not None else MRecord.of({"HasError": False, "Value": value})

        return run

    def _binary(self, node: s.Binary, scope: Scope | None) -> Run:
        left, right = self.compile(node.left, scope), self.compile(node.right, scope)
        if node.sign in _LAZY:
            combine = _LAZY[node.sign]
            return lambda frame: combine(left(frame), lambda: right(frame))
        operator = ops.BINARY[node.sign]
        return lambda frame: operator(left(frame), right(frame))

    def _unary(self, node: s.Unary, scope: Scope | None) -> Run:
        operand = self.compile(node.operand, scope)
        operator = {"-": ops.negate, "+": ops.plus, "not": ops.invert}[node.sign]
        return lambda frame: operator(operand(frame))

    def _typetest(self, node: s.TypeTest, scope: Scope | None) -> Run:
        value = self.compile(node.value, scope)
        wanted = types.resolve(node.type, _no_expression)
        test = types.is_of if node.sign == "is" else types.require
        return lambda frame: test(value(frame), wanted)

    def _typevalue(self, node: s.TypeValue, scope: Scope | None) -> Run:
        runs: dict[int, Run] = {}

        def prepare(inner: s.Node) -> MType:
            runs[id(inner)] = self.compile(inner, scope)
            return types.ANY

        types.resolve(node.type, prepare)
        return lambda frame: types.resolve(node.type, lambda inner: runs[id(inner)](frame))

    def _call(self, node: s.Call, scope: Scope | None) -> Run:
        function = self.compile(node.function, scope)
        arguments = [self.compile(argument, scope) for argument in node.arguments]

        def run(frame: Frame) -> MValue:
            called = function(frame)
            if called.__class__ is not MFunction:
                raise MError("We cannot convert the value to type Function.")
            return called(*[argument(frame) for argument in arguments])

        return run

    def _listof(self, node: s.ListOf, scope: Scope | None) -> Run:
        parts: list[tuple[Run, Run | None]] = []
        for part in node.items:
            if isinstance(part, s.Span):
                parts.append((self.compile(part.first, scope), self.compile(part.last, scope)))
            else:
                parts.append((self.compile(part, scope), None))

        def run(frame: Frame) -> MValue:
            found: list[MValue] = []
            for first, last in parts:
                if last is None:
                    found.append(attempt(first, frame))
                else:
                    found += _span(first(frame), last(frame))
            return found

        return run

    def _field(self, node: s.Field, scope: Scope | None) -> Run:
        record, name, optional = self.compile(node.record, scope), node.name, node.optional
        return lambda frame: select(record(frame), name, optional=optional)

    def _projection(self, node: s.Projection, scope: Scope | None) -> Run:
        record, names, optional = self.compile(node.record, scope), node.names, node.optional
        return lambda frame: project(record(frame), names, optional=optional)

    def _item(self, node: s.Item, scope: Scope | None) -> Run:
        of, key, optional = self.compile(node.of, scope), self.compile(node.key, scope), node.optional
        return lambda frame: item(of(frame), key(frame), optional=optional)


def _reader(depth: int, slot: int) -> Run:
    def run(frame: Frame) -> MValue:
        for _ in range(depth):
            frame = frame[0]
        value = frame[slot]
        if value.__class__ is Thunk:
            value = frame[slot] = value.force()
        return value

    return run


def _and(left: MValue, right: Callable[[], MValue]) -> MValue:
    if left is False:
        return False
    other = right()
    if other is False:
        return False
    return None if left is None or other is None else ops.logical(left) and ops.logical(other)


def _or(left: MValue, right: Callable[[], MValue]) -> MValue:
    if left is True:
        return True
    other = right()
    if other is True:
        return True
    return None if left is None or other is None else ops.logical(left) or ops.logical(other)


def _coalesce(left: MValue, right: Callable[[], MValue]) -> MValue:
    return right() if left is None else left


def _meta(left: MValue, right: Callable[[], MValue]) -> MValue:
    metadata = right()
    if left.__class__ is not MType or metadata.__class__ is not MRecord:
        raise NotModelled("metadata of a value that is no type")
    return types.with_metadata(left, metadata)


_LAZY: dict[str, Callable[[MValue, Callable[[], MValue]], MValue]] = {
    "and": _and, "or": _or, "??": _coalesce, "meta": _meta,
}  # fmt: skip


def _no_expression(node: s.Node) -> MValue:
    raise NotModelled("a type given by an expression in a function's head")


def _span(first: MValue, last: MValue) -> list[MValue]:
    if isinstance(first, int) and isinstance(last, int):
        return list(range(first, last + 1))
    if isinstance(first, str) and isinstance(last, str) and len(first) == len(last) == 1:
        return [chr(code) for code in range(ord(first), ord(last) + 1)]
    raise MError("A range is made of two whole numbers or two characters.")


def _as_error(what: MValue) -> MError:
    if isinstance(what, MRecord):
        return MError(str(what.get("Message")), str(what.get("Reason", "Expression.Error")), what.get("Detail"))
    if what is None or isinstance(what, str):
        return MError(what or "")
    raise MError("An error is made of a text or a record.")


def error_record(error: MError) -> MRecord:
    """What ``try`` shows of an error."""
    newer = dict.fromkeys(("Message.Format", "Message.Parameters", "ErrorCode"))
    return MRecord.of({"Reason": error.reason, "Message": error.message, "Detail": error.detail, **newer})
