"""The run-length compression of VBA streams [MS-OVBA 2.4.1]: greedy matches inside chunks of 4096 bytes.

>>> compress(b"").hex(), compress(b"aaaaaaaaaa").hex()
('01', '0103b002610600')
"""

from __future__ import annotations

import struct

from shirube.errors import WriteError

__all__ = ["compress"]

CHUNK = 4096
SHORTEST = 3  # bytes worth a copy token


def compress(data: bytes) -> bytes:
    """Return the compressed container of a stream.

    Raises
    ------
    WriteError
        SB-W207: the last, short chunk does not shrink (never the case for source text); a raw chunk would add
        NUL characters to the source.
    """
    out = bytearray(b"\x01")
    for begin in range(0, len(data), CHUNK):
        chunk = data[begin : begin + CHUNK]
        body = _tokens(chunk)
        if len(body) < CHUNK or (len(body) == CHUNK and len(chunk) < CHUNK):
            out += struct.pack("<H", 0xB000 | (len(body) - 1)) + body
        elif len(chunk) == CHUNK:
            out += struct.pack("<H", 0x3000 | (CHUNK - 1)) + chunk
        else:
            raise WriteError("W207")
    return bytes(out)


def _tokens(chunk: bytes) -> bytes:
    """Return a chunk as groups of one flag byte and up to eight tokens (literal bytes or copies)."""
    body = bytearray()
    seen: dict[bytes, list[int]] = {}
    position = 0
    while position < len(chunk):
        flags_at = len(body)
        body.append(0)
        for bit in range(8):
            if position >= len(chunk):
                break
            offset, length = _longest_match(chunk, position, seen)
            if length:
                offset_bits = _offset_bits(position)
                body += struct.pack("<H", ((offset - 1) << (16 - offset_bits)) | (length - SHORTEST))
                body[flags_at] |= 1 << bit
            else:
                body.append(chunk[position])
            for i in range(position, position + (length or 1)):
                seen.setdefault(chunk[i : i + SHORTEST], []).append(i)
            position += length or 1
    return bytes(body)


def _offset_bits(position: int) -> int:
    """Bits of a copy token that hold the offset: enough to reach back to the chunk's start [2.4.1.3.19.1]."""
    return max(4, (position - 1).bit_length()) if position else 4


def _longest_match(chunk: bytes, position: int, seen: dict[bytes, list[int]]) -> tuple[int, int]:
    """Return (distance back, length) of the longest earlier run, the nearest of equals; (0, 0) when none."""
    most = min((0xFFFF >> _offset_bits(position)) + SHORTEST, len(chunk) - position)
    best_offset = best_length = 0
    for candidate in reversed(seen.get(chunk[position : position + SHORTEST], ())):
        length = SHORTEST
        while length < most and chunk[candidate + length] == chunk[position + length]:
            length += 1
        if length > best_length:
            best_offset, best_length = position - candidate, length
            if length >= most:
                break
    return (best_offset, best_length) if best_length >= SHORTEST and most >= SHORTEST else (0, 0)
