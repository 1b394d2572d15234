"""Two lists of one town that were never meant to meet, with the truth beside them; seeded.

Names are put together from word lists (facilities, schools, districts, companies); the second vocabulary shares no word
list with the first, and has errors of its own, so that rules can be tuned on one and measured on the other.
"""

from __future__ import annotations

import itertools
import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

Noise = Callable[[random.Random, str], str]


@dataclass(frozen=True)
class Lists:
    """`left` rows name things of `right` (or none); truth by left row: position of the thing in `things`, or −1."""

    left: list[str]
    right: list[str]
    truth: list[int]
    right_truth: list[int]
    kinds: list[str]


@dataclass(frozen=True)
class Vocabulary:
    """How names are made, how they are misspelled, and which names nearly coincide."""

    makers: tuple[Callable[[random.Random], str], ...]
    noises: tuple[tuple[str, Noise], ...]
    neighbours: tuple[Noise, ...]


def lists(
    seed: int,
    vocabulary: Vocabulary,
    *,
    left_rows: int = 3000,
    right_rows: int = 200,
    variants: float = 0.05,
    duplicates: float = 0.02,
    unmatched: float = 0.03,
    neighbours: float = 0.01,
) -> Lists:
    """Draw two lists: the right one of things, the left one of rows that mean them."""
    draw = random.Random(seed)
    seen: set[str] = set()
    right = _distinct(draw, vocabulary, right_rows - int(right_rows * duplicates), seen)
    truth_right = list(range(len(right)))
    strangers = _distinct(draw, vocabulary, max(1, int(left_rows * unmatched)), seen)
    near = [
        name for name in (_neighbour(draw, vocabulary, right, seen) for _ in range(int(left_rows * neighbours))) if name
    ]
    for _ in range(right_rows - len(right)):
        again = draw.randrange(len(truth_right))
        right.append(right[again])
        truth_right.append(truth_right[again])
    left, truth, kinds = [], [], []
    for name, kind in [(n, "unmatched") for n in strangers] + [(n, "neighbour") for n in near]:
        left.append(name), truth.append(-1), kinds.append(kind)
    things = right[: right_rows - int(right_rows * duplicates)]
    while len(left) < left_rows:
        thing = draw.randrange(len(things))
        name, kind = things[thing], "as printed"
        if draw.random() < variants / (1 - unmatched - neighbours):
            name, kind = _misspelled(draw, vocabulary, things[thing], seen)
        left.append(name), truth.append(thing), kinds.append(kind)
    order = draw.sample(range(left_rows), left_rows)
    return Lists([left[i] for i in order], right, [truth[i] for i in order], truth_right, [kinds[i] for i in order])


def _distinct(draw: random.Random, vocabulary: Vocabulary, count: int, seen: set[str]) -> list[str]:
    names: list[str] = []
    for attempt in range(count * 200):
        if len(names) == count:
            break
        name = draw.choice(vocabulary.makers)(draw)
        if attempt > count * 20:
            name += f"第{draw.randint(2, 99999)}"
        if name not in seen:
            seen.add(name)
            names.append(name)
    return names


def _neighbour(draw: random.Random, vocabulary: Vocabulary, names: list[str], seen: set[str]) -> str:
    for _ in range(200):
        name = draw.choice(vocabulary.neighbours)(draw, draw.choice(names))
        if name and name not in seen:
            seen.add(name)
            return name
    return ""


def _misspelled(draw: random.Random, vocabulary: Vocabulary, name: str, seen: set[str]) -> tuple[str, str]:
    for _ in range(60):
        kind, noise = draw.choice(vocabulary.noises)
        made = noise(draw, name)
        if made and made != name and made not in seen:
            return made, kind
    return name, "as printed"


# ------------------------------------------------------------------ building blocks
def swap(*pairs: tuple[str, str]) -> Noise:
    """Replace one of the words by its partner."""

    def noise(draw: random.Random, name: str) -> str:
        fitting = [(a, b) for a, b in pairs if a in name]
        return name.replace(*draw.choice(fitting), 1) if fitting else ""

    return noise


