r"""Reads the bytes of a CSV file character by character, to see what a forgiving reader does not tell.

>>> facts = csv_facts('a,b\r\n1,"x\ny"\r\n2,3,4\r\n'.encode(), "utf-8", ",")
>>> [f.line for f in facts.broken_inside], [f.line for f in facts.uneven], facts.line_ends
([2], [4], ('CRLF', 'LF'))
"""

from __future__ import annotations

import codecs
import itertools
import re

from .facts import CsvFacts, CsvFault

__all__ = ["csv_facts"]

_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ENDS = re.compile(r"\r\n|\r|\n")
_END_NAMES = {"\r\n": "CRLF", "\r": "CR", "\n": "LF"}


def csv_facts(content: bytes, encoding: str, delimiter: str) -> CsvFacts:
    """Return what the bytes say.

    Parameters
    ----------
    content
        The file.
    encoding
        Its character code, as found by the reader; empty when none fits (then nothing else is told).
    delimiter
        What divides fields.
    """
    bom = content.startswith(_BOMS)
    if not encoding:
        return CsvFacts("", bom, (), delimiter)
    text = content.decode(encoding, "replace").removeprefix("\ufeff")
    ends = tuple(sorted({_END_NAMES[end] for end in set(_ENDS.findall(text))}))
    if '"' not in text:
        return _unquoted(text, encoding, bom, ends, delimiter)
    return _quoted(text, encoding, bom, ends, delimiter)


def _unquoted(text: str, encoding: str, bom: bool, ends: tuple[str, ...], delimiter: str) -> CsvFacts:
    lines = _ENDS.split(text)
    widths = [(i, line.count(delimiter) + 1) for i, line in enumerate(lines, 1) if line]
    width, uneven, cut = _compared(widths)
    return CsvFacts(encoding, bom, ends, delimiter, len(widths), width, cut=cut, uneven=uneven)


def _quoted(text: str, encoding: str, bom: bool, ends: tuple[str, ...], delimiter: str) -> CsvFacts:
    reader = _Reader(text, delimiter)
    reader.read()
    width, uneven, cut = _compared(reader.widths)
    return CsvFacts(
        encoding, bom, ends, delimiter, len(reader.widths), width,
        broken_inside=tuple(reader.broken), cut=cut,
        uneven=uneven, stray_quotes=tuple(reader.stray), unclosed=reader.unclosed,
    )  # fmt: skip


def _compared(widths: list[tuple[int, int]]) -> tuple[int, tuple[CsvFault, ...], tuple[CsvFault, ...]]:
    """Width of the header; records wider than it (a comma too many); halves of a record broken without quotes.

    The header is the first record of two fields: titles and notes of one field above and below are no fault here.
    """
    width = next((fields for _, fields in widths if fields > 1), widths[0][1] if widths else 0)
    uneven = tuple(CsvFault(line, n) for n, (line, fields) in enumerate(widths, 1) if fields > width)
    begun = next((n for n, (_, fields) in enumerate(widths) if fields > 1), 0)
    cut = tuple(
        CsvFault(line, n + 1)
        for n, ((line, fields), (_, after)) in enumerate(itertools.pairwise(widths))
        if n > begun and fields < width > after and fields + after - 1 == width
    )
    return width, uneven, cut


class _Reader:
    """RFC 4180, taken at its word: a quote opens a field only at its start, and closes it only before its end."""

    def __init__(self, text: str, delimiter: str) -> None:
        self.text, self.delimiter = text, delimiter
        self.quoted = re.compile(r'"((?:[^"]|"")*)("?)')
        self.bare = re.compile(rf"[^{re.escape(delimiter)}\r\n]*")
        self.line = 1
        self.widths: list[tuple[int, int]] = []
        self.broken: list[CsvFault] = []
        self.stray: list[CsvFault] = []
        self.unclosed = False

    def read(self) -> None:
        at, size = 0, len(self.text)
        while at < size:
            at = self._record(at)

    def _record(self, at: int) -> int:
        begun, fields, broken, stray, empty = self.line, 0, False, False, True
        while True:
            at, breaks, odd, content = self._field(at)
            fields += 1
            broken, stray, empty = broken or breaks, stray or odd, empty and not content
            if at < len(self.text) and self.text[at] == self.delimiter:
                at += 1
                continue
            break
        if match := _ENDS.match(self.text, at):
            at, self.line = match.end(), self.line + 1
        if fields > 1 or not empty:
            self.widths.append((begun, fields))
            fault = CsvFault(begun, len(self.widths))
            self.broken += [fault] if broken else []
            self.stray += [fault] if stray else []
        return at

    def _field(self, at: int) -> tuple[int, bool, bool, bool]:
        """Return the end of a field; whether it holds a line break, a stray quote, and anything at all."""
        breaks = odd = False
        start = at
        if match := self.quoted.match(self.text, at):
            at = match.end()
            lines = len(_ENDS.findall(match[1]))
            self.line += lines
            breaks = lines > 0
            self.unclosed = self.unclosed or not match[2]
            rest = self.bare.match(self.text, at)
            odd = bool(rest and rest[0].strip(" "))
        else:
            rest = self.bare.match(self.text, at)
            odd = bool(rest and '"' in rest[0])
        at = rest.end() if rest else at
        return at, breaks, odd, at > start
