"""氏名: a header that names people, or a line of texts built like surname + given name.

The list of common surnames (``data/names.toml``) only weighs lines without a helpful header; no single cell is called
a name because of it, except in front of 様・氏・さん or in a form beside its label.
"""

from __future__ import annotations

import functools
import re
import tomllib
from importlib import resources

from ... import places
from ...text import match_key
from .kinds import Detector, PersonalKind

__all__ = ["DETECTOR", "is_facility_header", "is_organisation", "is_plain_header", "looks_like_name"]

_KANJI = "\u3400-\u4dbf\u4e00-\u9fff々〆ヶ\uf900-\ufaff\U00020000-\U0003ffff"
_SPACED = re.compile(rf"([{_KANJI}]{{1,4}})[ 　]+([{_KANJI}\u3041-\u3096\u30a1-\u30fc]{{1,4}})")
_JOINED = re.compile(rf"[{_KANJI}]{{2,4}}[{_KANJI}\u3041-\u3096\u30a1-\u30fc]{{1,4}}")
_KANA = re.compile(
    r"[\u30a1-\u30fcｦ-ﾟ]{2,7}[ 　]+[\u30a1-\u30fcｦ-ﾟ]{2,7}|[\u3041-\u3096ー]{2,7}[ 　]+[\u3041-\u3096ー]{2,7}"
)
_LATIN = re.compile(r"[A-Z][A-Za-z'-]{1,15}[ ,]+[A-Z][A-Za-z'-]{1,15}(?: [A-Z][A-Za-z'-]{1,15})?")
_LOOSE = re.compile(rf"[{_KANJI}\u3041-\u3096\u30a1-\u30fcｦ-ﾟA-Za-zＡ-Ｚａ-ｚ・.,'’\- 　]{{2,30}}")
_ORGANISATION = re.compile(
    r"(?:株式|有限|合同|合資)会社|[㈱㈲]|\((?:株|有|福|学|医)\)|（(?:株|有|福|学|医)）|法人|組合|協会|協議会|委員会|連合会|連盟|自治会|町内会|"
    r"商店|商会|工業|建設|製作所|銀行|病院|医院|クリニック|診療所|薬局|センター|学校|学園|大学|高校|小学|中学|幼稚園|保育園|保育所|"
    r"こども園|図書館|公民館|会館|体育館|公園|広場|役所|役場|支所|事務所|事業所|事業|計画|工事|業務|住宅|団地|クラブ|ホーム|荘$|寺$|神社|"
    r"(?:市|区|町|村|県|府|都|道|課|係|室|局|部|班|署|所|園|校|館|院|会|社|店|庁|駅|橋|線|区域|地区|地域|丁目|方面|番地|団|隊)$"
)
_HEADER = re.compile(
    r"氏名|姓名|^名前|お名前|^フリガナ$|^ふりがな$|^(?:氏名)?カナ$|^姓$|^名$|世帯主|保護者(?:名|$)|申請者(?:名|$)|届出人|本人(?:名|$)|代表者(?:名|$|職)|"
    r"担当者(?:名|$)|担当職員|受給者(?:名|$)|利用者(?:名|$)|対象者(?:名|$)|児童(?:名|生徒名|$)|生徒(?:名|$)|園児(?:名|$)|患者(?:名|$)|会員名|参加者(?:名|$)|"
    r"応募者(?:名|$)|納税義務者|所有者(?:名|$)|相続人|配偶者(?:名|$)|父(?:の名|名|$)|母(?:の名|名|$)|続柄者|連絡者|緊急連絡先(?:名|氏名)|職員名|議員名|委員名|"
    r"口座名義|名義人|契約者(?:名|$)|回答者名|来庁者|相談者(?:名|$)|要支援者(?:名|$)|居住者(?:名|$)|民生委員(?:名|$)|市長名|町長名|校長名?|園長名?|施設長名?|"
    r"管理者(?:名|$)|責任者(?:名|$)|理事長名?|会長名?$|氏　名|fullname|^name$|personname"
)
_NOT_HEADER = re.compile(
    r"人数|数$|件数|年齢|性別|種別|区分|割合|率|施設名|団体名|会社名|法人名|事業者名|学校名|課名|部署|組織|機関|住所|電話|番号|年月日|生年|メール|id|コード|"
    r"属性|有無|続柄|職業|以外|満足|意見|資格|手当|世帯主との|世帯主年|の状況|支援|サービス|メモ"
)
_PUBLIC = re.compile(r"代表者|議員|市長|町長|村長|知事|委員|校長|園長|施設長|理事長|会長|責任者|管理者|担当")


