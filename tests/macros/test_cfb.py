"""Compound files pass a strict independent reader and the rules of the directory tree."""

import io

import numpy as np
import olefile
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shirube_macros.cfb import write

NAMES = st.text(alphabet="abcXYZ0123_表予算", min_size=1, max_size=31)
SIZES = (0, 1, 63, 64, 65, 511, 512, 4095, 4096, 4097, 9000)
NO_ENTRY = 0xFFFFFFFF


def read(raw: bytes) -> olefile.OleFileIO:
    file = olefile.OleFileIO(io.BytesIO(raw), raise_defects=olefile.DEFECT_POTENTIAL)
    assert not file.parsing_issues
    return file


def key(name: str):
    return len(name.encode("utf-16-le")), "".join(c.upper() if len(c.upper()) == 1 else c for c in name)


def check_tree(file: olefile.OleFileIO) -> None:
    """Sorted in order; no red entry below a red one; as many black ones on every path."""
    entries = file.direntries

    def walk(i):
        if i == NO_ENTRY:
            return [], 1
        entry = entries[i] or file._load_direntry(i)
        left, right = walk(entry.sid_left), walk(entry.sid_right)
        assert left[1] == right[1]
        if entry.color == 0:
            assert all(s == NO_ENTRY or entries[s].color == 1 for s in (entry.sid_left, entry.sid_right))
        return left[0] + [entry.name] + right[0], left[1] + (entry.color == 1)

    for entry in entries:
        if entry is not None and entry.entry_type in (1, 5):
            names, _ = walk(entry.sid_child)
            assert names == sorted(names, key=key)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(NAMES, st.sampled_from(SIZES), max_size=40).filter(
        lambda d: len({name.upper() for name in d}) == len(d)
    )
)
def test_any_tree_reads_back(sizes):
    noise = np.random.default_rng(len(sizes))
    streams = {name: noise.bytes(size) for name, size in sizes.items()}
    file = read(write({"inside": streams, "PROJECT": b"p" * 5000}))
    check_tree(file)
    for name, data in streams.items():
        assert file.openstream(["inside", name]).read() == data
    assert file.openstream("PROJECT").read() == b"p" * 5000


@pytest.mark.parametrize("count", [1, 2, 3, 4, 6, 7, 8, 14, 15, 16, 63, 64])
def test_tree_rules_at_full_and_nearly_full_levels(count):
    check_tree(read(write({f"m{i}": b"x" for i in range(count)})))


def test_file_that_needs_more_allocation_sectors_than_the_header_lists():
    data = np.random.default_rng(3).bytes(8_000_000)
    raw = write({"big": data})
    assert int.from_bytes(raw[0x48:0x4C], "little") > 0  # DIFAT sectors
    assert read(raw).openstream("big").read() == data


def test_same_tree_same_bytes_whatever_the_order():
    assert write({"a": b"1", "b": {"c": b"2"}}) == write({"b": {"c": b"2"}, "a": b"1"})


@pytest.mark.parametrize("tree", [{"": b""}, {"a/b": b""}, {"x" * 32: b""}, {"Module": b"", "MODULE": b""}])
def test_names_a_compound_file_cannot_hold(tree):
    with pytest.raises(ValueError, match="name"):
        write(tree)
