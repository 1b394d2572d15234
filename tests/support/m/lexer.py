"""Words of M: a text into tokens, strings and quoted names unescaped."""

import re
import unicodedata
from dataclasses import dataclass

from support.m.errors import MSyntaxError

_KEYWORDS = """
and as each else error false if in is let meta not null or otherwise section shared then true try type
"""
KEYWORDS = frozenset(_KEYWORDS.split())
HASH_NAMES = {"#binary", "#date", "#datetime", "#datetimezone", "#duration", "#infinity", "#nan", "#table", "#time"}
_NAME_CATEGORIES = {"Lu", "Ll", "Lt", "Lm", "Lo", "Nl", "Mn", "Mc", "Nd", "Pc", "Cf"}

_TOKEN = re.compile(
    r"""
    (?P<skip>\s+|//[^\r\n]*|/\*.*?\*/)
  | (?P<quoted>\#"(?:[^"]|"")*")
  | (?P<text>"(?:[^"]|"")*")
  | (?P<hash>\#[A-Za-z]+)
  | (?P<number>0[xX][0-9A-Fa-f]+|(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
  | (?P<name>[^\W\d]\w*(?:\.[^\W\d]\w*)*)
  | (?P<sign>\.\.\.|\.\.|=>|<=|>=|<>|\?\?|[-+*/&=<>(){}\[\],;?@])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"#\(([^)]*)\)")
_CONTROL = {"cr": "\r", "lf": "\n", "tab": "\t", "#": "#"}


@dataclass(frozen=True, slots=True)
class Token:
    """One word: `kind` is name, quoted, keyword, text, number, sign or end."""

    kind: str
    value: object
    start: int
    end: int

    def is_sign(self, *signs: str) -> bool:
        return self.kind == "sign" and self.value in signs

    def is_keyword(self, *words: str) -> bool:
        return self.kind == "keyword" and self.value in words


def tokens(source: str) -> list[Token]:
    """Return the tokens of a text, the last one of kind ``end``."""
    found: list[Token] = []
    at = 0
    while at < len(source):
        match = _TOKEN.match(source, at)
        if match is None or match.lastgroup is None:
            raise MSyntaxError(f"unexpected {source[at]!r} at {_place(source, at)}")
        if match.lastgroup != "skip":
            kind, value = _read(match.lastgroup, match.group(), source, at)
            found.append(Token(kind, value, at, match.end()))
        at = match.end()
    return [*found, Token("end", "", len(source), len(source))]


def _read(group: str, word: str, source: str, at: int) -> tuple[str, object]:
    if group == "quoted":
        return "quoted", unescape(word[2:-1])
    if group == "text":
        return "text", unescape(word[1:-1])
    if group == "number":
        return "number", _number(word)
    if group == "hash":
        if word not in HASH_NAMES:
            raise MSyntaxError(f"unknown {word} at {_place(source, at)}")
        return "quoted", word
    if group == "name":
        if not all(char == "." or unicodedata.category(char) in _NAME_CATEGORIES for char in word):
            raise MSyntaxError(f'{word!r} at {_place(source, at)} must be quoted as #"…"')
        return ("keyword" if word in KEYWORDS else "name"), word
    return "sign", word


def _number(word: str) -> int | float:
    if word[:2].lower() == "0x":
        return int(word, 16)
    return int(word) if word.isdigit() else float(word)


def unescape(text: str) -> str:
    """Resolve ``""`` and ``#(cr,lf)`` inside a literal."""
    return _ESCAPE.sub(_escaped, text.replace('""', '"'))


def _escaped(match: re.Match[str]) -> str:
    parts = [part.strip() for part in match[1].split(",")]
    if not all(part in _CONTROL or re.fullmatch(r"[0-9A-Fa-f]{4}|[0-9A-Fa-f]{8}", part) for part in parts):
        raise MSyntaxError(f"bad escape {match[0]}")
    return "".join(_CONTROL.get(part) or chr(int(part, 16)) for part in parts)


def _place(source: str, at: int) -> str:
    return f"line {source.count(chr(10), 0, at) + 1}"
