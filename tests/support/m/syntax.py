"""The tree of an M text."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Literal:
    value: object


@dataclass(frozen=True, slots=True)
class Name:
    name: str
    recursive: bool = False  # written @name


@dataclass(frozen=True, slots=True)
class Let:
    bindings: tuple[tuple[str, "Node"], ...]
    body: "Node"


@dataclass(frozen=True, slots=True)
class If:
    condition: "Node"
    yes: "Node"
    no: "Node"


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    optional: bool
    type: "TypeNode | None"


@dataclass(frozen=True, slots=True)
class Function:
    parameters: tuple[Parameter, ...]
    result: "TypeNode | None"
    body: "Node"


@dataclass(frozen=True, slots=True)
class Raise:
    what: "Node"


@dataclass(frozen=True, slots=True)
class Try:
    body: "Node"
    otherwise: "Node | None"


@dataclass(frozen=True, slots=True)
class Binary:
    sign: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Unary:
    sign: str
    operand: "Node"


@dataclass(frozen=True, slots=True)
class TypeTest:
    sign: str  # is, as
    value: "Node"
    type: "TypeNode"


@dataclass(frozen=True, slots=True)
class Call:
    function: "Node"
    arguments: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Span:
    first: "Node"
    last: "Node"


@dataclass(frozen=True, slots=True)
class ListOf:
    items: tuple["Node | Span", ...]


@dataclass(frozen=True, slots=True)
class RecordOf:
    fields: tuple[tuple[str, "Node"], ...]


@dataclass(frozen=True, slots=True)
class Field:
    record: "Node"
    name: str
    optional: bool


@dataclass(frozen=True, slots=True)
class Projection:
    record: "Node"
    names: tuple[str, ...]
    optional: bool


@dataclass(frozen=True, slots=True)
class Item:
    of: "Node"
    key: "Node"
    optional: bool


@dataclass(frozen=True, slots=True)
class TypeValue:
    type: "TypeNode"


@dataclass(frozen=True, slots=True)
class Primitive:
    name: str
    nullable: bool = False


@dataclass(frozen=True, slots=True)
class Nullable:
    type: "TypeNode"


@dataclass(frozen=True, slots=True)
class TableType:
    fields: tuple[tuple[str, "TypeNode"], ...]


@dataclass(frozen=True, slots=True)
class TableTypeOf:
    row: "Node"


@dataclass(frozen=True, slots=True)
class RecordType:
    fields: tuple[tuple[str, "TypeNode"], ...]


@dataclass(frozen=True, slots=True)
class ListType:
    item: "TypeNode"


@dataclass(frozen=True, slots=True)
class FunctionType:
    parameters: tuple[Parameter, ...]
    result: "TypeNode"


@dataclass(frozen=True, slots=True)
class TypeExpression:
    """A type given by an expression: ``Int64.Type``, ``(type text meta […])``."""

    value: "Node"


@dataclass(frozen=True, slots=True)
class Section:
    members: tuple[tuple[str, "Node"], ...]


Node: TypeAlias = (
    Literal | Name | Let | If | Function | Raise | Try | Binary | Unary | TypeTest | Call | ListOf | RecordOf | Field
    | Projection | Item | TypeValue
)  # fmt: skip
TypeNode: TypeAlias = (
    Primitive | Nullable | TableType | TableTypeOf | RecordType | ListType | FunctionType | TypeExpression
)
