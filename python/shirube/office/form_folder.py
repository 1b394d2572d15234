"""Goes through a folder of returned forms, one file at a time, and notes every file done in a journal.

The journal stands beside the output until that is complete. It holds answers, so it is removed then.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from ..errors import FormError, Place, ShirubeError
from ..forms.collect import collect_file, unreadable
from ..forms.copies import Collected, Outcome
from ..forms.form_map import FormMap
from ..forms.journal import from_line, to_line
from ..forms.map_text import write_map
from .read.form import read_form

__all__ = ["collect_folder", "form_files", "journal_path"]

#: What systems leave in folders; every other file must be accounted for, be it a picture.
_LITTER = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})


def form_files(folder: Path, leave_out: Sequence[Path] = ()) -> list[Path]:
    """Every file below a folder, in order of their names, but for lock files and what systems leave there.

    Raises
    ------
    FormError
        SB-F406: there is none.
    """
    out = {path.resolve() for path in leave_out}
    found = sorted(
        path
        for path in folder.rglob("*")
        if not path.name.startswith(("~", "."))
        and path.name.lower() not in _LITTER
        and path.is_file()
        and path.resolve() not in out
    )
    if not found:
        raise FormError("F406", at=Place(folder.name))
    return found


def journal_path(output: Path) -> Path:
    """Where the journal of an output stands."""
    return output.with_name(f"{output.stem}_途中.jsonl")


def collect_folder(
    folder: Path,
    files: Sequence[Path],
    maps: Sequence[FormMap],
    journal: Path,
    *,
    password: str = "",
    progress: Callable[[int, int, str], None] = lambda done, of, name: None,
) -> Iterator[Collected]:
    """Read every file, or take what an earlier, interrupted run noted about it.

    Parameters
    ----------
    maps
        One per edition, the current one first. A journal made with other maps is begun anew.
    password
        Tried on locked files; never written anywhere.
    progress
        Called with (number, of how many, name) before each file.

    Yields
    ------
    Collected
        One per file, in the order given.

    Raises
    ------
    FormError
        SB-F410: the journal cannot be written.
    """
    head = hashlib.sha256("\n".join(write_map(form) for form in maps).encode()).hexdigest()
    done = _done(journal, head)
    try:
        with journal.open("a" if done is not None else "w", encoding="utf-8") as stream:
            if done is None:
                stream.write(head + "\n")
            for number, path in enumerate(files, 1):
                name = path.relative_to(folder).as_posix()
                progress(number, len(files), name)
                mark = _mark(path, name)
                if done is not None and mark in done:
                    yield done[mark]
                    continue
                one = _collected(path, name, maps, password)
                if one.outcome is not Outcome.UNREADABLE:  # it may be put right before the next run
                    stream.write(json.dumps(mark) + "\t" + to_line(one) + "\n")
                    stream.flush()
                yield one
    except OSError as error:
        raise FormError("F410", at=Place(journal.name), reason=error.strerror or str(error)) from error


def _mark(path: Path, name: str) -> str:
    about = path.stat()
    return f"{name}|{about.st_size}|{about.st_mtime_ns}"


def _done(journal: Path, head: str) -> dict[str, Collected] | None:
    """Files noted by an interrupted run with the same maps; a last line cut off by the interruption is not one."""
    if not journal.is_file():
        return None
    text = journal.read_text(encoding="utf-8", errors="replace")
    lines = text.split("\n")
    if lines[0] != head:
        return None
    done = {}
    whole = [lines[0]]
    for line in lines[1:-1]:
        mark, _, said = line.partition("\t")
        try:
            done[json.loads(mark)] = from_line(said)
            whole.append(line)
        except (ValueError, KeyError, TypeError):
            continue
    if text != "\n".join(whole) + "\n":
        temporary = journal.with_name(f"~{journal.name}")
        temporary.write_text("\n".join(whole) + "\n", encoding="utf-8")
        os.replace(temporary, journal)
    return done


def _collected(path: Path, name: str, maps: Sequence[FormMap], password: str) -> Collected:
    try:
        return collect_file(read_form(path, name=name, password=password), maps)
    except ShirubeError as error:
        reason = error.sentence.split("：", 1)[-1] if error.at.file else error.sentence
        return unreadable(name, _digest(path), f"{error.code} {reason}", error.next_step)


def _digest(path: Path) -> str:
    """Digest of a file that was refused, read in pieces: it may be huge."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(1 << 20):
                digest.update(chunk)
    except OSError:
        return hashlib.sha256(path.name.encode()).hexdigest()[:12]
    return digest.hexdigest()[:12]
