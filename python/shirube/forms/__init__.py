"""調査票: 空の様式から対応表を作り、返ってきたファイルを1つの表にする。

`propose` (blank form → `FormMap`) → `collect_file` (one reply → `Collected`) → `assemble` (all of them → `Round`).
Files are opened by `shirube.office.read.form` and walked through by `shirube.office.form_folder`.
"""

from .assemble import Round, RoundRequest, assemble
from .collect import collect_file, unreadable
from .copies import Collected, Copy, Outcome, Record
from .exceptions import Issue, IssueKind, Weight
from .form_map import Block, FormMap, Item, ItemKind, Printed
from .map_text import read_map, write_map
from .master import read_master
from .paper import read_entries
from .propose import propose
from .receipts import read_receipts
from .rounds import Thresholds
from .stamp import stamp_names

__all__ = [
    "Block",
    "Collected",
    "Copy",
    "FormMap",
    "Issue",
    "IssueKind",
    "Item",
    "ItemKind",
    "Outcome",
    "Printed",
    "Record",
    "Round",
    "RoundRequest",
    "Thresholds",
    "Weight",
    "assemble",
    "collect_file",
    "propose",
    "read_entries",
    "read_map",
    "read_master",
    "read_receipts",
    "stamp_names",
    "unreadable",
    "write_map",
]
