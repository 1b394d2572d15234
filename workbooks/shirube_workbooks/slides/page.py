"""A deck as one HTML file that needs nothing else: style, script and pictures are within it."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from pathlib import Path

from shirube.errors import Place, WriteError
from shirube_workbooks.look import COLOURS, TEXT_FONT

from .bars import draw_bars
from .spec import Deck, Slide, Table

__all__ = ["draw_deck"]

_HERE = Path(__file__).resolve().parent
_TAGS = {"ねらい": "今日のねらい", "前回": "前回まで", "例": "みほん市の例", "講評": "発表と講評"}
_BUTTONS = (("back", "前"), ("next", "次"), ("notes", "話すこと"), ("list", "一覧"), ("print", "印刷"))


def draw_deck(deck: Deck, sessions: int, pictures: Path) -> str:
    """Return the HTML of a deck.

    Parameters
    ----------
    sessions
        Number of sessions of the course.
    pictures
        Folder of the pictures the slides name.
    """
    title = f"第{deck.session}回　{deck.title}"
    colours = "".join(f"--{name.replace('_', '-')}:{value};" for name, value in COLOURS.items())
    style = f':root{{{colours}--font:"{TEXT_FONT}"}}\n' + (_HERE / "look.css").read_text(encoding="utf-8")
    buttons = "".join(f'<button type="button" data-do="{do}">{label}</button>' for do, label in _BUTTONS)
    pages = "\n".join(
        _page(slide, deck, number, sessions, pictures) for number, slide in enumerate(deck.slides, start=1)
    )
    script = (_HERE / "move.js").read_text(encoding="utf-8")
    return (
        '<!doctype html>\n<html lang="ja">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n{pages}\n</main>\n"
        f'<nav aria-label="スライドの操作">{buttons}</nav>\n<script>\n{script}</script>\n</body>\n</html>\n'
    )


def _page(slide: Slide, deck: Deck, number: int, sessions: int, pictures: Path) -> str:
    cover = ' class="slide cover"' if number == 1 else ' class="slide"'
    tag = _TAGS.get(slide.part, slide.part)
    minutes = f'<span class="minutes">{slide.minutes}分</span>' if slide.minutes else ""
    four = f"4回の研修では第{slide.four}回" if slide.four else "4回の研修では省く"
    made_up = "　みほん市は架空の市です" if slide.part == "例" else ""
    notes = "".join(f"<li>{escape(note)}</li>" for note in slide.notes)
    return (
        f'<section class="page" id="s{number}"><article{cover}>'
        f'<header><span class="tag">{escape(tag)}</span><h1>{escape(slide.title)}</h1>{minutes}</header>'
        f'<div class="body">{_body(slide, pictures, deck)}</div>'
        f"<footer><span>第{deck.session}回／全{sessions}回{made_up}</span><span>{four}</span>"
        f"<span>{number} / {len(deck.slides)}</span></footer></article>"
        f'<aside><h2>{number}　話すこと</h2><ul>{notes}</ul><p class="memo">書き込み</p></aside></section>'
    )


def _body(slide: Slide, pictures: Path, deck: Deck) -> str:
    parts = []
    if slide.key:
        parts.append(f'<p class="key">{escape(slide.key)}</p>')
    if slide.flow:
        boxes = (
            f'<li class="here">{escape(box)}</li>' if box == slide.here else f"<li>{escape(box)}</li>"
            for box in slide.flow
        )
        parts.append(f'<ol class="flow">{"".join(boxes)}</ol>')
    if slide.lines:
        parts.append(f"<ul>{''.join(map(_line, slide.lines))}</ul>")
    if slide.tables:
        parts.append(f'<div class="tables">{"".join(map(_table, slide.tables))}</div>')
    if slide.bars:
        parts.append(draw_bars(slide.bars, slide.unit, Place(f"{deck.session}.toml", slide.title)))
    if slide.picture:
        parts.append(_picture(slide, pictures, deck))
    if slide.source:
        parts.append(f'<p class="source">出典：{escape(slide.source)}</p>')
    return "".join(parts)


def _line(line: str) -> str:
    """A line that begins with a light needs no bullet: the light is one."""
    mark, _, rest = line.partition(" ") if " " in line[:2] else (line[:1], "", line[1:])
    look = {"○": "good", "×": "bad"}.get(mark)
    if look is None:
        return f"<li>{escape(line)}</li>"
    return f'<li class="{look}"><b>{mark}</b>{escape(rest)}</li>'


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in table.head)
    rows = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in row[1:])}</tr>'
        for row in table.rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _picture(slide: Slide, pictures: Path, deck: Deck) -> str:
    path = pictures / slide.picture
    if not path.is_file():
        raise WriteError("W503", at=Place(f"{deck.session}.toml", slide.title), name=slide.picture)
    data = b64encode(path.read_bytes()).decode("ascii")
    return f'<img alt="{escape(slide.alt)}" style="--wide:{slide.wide}" src="data:image/png;base64,{data}">'
