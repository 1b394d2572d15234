"""Text functions that look for a part: positions, delimiters, splitting."""

from support.m.errors import MError, NotModelled
from support.m.library.text import folding, units, upper
from support.m.registry import count, function
from support.m.values import MFunction, MValue, read_all

_FIRST, _LAST, _ALL = 0, 1, 2
_FROM_END = 1


def _pair(text: str, part: str, comparer: MFunction | None) -> tuple[str, str]:
    return (upper(text), upper(part)) if folding(comparer) else (text, part)


@function("Text.Contains(text as nullable text, substring as text, optional comparer as function)", null=True)
def _contains(text: str, part: str, comparer: MFunction | None = None) -> bool:
    text, part = _pair(text, part, comparer)
    return part in text


@function("Text.StartsWith(text as nullable text, substring as text, optional comparer as function)", null=True)
def _starts(text: str, part: str, comparer: MFunction | None = None) -> bool:
    text, part = _pair(text, part, comparer)
    return text.startswith(part)


@function("Text.EndsWith(text as nullable text, substring as text, optional comparer as function)", null=True)
def _ends(text: str, part: str, comparer: MFunction | None = None) -> bool:
    text, part = _pair(text, part, comparer)
    return text.endswith(part)


def _positions(text: str, part: str) -> list[int]:
    """Places of a part, none overlapping the one before."""
    if not part:
        raise NotModelled("the position of an empty text")
    found, at = [], text.find(part)
    while at >= 0:
        found.append(at)
        at = text.find(part, at + len(part))
    return found


def _chosen(found: list[int], occurrence: int | None) -> MValue:
    if occurrence == _ALL:
        return list(found)
    if not found:
        return -1
    return found[-1] if occurrence == _LAST else found[0]


@function(
    "Text.PositionOf(text as text, substring as text, optional occurrence as number, optional comparer as function)"
)
def _position(text: str, part: str, occurrence: int | None = None, comparer: MFunction | None = None) -> MValue:
    text, part = _pair(units(text), units(part), comparer)
    if occurrence != _FIRST and occurrence is not None and len(part) > 1 and part[0] in part[1:]:
        raise NotModelled("positions that may overlap")
    return _chosen(_positions(text, part), occurrence)


@function("Text.PositionOfAny(text as text, characters as list, optional occurrence as number)")
def _position_any(text: str, wanted: list[MValue], occurrence: int | None = None) -> MValue:
    signs = set(read_all(wanted))
    return _chosen([at for at, char in enumerate(units(text)) if char in signs], occurrence)


@function("Text.Split(text as text, separator as text)")
def _split(text: str, separator: str) -> list[MValue]:
    if not separator:
        raise NotModelled("splitting by an empty text")
    return list(text.split(separator))


@function("Text.SplitAny(text as text, separators as text)")
def _split_any(text: str, separators: str) -> list[MValue]:
    found = [""]
    for char in text:
        if char in separators:
            found.append("")
        else:
            found[-1] += char
    return list(found)


def _place(found: list[int], index: MValue) -> int | None:
    """Return the place an index (a number, or ``{number, RelativePosition.FromEnd}``) means."""
    number, side = read_all(index) if isinstance(index, list) else (index or 0, 0)
    number = count(number, "index")
    if number >= len(found):
        return None
    return found[-1 - number] if side == _FROM_END else found[number]


@function("Text.BeforeDelimiter(text as nullable text, delimiter as text, optional index as any)", null=True)
def _before(text: str, delimiter: str, index: MValue = None) -> str:
    at = _place(_positions(text, delimiter), index)
    if at is None and isinstance(index, list):
        raise NotModelled("fewer delimiters than counted from the end")
    return text if at is None else text[:at]


@function("Text.AfterDelimiter(text as nullable text, delimiter as text, optional index as any)", null=True)
def _after(text: str, delimiter: str, index: MValue = None) -> str:
    at = _place(_positions(text, delimiter), index)
    if at is None and isinstance(index, list):
        raise NotModelled("fewer delimiters than counted from the end")
    return "" if at is None else text[at + len(delimiter) :]


@function(
    "Text.BetweenDelimiters(text as nullable text, startDelimiter as text, endDelimiter as text,"
    " optional startIndex as any, optional endIndex as any)",
    null=True,
)
def _between(text: str, start: str, end: str, start_index: MValue = None, end_index: MValue = None) -> str:
    at = _place(_positions(text, start), start_index)
    if at is None:
        return ""
    rest = text[at + len(start) :]
    last = _place(_positions(rest, end), end_index)
    if last is None:
        raise NotModelled("no closing delimiter")
    return rest[:last]


_QUOTE_NONE, _QUOTE_CSV = 0, 1


@function("Splitter.SplitTextByDelimiter(delimiter as text, optional quoteStyle as number)")
def _splitter(delimiter: str, quote: int | None = None) -> MFunction:
    def split(text: str | None) -> list[MValue]:
        if text is None:
            return []
        if '"' in text and quote != _QUOTE_NONE:
            return _quoted_parts(text, delimiter)
        return list(text.split(delimiter))

    return MFunction("splitter", split, [frozenset({str, type(None)})], 1)


def _quoted_parts(text: str, delimiter: str) -> list[MValue]:
    """Fields of one line of CSV: a field that begins with a quote ends with one, ``""`` inside is a quote."""
    found: list[MValue] = []
    rest: str | None = text
    while rest is not None:
        field, rest = _quoted(rest, delimiter) if rest.startswith('"') else _plain(rest, delimiter)
        found.append(field)
    return found


def _plain(text: str, delimiter: str) -> tuple[str, str | None]:
    field, found, rest = text.partition(delimiter)
    if '"' in field:
        raise NotModelled("a quote inside an unquoted field")
    return field, rest if found else None


def _quoted(text: str, delimiter: str) -> tuple[str, str | None]:
    at = 1
    while (end := text.find('"', at)) >= 0 and text.startswith('""', end):
        at = end + 2
    rest = text[end + 1 :]
    if end < 0 or (rest and not rest.startswith(delimiter)):
        raise NotModelled("a quote that is not closed at the end of a field")
    return text[1:end].replace('""', '"'), rest[len(delimiter) :] if rest else None


@function("Splitter.SplitByNothing()")
def _nothing() -> MFunction:
    return MFunction("splitter", lambda value: [value], [None], 1)


@function("Combiner.CombineTextByDelimiter(delimiter as text, optional quoteStyle as number)")
def _combiner(delimiter: str, quote: int | None = None) -> MFunction:
    def combine(texts: list[MValue]) -> str:
        parts = read_all(texts)
        if not all(isinstance(part, str) for part in parts):
            raise MError("We cannot convert a value to type Text.")
        return delimiter.join(_as_field(part, delimiter) if quote == _QUOTE_CSV else part for part in parts)

    return MFunction("combiner", combine, [frozenset({list})], 1)


def _as_field(text: str, delimiter: str) -> str:
    quoted = text.replace('"', '""')
    return f'"{quoted}"' if delimiter in text or quoted != text or "\n" in text or "\r" in text else text


@function("Replacer.ReplaceText(text as nullable text, old as text, new as text)", null=True)
def _replace_text(text: str, old: str, new: str) -> str:
    if not old:
        raise NotModelled("replacing an empty text")
    return text.replace(old, new)
