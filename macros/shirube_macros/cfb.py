"""Compound files (MS-CFB version 3, 512-byte sectors) from a tree of streams, byte for byte reproducible.

Only what a VBA project needs is written: storages and streams, all times and class ids zero. Numbers in brackets
are sections of Microsoft's open specification [MS-CFB].

>>> write({"VBA": {"dir": b"x"}, "PROJECT": b"y"})[:8].hex()
'd0cf11e0a1b11ae1'
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias, Union

__all__ = ["Tree", "write"]

Tree: TypeAlias = Mapping[str, Union[bytes, "Tree"]]

SECTOR = 512
MINI_SECTOR = 64
MINI_CUTOFF = 4096  # shorter streams live in the mini stream [2.2]
PER_SECTOR = SECTOR // 4  # sector numbers in one FAT sector
IN_HEADER = 109  # FAT sector numbers held by the header itself
LONGEST_NAME = 31  # UTF-16 units [2.6.1]

FREE, END, FAT, DIFAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC
NO_ENTRY = 0xFFFFFFFF
STORAGE, STREAM, ROOT = 1, 2, 5
RED, BLACK = 0, 1


@dataclass
class _Entry:
    """One directory entry [2.6]."""

    name: str
    kind: int
    data: bytes = b""
    colour: int = BLACK
    left: int = NO_ENTRY
    right: int = NO_ENTRY
    child: int = NO_ENTRY
    start: int = 0
    size: int = 0

    def packed(self) -> bytes:
        name = self.name.encode("utf-16-le") + b"\0\0"
        head = name.ljust(64, b"\0") + struct.pack("<HBB", len(name), self.kind, self.colour)
        links = struct.pack("<III", self.left, self.right, self.child)
        return head + links + bytes(36) + struct.pack("<IQ", self.start, self.size)


UNUSED_ENTRY = bytes(68) + struct.pack("<III", NO_ENTRY, NO_ENTRY, NO_ENTRY) + bytes(48)


@dataclass
class _Sectors:
    """Sectors in file order and their chains in the allocation table."""

    blocks: list[bytes] = field(default_factory=list)
    fat: list[int] = field(default_factory=list)

    def add(self, data: bytes, fill: bytes = b"\0") -> int:
        """Append data as one chain; return its first sector."""
        if not data:
            return END
        start, count = len(self.blocks), _parts(len(data), SECTOR)
        padded = data.ljust(count * SECTOR, fill)
        self.blocks += [padded[i * SECTOR : (i + 1) * SECTOR] for i in range(count)]
        self.fat += [*range(start + 1, start + count), END]
        return start


def write(tree: Tree) -> bytes:
    """Return the compound file that holds a tree of storages (mappings) and streams (bytes).

    Raises
    ------
    ValueError
        A name is empty, longer than 31 characters, used twice in one storage, or holds a slash, backslash, colon
        or exclamation mark.
    """
    entries = [_Entry("Root Entry", ROOT)]
    entries[0].child = _add_children(entries, tree)
    sectors = _Sectors()
    directory_sectors = _parts(len(entries), SECTOR // 128)
    directory_start = sectors.add(bytes(directory_sectors * SECTOR))  # filled in below, when all starts are known
    mini_fat_start, mini_fat_sectors = _place_streams(entries, sectors)
    directory = b"".join(e.packed() for e in entries)
    directory += UNUSED_ENTRY * ((directory_sectors * SECTOR - len(directory)) // 128)
    for i in range(directory_sectors):
        sectors.blocks[directory_start + i] = directory[i * SECTOR : (i + 1) * SECTOR]
    fat_count, difat_start, difat_count, in_header = _append_fat(sectors)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIII", 0, fat_count, directory_start, 0, MINI_CUTOFF)
    header += struct.pack("<IIII", mini_fat_start, mini_fat_sectors, difat_start, difat_count)
    header += struct.pack(f"<{IN_HEADER}I", *in_header)
    return header + b"".join(sectors.blocks)


def _parts(size: int, unit: int) -> int:
    return -(-size // unit)


def _sort_key(name: str) -> tuple[int, bytes]:
    """Shorter names first, then by upper-cased code units [2.6.4]."""
    upper = "".join(c.upper() if len(c.upper()) == 1 else c for c in name)
    return len(name.encode("utf-16-le")), upper.encode("utf-16-be")


def _check_names(names: Sequence[str]) -> None:
    for name in names:
        if not 0 < len(name.encode("utf-16-le")) // 2 <= LONGEST_NAME or set(name) & set("/\\:!"):
            raise ValueError(f"illegal compound-file name: {name!r}")
    if len({_sort_key(name) for name in names}) != len(names):
        raise ValueError(f"two entries of one storage share a name: {sorted(names)}")


def _add_children(entries: list[_Entry], tree: Tree) -> int:
    """Append the entries of one storage; return the position of its tree's root."""
    _check_names(list(tree))
    order = []
    for name in sorted(tree, key=_sort_key):
        content = tree[name]
        entry = (
            _Entry(name, STREAM, content, size=len(content)) if isinstance(content, bytes) else _Entry(name, STORAGE)
        )
        order.append(len(entries))
        entries.append(entry)
        if not isinstance(content, bytes):
            entry.child = _add_children(entries, content)
    return _balance(entries, order)


