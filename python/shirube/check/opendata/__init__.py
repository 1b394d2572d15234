"""公開用のデータ: 標準の項目への対応づけと点検、文字コードの点検、添える説明。ファイルは書かない。"""

from .dataset import Dataset, Field, dataset, names
from .encode import require_cp932, unfit
from .mapping import Fault, Mapped, Rewritten, to_dataset
from .sidecar import describe

__all__ = [
    "Dataset",
    "Fault",
    "Field",
    "Mapped",
    "Rewritten",
    "dataset",
    "describe",
    "names",
    "require_cp932",
    "to_dataset",
    "unfit",
]
