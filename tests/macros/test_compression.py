"""Independent decompression (oletools) gives back every byte."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shirube.errors import WriteError
from shirube_macros.compression import compress
from support.ole import decompress

EDGES = [*range(1, 20), 36, 37, 4094, 4095, 4096, 4097, 4098, 8191, 8192, 8193, 12288, 20000]
SOURCE = b"    Dim row As Long, count As Long\r\n    row = row + 1 ' next\r\n" * 400


def back(data: bytes) -> bytes:
    return decompress(compress(data))


@pytest.mark.parametrize("size", EDGES)
def test_round_trip_at_chunk_edges(size):
    noise = np.random.default_rng(size)
    for data in (b"A" * size, SOURCE[:size], noise.choice([97, 98], size).astype("uint8").tobytes()):
        assert back(data) == data


def test_full_chunk_of_noise_is_stored_raw():
    data = np.random.default_rng(1).bytes(4096)
    packed = compress(data)
    assert packed[1:3] == b"\xff\x3f"
    assert back(data) == data


def test_short_chunk_of_noise_is_refused_rather_than_padded():
    with pytest.raises(WriteError) as caught:
        compress(np.random.default_rng(2).bytes(4090))
    assert caught.value.code == "SB-W207"


def test_empty_stream_is_the_signature_alone():
    assert compress(b"") == b"\x01"


def test_source_shrinks():
    assert len(compress(SOURCE)) < len(SOURCE) / 10


@given(st.binary(min_size=1, max_size=3000))
def test_round_trip_of_anything_short(data):
    assert back(data) == data