def _balance(entries: list[_Entry], order: Sequence[int]) -> int:
    """Link sorted siblings into a red-black tree: levels that are full are black, the last one is red."""
    full_levels = (len(order) + 1).bit_length() - 1

    def link(low: int, high: int, depth: int) -> int:
        if low >= high:
            return NO_ENTRY
        middle = (low + high) // 2
        entry = entries[order[middle]]
        entry.colour = RED if depth >= full_levels else BLACK
        entry.left, entry.right = link(low, middle, depth + 1), link(middle + 1, high, depth + 1)
        return order[middle]

    return link(0, len(order), 0)


def _place_streams(entries: Sequence[_Entry], sectors: _Sectors) -> tuple[int, int]:
    """Store every stream; return where the mini FAT starts and how many sectors it takes."""
    mini = bytearray()
    mini_fat: list[int] = []
    for entry in entries:
        if entry.kind == STREAM and entry.size < MINI_CUTOFF:
            count = _parts(entry.size, MINI_SECTOR)
            entry.start = len(mini_fat) if count else END
            if count:
                mini_fat += [*range(entry.start + 1, entry.start + count), END]
                mini += entry.data.ljust(count * MINI_SECTOR, b"\0")
    packed = struct.pack(f"<{len(mini_fat)}I", *mini_fat)
    mini_fat_start = sectors.add(packed, b"\xff")
    entries[0].start, entries[0].size = sectors.add(bytes(mini)), len(mini)
    for entry in entries:
        if entry.kind == STREAM and entry.size >= MINI_CUTOFF:
            entry.start = sectors.add(entry.data)
    return mini_fat_start, _parts(len(packed), SECTOR)


def _append_fat(sectors: _Sectors) -> tuple[int, int, int, list[int]]:
    """Append FAT and DIFAT sectors; return FAT count, first DIFAT sector, DIFAT count, numbers for the header."""
    fat_count = difat_count = 0
    while True:  # the tables describe themselves too, so their size is a fixed point
        need = _parts(len(sectors.fat) + fat_count + difat_count, PER_SECTOR)
        need_difat = max(0, _parts(need - IN_HEADER, PER_SECTOR - 1))
        if (need, need_difat) == (fat_count, difat_count):
            break
        fat_count, difat_count = need, need_difat
    first = len(sectors.blocks)
    fat = sectors.fat + [FAT] * fat_count + [DIFAT] * difat_count
    fat += [FREE] * (fat_count * PER_SECTOR - len(fat))
    for i in range(fat_count):
        sectors.blocks.append(struct.pack(f"<{PER_SECTOR}I", *fat[i * PER_SECTOR : (i + 1) * PER_SECTOR]))
    numbers = list(range(first, first + fat_count))
    difat_start = first + fat_count if difat_count else END
    for i in range(difat_count):
        part = numbers[IN_HEADER + i * (PER_SECTOR - 1) : IN_HEADER + (i + 1) * (PER_SECTOR - 1)]
        part += [FREE] * (PER_SECTOR - 1 - len(part))
        following = difat_start + i + 1 if i + 1 < difat_count else END
        sectors.blocks.append(struct.pack(f"<{PER_SECTOR}I", *part, following))
    return fat_count, difat_start, difat_count, (numbers + [FREE] * IN_HEADER)[:IN_HEADER]
