"""みほん市_住民アンケート: 3,000 answers with plausible associations, and their 設問票.

What is put in: the older, the more likely to stay; 北山地区 is dissatisfied with the bus and names it as a trouble;
緑が丘地区 is older; young people answer less, which the weights put right.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import NamedTuple

from ..look import Book
from .draws import Draws
from .questionnaire import CODEBOOK, COLUMNS, codebook_rows
from .tables import Cell, explain, table

__all__ = ["ANSWERS", "POPULATION", "Person", "answers", "write"]

SEED = 20260401
ANSWERS = 3000
# Adult residents by sex (男性, 女性) and age band.
POPULATION = ((7200, 6900, 8300, 8600, 7400, 9100), (6800, 6700, 8200, 8700, 7900, 14200))
RESPONSE_RATE = ((0.22, 0.31, 0.38, 0.45, 0.58, 0.63), (0.28, 0.39, 0.45, 0.51, 0.62, 0.58))
DISTRICT_SHARE = (0.22, 0.14, 0.12, 0.08, 0.13, 0.12, 0.11, 0.08)
NORTH_HILL, GREEN_HILL = 3, 2

_YEARS_BY_AGE = (
    (0.40, 0.15, 0.35, 0.10),
    (0.38, 0.26, 0.20, 0.16),
    (0.20, 0.22, 0.32, 0.26),
    (0.10, 0.12, 0.26, 0.52),
    (0.06, 0.07, 0.17, 0.70),
    (0.04, 0.05, 0.11, 0.80),
)
_STAY_BY_AGE = (
    (0.22, 0.36, 0.17, 0.08, 0.17),
    (0.31, 0.38, 0.14, 0.05, 0.12),
    (0.38, 0.37, 0.11, 0.04, 0.10),
    (0.46, 0.34, 0.09, 0.03, 0.08),
    (0.57, 0.29, 0.06, 0.02, 0.06),
    (0.70, 0.19, 0.04, 0.02, 0.05),
)
# Cut points of a standard normal: 満足 below the first … 不満 above the last.
_CUTS = (-1.1, -0.2, 0.7, 1.4)
_TROUBLE_RATE = (0.18, 0.20, 0.16, 0.08, 0.34, 0.19, 0.15, 0.04)
_PLACE_RATE = (0.36, 0.22, 0.17, 0.12, 0.06, 0.33)


class Person(NamedTuple):
    """Who answers; indices start at 0."""

    sex: int
    age: int
    district: int


def answers(count: int = ANSWERS) -> list[tuple[Cell, ...]]:
    """Return one row for each of `count` answers, in the columns of `header`."""
    draws = Draws(SEED)
    people = [_person(draws) for _ in range(count)]
    weights = _weights(people)
    return [
        (number, *_answer(draws, person), weights[person.sex, person.age])
        for number, person in enumerate(people, start=1)
    ]


def header() -> list[str]:
    """Return the data columns in questionnaire order."""
    return ["回答番号"] + [column for q in CODEBOOK.questions for column in (q.columns or (q.key,))]


def write(path: Path, count: int = ANSWERS) -> None:
    """Write the workbook with `count` answers."""
    with Book(path, "みほん市 住民アンケート（架空）") as book:
        table(book, "回答", header(), answers(count))
        table(book, "設問票", COLUMNS, codebook_rows(CODEBOOK))
        labels = [CODEBOOK.question(key).labels for key in ("性別", "年代")]
        people = [(sex, age, POPULATION[i][j]) for i, sex in enumerate(labels[0]) for j, age in enumerate(labels[1])]
        table(book, "母集団", ("性別", "年代", "人口"), people)
        explain(book, _EXPLANATION)


def _person(draws: Draws) -> Person:
    cells = [POPULATION[s][a] * RESPONSE_RATE[s][a] for s in range(2) for a in range(6)]
    sex, age = divmod(draws.choice(cells), 6)
    share = list(DISTRICT_SHARE)
    share[GREEN_HILL] *= 0.5 + 0.2 * age
    return Person(sex, age, draws.choice(share))


def _weights(people: list[Person]) -> dict[tuple[int, int], float]:
    counted = Counter((person.sex, person.age) for person in people)
    everyone = sum(map(sum, POPULATION))
    return {
        (sex, age): float(f"{POPULATION[sex][age] / everyone / (count / len(people)):.4f}")
        for (sex, age), count in counted.items()
    }


def _answer(draws: Draws, person: Person) -> tuple[Cell, ...]:
    years: Cell = 9 if draws.happens(0.012) else 1 + draws.choice(_YEARS_BY_AGE[person.age])
    stay: Cell = 9 if draws.happens(0.02) else 1 + draws.choice(_stay(person))
    mood = draws.normal(0, 0.6) - 0.06 * (person.age - 2.5)
    bus = 0.9 if person.district == NORTH_HILL else 0.0
    levels = [_level(draws, mood + shift) for shift in (0.1 * bus, 0.25 + bus, 0.1, -0.35)]
    return (
        person.sex + 1,
        person.age + 1,
        person.district + 1,
        years,
        stay,
        *levels,
        *_troubles(draws, person, mood),
        _places(draws, person),
    )


def _stay(person: Person) -> list[float]:
    share = list(_STAY_BY_AGE[person.age])
    if person.district == NORTH_HILL:
        share[2] *= 1.6
    return share


def _level(draws: Draws, shift: float) -> Cell:
    if draws.happens(0.03):
        return None
    place = draws.normal(shift, 0.8)
    return 1 + sum(place > cut for cut in _CUTS)


def _troubles(draws: Draws, person: Person, mood: float) -> list[Cell]:
    if draws.happens(0.025):
        return [None] * 9
    rates = [rate * (1 + 0.35 * mood) for rate in _TROUBLE_RATE]
    if person.district == NORTH_HILL:
        rates[0] *= 3
    rates[2] *= 0.6 + 0.16 * person.age
    rates[3] *= 2.6 if person.age == 1 else 0.7
    named: list[Cell] = [int(draws.happens(min(rate, 0.95))) for rate in rates]
    return [*named, int(not any(named))]


def _places(draws: Draws, person: Person) -> Cell:
    if draws.happens(0.03):
        return None
    rates = list(_PLACE_RATE)
    rates[1] *= 0.4 + 0.25 * person.age
    rates[4] *= 5.0 if person.age == 1 else 0.5
    rates[5] *= 0.6 + 0.15 * person.age
    options = CODEBOOK.question("問4").labels
    used = [place for place, rate in zip(options, rates, strict=False) if draws.happens(min(rate, 0.95))]
    return "、".join(used) or options[6]


_EXPLANATION = (
    ("内容", "18歳以上の住民を対象にした郵送調査を想定した、3,000人の回答。1行が1人。"),
    ("回答シート", "1行目が列名。値は「設問票」シートのコードで書いてある。"),
    (
        "設問票シート",
        "1行が1つの選択肢。設問・設問文・種類・順序・列・区切り・コード・選択肢・欠測の9列。空欄を除くすべての行に値を書いてある。",
    ),
    ("複数回答", "問3は選択肢ごとの列に1（選んだ）か0。問4は1つの列に、選んだものを「、」でつないである。"),
    ("無回答", "居住年数と問1は9、問2・問3・問4は空欄。性別・年代・地区は標本台帳からとったので無回答がない。"),
    (
        "ウェイト",
        "性別×年代の人口構成（「母集団」シート）に合わせる重み。人口の割合を回答者の割合で割り、小数第4位までにした。",
    ),
    (
        "データに入れた傾向",
        "年代が高いほど「住み続けたい」が多い。北山地区はバスの便への不満が強い。緑が丘地区は年代が高い。若い人ほど回答が少ない。",
    ),
)