@functools.cache
def _surnames() -> frozenset[str]:
    text = resources.files("shirube").joinpath("data/names.toml").read_text(encoding="utf-8")
    return frozenset(str(tomllib.loads(text)["surnames"]).split())


@functools.cache
def _endings() -> frozenset[str]:
    text = resources.files("shirube").joinpath("data/names.toml").read_text(encoding="utf-8")
    return frozenset(str(tomllib.loads(text)["given_endings"]))


def is_organisation(text: str) -> bool:
    """Tell whether a text names an organisation, a facility, a place or a piece of work.

    >>> [is_organisation(t) for t in ("みほん市立図書館", "株式会社山田商店", "山田太郎", "中央地区")]
    [True, True, False, True]
    """
    return _ORGANISATION.search(text.strip()) is not None


def looks_like_name(text: str) -> bool:
    """Tell whether a text is built like a person's name.

    >>> [looks_like_name(t) for t in ("山田太郎", "佐々木　花子", "ヤマダ タロウ", "山田町", "中央 公園", "小林")]
    [True, True, True, False, False, False]
    """
    plain = text.strip()
    if not 3 <= len(plain) <= 16 or is_organisation(plain) or _is_place(plain):
        return False
    if _KANA.fullmatch(plain):
        return True
    if spaced := _SPACED.fullmatch(plain):
        return spaced[1] in _surnames() or (len(spaced[1]) <= 3 and _given(spaced[2]))
    if not _JOINED.fullmatch(plain):
        return False
    return any(plain[:n] in _surnames() and _given(plain[n:]) for n in (3, 2, 1))


def _given(text: str) -> bool:
    return 1 <= len(text) <= 4 and (text[-1] in _endings() or all("\u3041" <= c <= "\u3096" for c in text))


@functools.cache
def _place_names() -> frozenset[str]:
    names = {place.name for place in places.places()}
    return frozenset({match_key(n) for n in names} | {match_key(n[:-1]) for n in names if len(n) > 2})


def _is_place(text: str) -> bool:
    return match_key(text) in _place_names()


_PLAIN = re.compile(r"氏名|姓名|名前|世帯主(?:名|$)|^姓$|名義")
_FACILITY = re.compile(
    r"施設|団体名|会社|法人名|事業者|事業所|店舗|学校名|校名|園名|機関名|医療機関|会場|窓口|課名|部署|設置場所|避難所|避難場所|^名称"
)
_INSTRUCTION = re.compile(r"必須|任意|全角|半角|文字|記入|入力|選択|省略|同上|不明|なし|別紙|有り|無し|合計|総数|小計")


def is_plain_header(key: str) -> bool:
    """Tell whether a header names a person beyond doubt (氏名), not perhaps (対象者, 母, 名)."""
    return _PLAIN.search(key) is not None


def is_facility_header(key: str) -> bool:
    """Tell whether a header says that the list is one of facilities or organisations."""
    return _FACILITY.search(key) is not None


def _loose(text: str) -> bool:
    plain = text.strip()
    if not 2 <= len(plain) <= 30 or is_organisation(plain) or _INSTRUCTION.search(plain):
        return False
    return _LOOSE.fullmatch(plain) is not None


_ADDRESSED = re.compile(
    rf"([{_KANJI}]{{1,4}}[ 　]?[{_KANJI}\u3041-\u3096\u30a1-\u30fc]{{1,4}})\s*(?:様|殿|氏|さん|先生)(?![{_KANJI}])"
)


def names_someone(text: str) -> bool:
    """Tell whether a sentence speaks of a person by full name (山田太郎様, 山田太郎さん).

    >>> names_someone("山田太郎さんから電話あり"), names_someone("お客様からの電話")
    (True, False)
    """
    return any(looks_like_name(found) for found in _ADDRESSED.findall(text))


DETECTOR = Detector(
    PersonalKind.NAME,
    header=lambda key: bool(_HEADER.search(key)) and not _NOT_HEADER.search(key),
    strict=lambda text: (
        looks_like_name(text) or (("様" in text or "さん" in text or "氏" in text) and names_someone(text))
    ),
    loose=_loose,
    suggestions=("列ごと削除", "行を区別する必要があれば、順序を替えた連番に替える"),
    unheaded_share=0.4,
    public_headers=lambda key: bool(_PUBLIC.search(key)),
)
