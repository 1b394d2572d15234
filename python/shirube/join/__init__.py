"""表と表を、鍵で突き合わせる。

>>> import pandas as pd
>>> from shirube.table import TidyTable
>>> clinics = TidyTable(pd.DataFrame({"施設": ["髙橋医院", "みどり園"], "定員": [19, 40]}), ("施設",), ("定員",))
>>> calls = TidyTable(pd.DataFrame({"施設": ["高橋医院", "みどり保育園"], "件数": [3, 5]}), ("施設",), ("件数",))
>>> joined = join(clinics, calls)
>>> joined.table.frame["突合"].tolist()
['結び付いた', '候補あり（未確認）', '右だけ']
"""

from .account import Conserved, Duplicate
from .breaks import Break, find_breaks
from .candidates import Candidate, candidates, likeness
from .confirm import confirmation_rows, read_answers
from .convert import Converted, ConvertRequest, Kept, convert
from .crosswalk import Change, Crosswalk, SameName, read_crosswalk
from .find_keys import find_keys
from .join import HOW, STATE, Joined, join
from .keys import NameKey, loose_key, name_key, plain_key
from .match import Doubt, How, Matching, Offer, Pair, match
from .request import JoinRequest, Key, keys_from

__all__ = [
    "HOW",
    "STATE",
    "Break",
    "Candidate",
    "Change",
    "Conserved",
    "ConvertRequest",
    "Converted",
    "Crosswalk",
    "Doubt",
    "Duplicate",
    "How",
    "JoinRequest",
    "Joined",
    "Kept",
    "Key",
    "Matching",
    "NameKey",
    "Offer",
    "Pair",
    "SameName",
    "candidates",
    "confirmation_rows",
    "convert",
    "find_breaks",
    "find_keys",
    "join",
    "keys_from",
    "likeness",
    "loose_key",
    "match",
    "name_key",
    "plain_key",
    "read_answers",
    "read_crosswalk",
]
