"""外に出す版を作る前に、何を取り除き、何が残っていて止まるかを決める。ファイルは開かない。"""

from .prepare import Prepared, SharedSheet, ShareRequest, prepare
from .source import Extra, ShareSource, SheetLayout
from .stops import Stop, stops_of
from .visible import Removed, visible_part

__all__ = [
    "Extra",
    "Prepared",
    "Removed",
    "ShareRequest",
    "ShareSource",
    "SharedSheet",
    "SheetLayout",
    "Stop",
    "prepare",
    "stops_of",
    "visible_part",
]
