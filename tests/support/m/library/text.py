"""Text functions that look at a text as a whole or by position."""

import unicodedata

from support.m.errors import MError, NotModelled
from support.m.registry import count, function
from support.m.values import MFunction, MValue, read_all

# Char.IsWhiteSpace of .NET; the wide space is among them.
WHITE = (
    "\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029"
    "\u202f\u205f\u3000"
)


def units(text: str) -> str:
    """Return the text as .NET holds it: one character per UTF-16 code unit (𠮷 is two)."""
    if max(text, default="") <= "\uffff":
        return text
    data = text.encode("utf-16-le", "surrogatepass")
    return "".join(chr(int.from_bytes(data[i : i + 2], "little")) for i in range(0, len(data), 2))


def from_units(text: str) -> str:
    """Return the text of code units; half a character is refused."""
    if not any("\ud800" <= char <= "\udfff" for char in text):
        return text
    try:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError:
        raise NotModelled("half of a character of two code units") from None


def characters(value: MValue) -> str:
    """Return the characters a text or a list of texts names."""
    found = [value] if isinstance(value, str) else read_all(value)
    if not all(isinstance(text, str) and len(units(text)) == 1 for text in found):
        raise MError("A list of single characters is expected.")
    return "".join(found)


@function("Text.Length(text as nullable text)", null=True)
def _length(text: str) -> int:
    return len(units(text))


@function("Text.Start(text as nullable text, count as number)", null=True)
def _start(text: str, wanted: int) -> str:
    return from_units(units(text)[: count(wanted)])


@function("Text.End(text as nullable text, count as number)", null=True)
def _end(text: str, wanted: int) -> str:
    whole = units(text)
    return from_units(whole[max(0, len(whole) - count(wanted)) :])


@function("Text.Middle(text as nullable text, start as number, optional count as number)", null=True)
def _middle(text: str, start: int, wanted: int | None = None) -> str:
    rest = units(text)[count(start, "start") :]
    return from_units(rest if wanted is None else rest[: count(wanted)])


@function("Text.Range(text as nullable text, offset as number, optional count as number)", null=True)
def _range(text: str, offset: int, wanted: int | None = None) -> str:
    whole = units(text)
    end = len(whole) if wanted is None else count(offset, "offset") + count(wanted)
    if count(offset, "offset") > len(whole) or end > len(whole):
        raise MError("The 'offset' argument is out of range.")
    return from_units(whole[offset:end])


@function("Text.At(text as nullable text, index as number)", null=True)
def _at(text: str, index: int) -> str:
    whole = units(text)
    if count(index, "index") >= len(whole):
        raise MError("The 'index' argument is out of range.")
    return from_units(whole[index])


@function("Text.Insert(text as nullable text, offset as number, newText as text)", null=True)
def _insert(text: str, offset: int, new: str) -> str:
    whole = units(text)
    if count(offset, "offset") > len(whole):
        raise MError("The 'offset' argument is out of range.")
    return from_units(whole[:offset] + new + whole[offset:])


@function("Text.PadStart(text as nullable text, count as number, optional character as text)", null=True)
def _pad_start(text: str, width: int, char: str | None = None) -> str:
    return characters(char or " ") * max(0, count(width) - len(units(text))) + text


@function("Text.PadEnd(text as nullable text, count as number, optional character as text)", null=True)
def _pad_end(text: str, width: int, char: str | None = None) -> str:
    return text + characters(char or " ") * max(0, count(width) - len(units(text)))


@function("Text.Repeat(text as nullable text, count as number)", null=True)
def _repeat(text: str, times: int) -> str:
    return text * count(times)


@function("Text.Reverse(text as nullable text)", null=True)
def _reverse(text: str) -> str:
    return from_units(units(text)[::-1])


@function("Text.ToList(text as text)")
def _to_list(text: str) -> list[MValue]:
    if units(text) != text:
        raise NotModelled("Text.ToList of characters of two code units")
    return list(text)


@function("Text.Trim(text as nullable text, optional trim as any)", null=True)
def _trim(text: str, what: MValue = None) -> str:
    return text.strip(WHITE if what is None else characters(what))


@function("Text.TrimStart(text as nullable text, optional trim as any)", null=True)
def _trim_start(text: str, what: MValue = None) -> str:
    return text.lstrip(WHITE if what is None else characters(what))


@function("Text.TrimEnd(text as nullable text, optional trim as any)", null=True)
def _trim_end(text: str, what: MValue = None) -> str:
    return text.rstrip(WHITE if what is None else characters(what))


@function("Text.Clean(text as nullable text)", null=True)
def _clean(text: str) -> str:
    return "".join(char for char in text if unicodedata.category(char) != "Cc")


@function("Text.Remove(text as nullable text, removeChars as any)", null=True)
def _remove(text: str, what: MValue) -> str:
    unwanted = set(characters(what))
    return "".join(char for char in text if char not in unwanted)


@function("Text.Select(text as nullable text, selectChars as any)", null=True)
def _select(text: str, what: MValue) -> str:
    wanted = set(characters(what))
    return "".join(char for char in text if char in wanted)


def _one_to_one(char: str, changed: str) -> str:
    # .NET changes case without changing length (ß stays).
    return changed if len(changed) == 1 else char


@function("Text.Upper(text as nullable text, optional culture as text)", null=True)
def upper(text: str, culture: str | None = None) -> str:
    return "".join(_one_to_one(char, char.upper()) for char in text)


@function("Text.Lower(text as nullable text, optional culture as text)", null=True)
def _lower(text: str, culture: str | None = None) -> str:
    return "".join(_one_to_one(char, char.lower()) for char in text)


@function("Text.Combine(texts as list, optional separator as text)")
def _combine(texts: list[MValue], separator: str | None = None) -> str:
    parts = [text for text in read_all(texts) if text is not None]
    if not all(isinstance(part, str) for part in parts):
        raise MError("We cannot convert a value to type Text.")
    return (separator or "").join(parts)


@function("Text.Replace(text as nullable text, old as text, new as text)", null=True)
def replace(text: str, old: str, new: str) -> str:
    if not old:
        raise NotModelled("Text.Replace of an empty text")
    return text.replace(old, new)


@function("Character.FromNumber(number as nullable number)", null=True)
def _character(number: int) -> str:
    return chr(number)


@function("Character.ToNumber(character as nullable text)", null=True)
def _code(char: str) -> int:
    if len(char) != 1:
        raise MError("A single character is expected.")
    return ord(char)


def folding(comparer: MFunction | None) -> bool:
    """Tell whether a comparer ignores case; others than the two ordinal ones are refused."""
    if comparer is None or comparer.name == "Comparer.Ordinal":
        return False
    if comparer.name == "Comparer.OrdinalIgnoreCase":
        return True
    raise NotModelled(f"comparing texts by {comparer.name}")
