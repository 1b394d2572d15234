"""oletools as an independent reader of VBA projects; its use of old pyparsing names is not our warning."""

import warnings
from pathlib import Path

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from oletools.olevba import VBA_Parser, decompress_stream


def decompress(data: bytes) -> bytes:
    """Plain bytes of a compressed VBA stream."""
    return bytes(decompress_stream(bytearray(data)))


def macros(path: Path) -> dict[str, str]:
    """Text of every module by stream name, line ends LF, attribute headers as olevba gives them."""
    parser = VBA_Parser(str(path))
    try:
        return {stream.split("/")[-1]: text.replace("\r\n", "\n") for _, stream, _, text in parser.extract_macros()}
    finally:
        parser.close()
