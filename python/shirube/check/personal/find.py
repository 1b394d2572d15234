"""Finds personal information on a sheet, by header and by the shape of the values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from ...grid import Grid, Kind, Span
from ...text import clean_label
from . import account, address, birth, email, hashed_id, member_id, my_number, name, phone, postal
from .judge import accepted, birth_without_header, my_number_lines, severity_of
from .kinds import Detector, Evidence, PersonalFinding, PersonalKind, Severity, mask
from .lines import Flags, Line, Sheet, header_key

__all__ = ["DETECTORS", "find_personal"]

#: The order is the order of claims: a cell of one kind is not asked about the kinds after it.
DETECTORS: tuple[Detector, ...] = (
    my_number.DETECTOR,
    email.DETECTOR,
    phone.DETECTOR,
    birth.DETECTOR,
    postal.DETECTOR,
    address.DETECTOR,
    account.DETECTOR,
    member_id.DETECTOR,
    hashed_id.DETECTOR,
    name.DETECTOR,
)
_SAMPLES = 3
_LEAST = {PersonalKind.NAME: 3}
_LONG_NUMBER = re.compile(r"[0-9０-９]{6,}")


def find_personal(grid: Grid) -> tuple[PersonalFinding, ...]:
    """Find personal information on one sheet.

    Headers and values both count: a header that names a kind is believed when the cells below (or beside) it could
    be that kind; without one, the shape of the values decides. マイナンバー, telephone numbers and mail addresses are
    found anywhere, also inside sentences.

    Parameters
    ----------
    grid
        The sheet; any layout.

    Returns
    -------
    tuple of PersonalFinding
        Heaviest first. No finding holds a value; of a マイナンバー not even the first digit.

    >>> grid = Grid.from_rows([["氏名", "電話"], ["山田太郎", "090-0000-0000"], ["鈴木花子", "080-0000-0000"]])
    >>> [(f.kind.value, f.place, f.count, f.samples) for f in find_personal(grid)]
    [('電話番号', 'B2:B3', 2, ('0…', '0…')), ('氏名', 'A2:A3', 2, ('山…', '鈴…'))]
    """
    if not grid.values.size:
        return ()
    sheet = Sheet(grid)
    search = _Search(sheet)
    found = [*search.headed(), *search.unheaded(), *_sheet_name(grid)]
    order = list(Severity)
    kinds = list(PersonalKind)
    weighed = [search.weigh(finding, found) for finding in found]
    return tuple(sorted(weighed, key=lambda f: (order.index(f.severity), kinds.index(f.kind), f.spans[:1])))


class _Search:
    """One pass over a sheet; `claimed` are the cells already reported."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.claimed = np.zeros(sheet.grid.shape, dtype=bool)
        self.keys = {(r, c): key for r, c, key in sheet.header_cells()}
        self.strict = {d.kind: sheet.where(d.strict) for d in DETECTORS}
        self.strict[PersonalKind.MY_NUMBER] &= my_number_lines(sheet)
        for detector in DETECTORS:
            if not detector.numbers:
                self.strict[detector.kind] &= sheet.grid.kinds == Kind.TEXT
        self.values = np.logical_or.reduce(list(self.strict.values()))
        self.headers = np.zeros(sheet.grid.shape, dtype=bool)
        kinds_of_key = {key: [d for d in DETECTORS if d.header(key)] for key in set(self.keys.values())}
        self.named = {
            cell: kinds_of_key[key] for cell, key in self.keys.items() if kinds_of_key[key] and not self.values[cell]
        }
        for cell in self.named:
            self.headers[cell] = True
        self.facility = any(name.is_facility_header(key) for key in self.keys.values())

    def headed(self) -> Iterator[PersonalFinding]:
        for detector in DETECTORS:
            for cell, detectors in self.named.items():
                if detector in detectors and not self.claimed[cell]:
                    yield from self._under(detector, cell)

    def _under(self, detector: Detector, cell: tuple[int, int]) -> Iterator[PersonalFinding]:
        lines = [self.sheet.below(*cell, self.headers), self.sheet.right(*cell, self.headers)]
        good = [line for line in lines if self._believed(detector, cell, line)]
        if good:
            line = max(good, key=lambda line: len(line.cells))
            strict = any(self.strict[detector.kind][c] for c in line.cells)
            label = clean_label(str(self.sheet.labels[cell]))
            yield self._finding(detector, line, Evidence.BOTH if strict else Evidence.HEADER, label)

    def _believed(self, detector: Detector, cell: tuple[int, int], line: Line) -> bool:
        free = [c for c in line.cells if not self.claimed[c]]
        if len(free) < len(line.cells) / 2 or not free:
            return False
        strict = [bool(self.strict[detector.kind][c]) for c in free]
        return accepted(detector, self.keys[cell], [self.sheet.text(*c) for c in free], strict)

    def unheaded(self) -> Iterator[PersonalFinding]:
        for detector in DETECTORS:
            hits = self.strict[detector.kind] & ~self.claimed
            for line in self._lines(detector, hits):
                evidence = Evidence.VALUES
                yield self._finding(detector, line, evidence, self._label(line), together=self._dense(line))
            if detector.alone:
                yield from self._scattered(detector, self.strict[detector.kind] & ~self.claimed)
        for line in birth_without_header(self.sheet, self.claimed, self.keys):
            yield self._finding(birth.DETECTOR, line, Evidence.VALUES, "")

    def _lines(self, detector: Detector, hits: Flags) -> Iterator[Line]:
        """Columns, then rows of what is left, that hold enough strict cells."""
        least = _LEAST.get(detector.kind, 2)
        for axis in (0, 1):
            counts = hits.sum(axis=axis)
            for i in np.flatnonzero(counts >= least):
                cells = [
                    (int(j), int(i)) if axis == 0 else (int(i), int(j))
                    for j in np.flatnonzero(hits[:, i] if axis == 0 else hits[i])
                ]
                filled = self._filled_between(cells, axis)
                if len(cells) / filled >= detector.unheaded_share:
                    yield Line(tuple(cells))
                    for cell in cells:
                        hits[cell] = False

    def _filled_between(self, cells: Sequence[tuple[int, int]], axis: int) -> int:
        line = self.sheet.filled[:, cells[0][1]] if axis == 0 else self.sheet.filled[cells[0][0]]
        return int(line[cells[0][axis] : cells[-1][axis] + 1].sum())

    def _dense(self, line: Line) -> bool:
        span = line.span
        area = self.sheet.filled[span.top : span.bottom + 1, span.left : span.right + 1]
        return len(line.cells) / max(int(area.sum()), 1) >= 0.6

    def _scattered(self, detector: Detector, hits: Flags) -> Iterator[PersonalFinding]:
        cells = [(int(r), int(c)) for r, c in np.argwhere(hits)]
        if cells:
            yield self._finding(detector, Line(tuple(cells)), Evidence.VALUES, "", together=False)

    def _label(self, line: Line) -> str:
        return self.sheet.label_above(*line.cells[0], (self.values | self.claimed) & ~self.headers)

    def _finding(
        self, detector: Detector, line: Line, evidence: Evidence, header: str, *, together: bool = True
    ) -> PersonalFinding:
        for cell in line.cells:
            self.claimed[cell] = True
        if line.header is not None:
            self.claimed[line.header] = True
        texts = [self.sheet.text(*cell) for cell in line.cells]
        spans = (line.span,) if together else tuple(Span(r, c, r, c) for r, c in line.cells)
        secret = detector.kind is PersonalKind.MY_NUMBER
        samples = () if secret or not together else tuple(mask(t) for t in list(dict.fromkeys(texts))[:_SAMPLES])
        shown = _LONG_NUMBER.sub("…", header)
        severity = severity_of(detector, header_key(header), texts, evidence)
        return PersonalFinding(
            detector.kind,
            severity,
            evidence,
            self.sheet.grid.name,
            shown,
            spans,
            len(texts),
            samples,
            detector.suggestions,
        )

    def weigh(self, finding: PersonalFinding, others: Sequence[PersonalFinding]) -> PersonalFinding:
        """Lighten an address, telephone or mail of a list of facilities in which no person is named."""
        return lighten(finding, others) if self.facility else finding


def lighten(finding: PersonalFinding, others: Sequence[PersonalFinding]) -> PersonalFinding:
    """Call contact data public when the sheet lists facilities and names nobody in private."""
    from dataclasses import replace

    contact = (PersonalKind.ADDRESS, PersonalKind.PHONE, PersonalKind.EMAIL, PersonalKind.POSTAL)
    private = any(
        other.severity is not Severity.PUBLIC and other.kind not in contact and other.kind is not PersonalKind.HASHED_ID
        for other in others
    )
    if finding.kind not in contact or private:
        return finding
    return replace(finding, severity=Severity.PUBLIC)


def _sheet_name(grid: Grid) -> Iterator[PersonalFinding]:
    if name.looks_like_name(grid.name):
        yield PersonalFinding(
            PersonalKind.NAME, Severity.MAYBE, Evidence.VALUES, grid.name, "シート名", (), 1, (mask(grid.name),),
            ("シート名を替える",),
        )  # fmt: skip
