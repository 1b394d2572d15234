"""個人情報を探す: どの列に、何が、何件あるか。値は決して持ち出さない。

マイナンバーは、件数と場所だけを告げ、例も要約値も出さない。できることは「列ごと削除」だけ。
"""

from .find import DETECTORS, find_personal
from .k_anonymity import KAnonymity, k_anonymity
from .kinds import Evidence, PersonalFinding, PersonalKind, Severity
from .pseudonym import Salt, pseudonym, with_pseudonyms

__all__ = [
    "DETECTORS",
    "Evidence",
    "KAnonymity",
    "PersonalFinding",
    "PersonalKind",
    "Salt",
    "Severity",
    "find_personal",
    "k_anonymity",
    "pseudonym",
    "with_pseudonyms",
]