def wide(draw: random.Random, name: str) -> str:
    """ASCII in full width."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in name)


def gap(draw: random.Random, name: str) -> str:
    """A space inside or behind."""
    at = draw.randint(1, len(name))
    return name[:at] + draw.choice([" ", "\u3000"]) + name[at:]


def half_kana(draw: random.Random, name: str) -> str:
    """Katakana in half width."""
    return "".join(_HALF_KANA.get(c, c) for c in name)


_HALF_KANA = {unicodedata.normalize("NFKC", chr(c)): chr(c) for c in range(0xFF66, 0xFF9E)}
_HALF_KANA |= {unicodedata.normalize("NFKC", chr(c) + m): chr(c) + m for c in range(0xFF66, 0xFF9E) for m in "ﾞﾟ"
               if len(unicodedata.normalize("NFKC", chr(c) + m)) == 1}  # fmt: skip


def kanji_numbers(draw: random.Random, name: str) -> str:
    """Digits as kanji, or the reverse."""
    if any(c.isdigit() for c in name):
        return (
            "".join("〇一二三四五六七八九"[int(c)] if c.isdigit() and c.isascii() else c for c in name)
            if not _long_number(name)
            else ""
        )
    return "".join(str("一二三四五六七八九".index(c) + 1) if c in "一二三四五六七八九" else c for c in name)


def _long_number(name: str) -> bool:
    return any(a.isdigit() and b.isdigit() for a, b in itertools.pairwise(name))


def other_kana(draw: random.Random, name: str) -> str:
    """Hiragana for katakana or the reverse, whole name."""
    if any("ぁ" <= c <= "ゖ" for c in name):
        return "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in name)
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in name)


def lost(draw: random.Random, name: str) -> str:
    """One character missing."""
    at = draw.randrange(len(name))
    return name[:at] + name[at + 1 :] if len(name) > 4 and not name[at].isdigit() and name[at] not in _TELLING else ""


def turned(draw: random.Random, name: str) -> str:
    """Two neighbouring characters exchanged."""
    at = draw.randrange(len(name) - 1)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :] if len(name) > 4 else ""


def front(*words: str) -> Noise:
    """A word before the name."""
    return lambda draw, name: draw.choice(words) + name


def behind(*words: str) -> Noise:
    """A word after the name."""
    return lambda draw, name: name + draw.choice(words)


_TELLING = "一二三四五六七八九十東西南北上下中小高新旧第"


def _pick(words: str) -> Callable[[random.Random], str]:
    listed = words.split()
    return lambda draw: draw.choice(listed)


# ------------------------------------------------------------------ the first vocabulary
_area = _pick(
    "中央 緑ヶ丘 桜台 北山 南浜 川西 川東 堤 大橋 田園 新町 港 "
    "若葉台 青葉 高砂 富士見 泉 本町 栄町 旭 光が丘 松崎 竹園 藤沢"
)
_family = _pick("髙橋 渡邉 斎藤 山﨑 濱田 廣瀬 島田 澤田 鈴木 佐藤 田中 眞鍋 櫻井 國分 長谷川 德永")
_pretty = _pick(
    "みどり さくら ひまわり コスモス あおぞら たんぽぽ ゆり つくし ふたば すみれ ひかり のぞみ ほほえみ きぼう ポプラ"
)


def _facility(draw: random.Random) -> str:
    kind = draw.choice(
        [
            "公民館",
            "図書館",
            "体育館",
            "児童館",
            "コミュニティセンター",
            "保健センター",
            "集会所",
            "市民プール",
            "福祉センター",
            "地域包括支援センター",
        ]
    )
    return draw.choice(["", "", "第一", "第二", "東", "西"]) + _area(draw) + kind


def _school(draw: random.Random) -> str:
    where = _area(draw) + draw.choice(["", "", "東", "西", "南", "北", "第一", "第二", "第三"])
    return where + draw.choice(["小学校", "中学校", "小学校", "高等学校", "幼稚園"])


def _nursery(draw: random.Random) -> str:
    operator = draw.choice(["", "", "社会福祉法人", "学校法人"])
    return (
        operator
        + draw.choice([_pretty(draw), _area(draw) + _pretty(draw)])
        + draw.choice(["保育園", "こども園", "学童クラブ", "の家"])
    )


def _district(draw: random.Random) -> str:
    return _area(draw) + draw.choice([f"{draw.randint(1, 12)}丁目", "町", "地区", f"第{draw.randint(1, 9)}町内会"])


def _company(draw: random.Random) -> str:
    form = draw.choice(["株式会社", "有限会社", "医療法人", "合同会社", "一般社団法人", "特定非営利活動法人"])
    body = draw.choice([_family, _pretty, _area])(draw) + draw.choice(
        ["商店", "建設", "医院", "会", "製作所", "クリニック", "サービス", "農園"]
    )
    return form + body if draw.random() < 0.75 else body + "株式会社"


FIRST = Vocabulary(
    makers=(_facility, _school, _nursery, _district, _company),
    noises=(
        ("width", wide),
        ("space", gap),
        ("half kana", half_kana),
        ("numbers", kanji_numbers),
        ("kana", other_kana),
        (
            "variant",
            swap(
                ("髙", "高"),
                ("邉", "辺"),
                ("邉", "邊"),
                ("﨑", "崎"),
                ("濱", "浜"),
                ("廣", "広"),
                ("澤", "沢"),
                ("眞", "真"),
                ("櫻", "桜"),
                ("國", "国"),
                ("德", "徳"),
                ("島", "嶋"),
            ),
        ),
        ("ke", swap(("ヶ丘", "ケ丘"), ("ヶ丘", "が丘"), ("が丘", "ヶ丘"))),
        (
            "form",
            swap(
                ("株式会社", "(株)"),
                ("株式会社", "㈱"),
                ("有限会社", "（有）"),
                ("社会福祉法人", "(福)"),
                ("医療法人", "(医)"),
                ("特定非営利活動法人", "NPO法人"),
                ("一般社団法人", "(一社)"),
            ),
        ),
        ("no form", swap(("株式会社", ""), ("社会福祉法人", ""), ("医療法人", ""), ("有限会社", ""))),
        (
            "short",
            swap(
                ("小学校", "小"),
                ("中学校", "中"),
                ("高等学校", "高校"),
                ("コミュニティセンター", "コミセン"),
                ("センター", "センタ"),
            ),
        ),
        ("lost", lost),
        ("turned", turned),
        ("front", front("市立", "みほん市立", "みほん市")),
        ("behind", behind("（本館）", "（旧館）", "※")),
    ),
    neighbours=(
        swap(
            ("第一", "第二"), ("第二", "第三"), ("東", "西"), ("南", "北"), ("小学校", "中学校"), ("中学校", "高等学校")
        ),
        swap(("1丁目", "11丁目"), ("2丁目", "3丁目"), ("5丁目", "6丁目"), ("町", "新町"), ("地区", "西地区")),
        swap(("株式会社", "有限会社"), ("有限会社", "合同会社"), ("医療法人", "社会福祉法人")),
        swap(
            ("公民館", "公民館分館"),
            ("図書館", "図書室"),
            ("保育園", "保育園分園"),
            ("こども園", "第二こども園"),
            ("医院", "歯科医院"),
        ),
        swap(("渡邉", "渡部"), ("島田", "嶋村"), ("櫻井", "桜木"), ("みどり", "みのり"), ("ひかり", "ひまり")),
    ),
)

# ------------------------------------------------------------------ the second vocabulary, kept aside
_place = _pick(
    "大里 塩浜 鶴見台 柳原 小金 稲荷前 久保 金井 片岡 水沢 岩槻 石神 八幡 "
    "千歳 百合が丘 宮の下 三ツ沢 井ノ口 四谷 十条 白鳥 荒川 月見 星ヶ崎 穂積 与那"
)
_owner = _pick("齋藤 伊藤 龍田 冨樫 槇原 瀧本 藪内 曾根 籔田 黒澤 關 鹽野 吉𠮷 淺野 兒玉 神﨑 福嶋 渡邊 岩㟢")
_word = _pick(
    "グリーン やまびこ ハーモニー せせらぎ オリーブ なかよし めぐみ スマイル いずみ あすなろ まごころ アトリエ フレンズ"
)


def _hall(draw: random.Random) -> str:
    kind = draw.choice(
        [
            "市民会館",
            "文化ホール",
            "武道館",
            "老人福祉センター",
            "子育て支援センター",
            "消防署",
            "出張所",
            "浄水場",
            "葬祭場",
            "キャンプ場",
            "診療所",
            "病院",
        ]
    )
    return _place(draw) + draw.choice(["", "", "中", "上", "下", "第1", "第2"]) + kind


def _academy(draw: random.Random) -> str:
    head = draw.choice(["", "", "市立", "県立", "私立"])
    return (
        head
        + _place(draw)
        + draw.choice(["", "東", "西", "台", "中央"])
        + draw.choice(["小学校", "中学校", "特別支援学校", "高等学校", "工業高等学校"])
    )


def _ward(draw: random.Random) -> str:
    form = draw.choice(
        [
            "大字{}",
            "{}一丁目",
            "{}二丁目",
            "{}十二丁目",
            "{}区",
            "{}自治会",
            "{}東部地区",
            "{}西部地区",
            "{}行政区第{n}班",
        ]
    )
    return form.format(_place(draw), n=draw.randint(1, 20))


def _address(draw: random.Random) -> str:
    return f"{_place(draw)}{draw.randint(1, 9)}丁目{draw.randint(1, 30)}番{draw.randint(1, 25)}号"


def _firm(draw: random.Random) -> str:
    body = draw.choice([_owner, _word, _place])(draw) + draw.choice(
        ["工業", "薬局", "設計事務所", "酒造", "運輸", "歯科", "不動産", "福祉会", "物産"]
    )
    form = draw.choice(
        ["株式会社", "有限会社", "公益財団法人", "社会福祉法人", "医療法人社団", "農事組合法人", "合資会社"]
    )
    return form + body if draw.random() < 0.8 else body + draw.choice(["株式会社", "有限会社"])


def doubled(draw: random.Random, name: str) -> str:
    """One character typed twice."""
    at = draw.randrange(len(name))
    return name[:at] + name[at] + name[at:] if not name[at].isdigit() and name[at] not in _TELLING else ""


def replaced(draw: random.Random, name: str) -> str:
    """One character that tells nothing replaced by another one."""
    at = draw.randrange(len(name))
    return (
        name[:at] + draw.choice("ロ口カ力ー一二ニ未末") + name[at + 1 :]
        if len(name) > 5 and name[at] not in _TELLING and not name[at].isdigit()
        else ""
    )


def spaced(draw: random.Random, name: str) -> str:
    """Spread with wide spaces, as 均等割付 does."""
    return "\u3000".join(name) if not any(c.isdigit() for c in name) else ""


def plain_address(draw: random.Random, name: str) -> str:
    """1丁目2番3号 as 1-2-3 in one of its ways."""
    if "丁目" not in name or "号" not in name:
        return ""
    joint = draw.choice(["-", "－", "ー", "‐"])
    return name.replace("丁目", joint).replace("番", joint).replace("号", "")


SECOND = Vocabulary(
    makers=(_hall, _academy, _ward, _address, _firm),
    noises=(
        ("width", wide),
        ("space", gap),
        ("spread", spaced),
        ("half kana", half_kana),
        ("numbers", kanji_numbers),
        ("kana", other_kana),
        (
            "variant",
            swap(
                ("齋", "斎"),
                ("龍", "竜"),
                ("冨", "富"),
                ("槇", "槙"),
                ("瀧", "滝"),
                ("藪", "薮"),
                ("曾", "曽"),
                ("澤", "沢"),
                ("關", "関"),
                ("鹽", "塩"),
                ("淺", "浅"),
                ("兒", "児"),
                ("﨑", "崎"),
                ("嶋", "島"),
                ("邊", "辺"),
                ("邊", "邉"),
            ),
        ),
        ("ke", swap(("ヶ崎", "ケ崎"), ("が丘", "ヶ丘"), ("の下", "ノ下"), ("ノ口", "の口"), ("ノ口", "之口"))),
        (
            "form",
            swap(
                ("株式会社", "（株）"),
                ("有限会社", "㈲"),
                ("公益財団法人", "(公財)"),
                ("社会福祉法人", "社福 "),
                ("医療法人社団", "(医社)"),
            ),
        ),
        ("no form", swap(("株式会社", ""), ("社会福祉法人", ""), ("公益財団法人", ""), ("農事組合法人", ""))),
        (
            "other side",
            lambda draw, name: name.removeprefix("株式会社") + "(株)" if name.startswith("株式会社") else "",
        ),
        (
            "short",
            swap(
                ("特別支援学校", "特支"),
                ("小学校", "小"),
                ("老人福祉センター", "老福センター"),
                ("病院", "ＨＰ"),
                ("大字", ""),
                ("自治会", ""),
            ),
        ),
        ("address", plain_address),
        ("address", plain_address),
        ("doubled", doubled),
        ("replaced", replaced),
        ("lost", lost),
        ("front", front("みほん市", "（仮称）", "旧")),
        ("behind", behind("内", "（移転）", "・", " 御中")),
    ),
    neighbours=(
        swap(
            ("第1", "第2"),
            ("第2", "第3"),
            ("上", "下"),
            ("東", "西"),
            ("市立", "県立"),
            ("小学校", "中学校"),
            ("高等学校", "高等専門学校"),
        ),
        swap(("一丁目", "二丁目"), ("二丁目", "十二丁目"), ("十二丁目", "二丁目"), ("東部", "西部"), ("区", "東区")),
        swap(("1番", "11番"), ("2号", "3号"), ("4丁目", "5丁目"), ("番1", "番2")),
        swap(
            ("株式会社", "有限会社"),
            ("有限会社", "株式会社"),
            ("社会福祉法人", "公益財団法人"),
            ("医療法人社団", "医療法人財団"),
        ),
        swap(
            ("病院", "病院別館"),
            ("診療所", "歯科診療所"),
            ("出張所", "連絡所"),
            ("市民会館", "区民会館"),
            ("薬局", "調剤薬局"),
        ),
        swap(
            ("齋藤", "齊藤"),
            ("冨樫", "冨永"),
            ("藪内", "藪下"),
            ("めぐみ", "めばえ"),
            ("いずみ", "いずも"),
            ("小金", "小倉"),
        ),
    ),
)
