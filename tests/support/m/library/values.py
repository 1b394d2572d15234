"""Functions about values, types, errors and comparing."""

import dataclasses

from support.m import convert
from support.m import type_values as types
from support.m.compare import compare, equal
from support.m.errors import MError, NotModelled
from support.m.library.text import upper
from support.m.registry import function
from support.m.values import MFunction, MRecord, MTable, MType, MValue, kind


@function("Text.From(value as any, optional culture as text)")
def _text_from(value: MValue, culture: str | None = None) -> MValue:
    return convert.to_text(value, culture)


@function("Logical.From(value as any)")
def _logical_from(value: MValue) -> MValue:
    return convert.to_logical(value)


@function("Value.Is(value as any, wanted as type)")
def _is(value: MValue, wanted: MType) -> bool:
    return types.is_of(value, wanted)


@function("Value.Type(value as any)")
def _type(value: MValue) -> MType:
    return types.type_of(value)


@function("Value.Compare(value1 as any, value2 as any, optional precision as number)")
def _compare(left: MValue, right: MValue, precision: int | None = None) -> int:
    return compare(left, right)


@function("Value.Equals(value1 as any, value2 as any, optional precision as number)")
def _equals(left: MValue, right: MValue, precision: int | None = None) -> bool:
    return equal(left, right)


@function("Value.ReplaceType(value as any, wanted as type)")
def _replace_type(value: MValue, wanted: MType) -> MValue:
    if isinstance(value, MFunction):
        found = MFunction(value.name, value.body, value.allowed, value.least, wanted, value.metadata)
        if wanted.parameters is not None and len(wanted.parameters) != value.most:
            raise MError("The type has another number of parameters than the function.")
        return found
    if isinstance(value, MTable) and wanted.fields is not None:
        if tuple(wanted.fields) != value.columns:
            raise NotModelled("a table type with other columns than the table")
        return MTable(value.columns, value.rows, wanted.fields)
    raise NotModelled(f"another type for a {kind(value)}")


@function("Value.ReplaceMetadata(value as any, metaValue as record)")
def _replace_metadata(value: MValue, metadata: MRecord) -> MValue:
    if isinstance(value, MType):
        return dataclasses.replace(value, metadata=metadata)
    if isinstance(value, MFunction):
        return MFunction(value.name, value.body, value.allowed, value.least, value.signature, metadata)
    raise NotModelled(f"metadata of a {kind(value)}")


@function("Comparer.Ordinal(x as any, y as any)")
def _ordinal(left: MValue, right: MValue) -> int:
    return compare(left, right)


@function("Comparer.OrdinalIgnoreCase(x as any, y as any)")
def _ignore_case(left: MValue, right: MValue) -> int:
    if isinstance(left, str) and isinstance(right, str):
        return compare(upper(left), upper(right))
    return compare(left, right)


@function("Comparer.Equals(comparer as function, x as any, y as any)")
def _comparer_equals(comparer: MFunction, left: MValue, right: MValue) -> bool:
    return bool(comparer(left, right) == 0)


@function("Replacer.ReplaceValue(value as any, old as any, new as any)")
def _replace_value(value: MValue, old: MValue, new: MValue) -> MValue:
    return new if equal(value, old) else value


@function("Binary.FromText(text as nullable text, optional encoding as number)", null=True)
def _binary_from_text(text: str, encoding: int | None = None) -> bytes:
    import base64

    return bytes.fromhex(text) if encoding == 1 else base64.b64decode(text)


@function("Binary.ToText(binary as nullable binary, optional encoding as number)", null=True)
def _binary_to_text(data: bytes, encoding: int | None = None) -> str:
    return data.hex() if encoding == 1 else convert.to_text(data)
