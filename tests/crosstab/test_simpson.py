import numpy as np
import pandas as pd

from shirube.crosstab import CrosstabRequest, code, tabulate
from shirube.crosstab.simpson import Change, scan
from support.admissions import admissions


def found(frame: pd.DataFrame, row: str, column: str, attributes: list[str]):
    coded = code(frame, list(frame.columns))
    return scan(coded, tabulate(coded, CrosstabRequest(row, column)), attributes)


def test_admissions_turn_round_when_the_department_is_held_constant() -> None:
    (turned,) = found(admissions(), "性別", "結果", ["学科", "性別", "結果"])
    assert turned.change is Change.TURNED
    assert (turned.first, turned.second, turned.option, turned.by) == ("Male", "Female", "Admitted", "学科")
    assert turned.crude[0] > turned.crude[1]
    assert turned.standardised[0] < turned.standardised[1]
    assert "44.5％" in turned.sentence
    assert "38.7％と43.0％で、逆になります" in turned.sentence


def test_a_difference_of_composition_vanishes() -> None:
    random = np.random.default_rng(2)
    age = random.choice(["若", "老"], 2000)
    area = np.where(random.random(2000) < np.where(age == "若", 0.8, 0.2), "東", "西")
    answer = np.where(random.random(2000) < np.where(age == "若", 0.7, 0.3), "はい", "いいえ")
    frame = pd.DataFrame({"地区": area, "答": answer, "年代": age})
    (turned,) = found(frame, "地区", "答", ["年代"])
    assert turned.change is Change.VANISHED


def test_a_difference_of_its_own_stays() -> None:
    random = np.random.default_rng(3)
    area, age = random.choice(["東", "西"], 2000), random.choice(["若", "老"], 2000)
    answer = np.where(random.random(2000) < np.where(area == "東", 0.7, 0.3), "はい", "いいえ")
    assert not found(pd.DataFrame({"地区": area, "答": answer, "年代": age}), "地区", "答", ["年代"])


def test_opposite_differences_are_told() -> None:
    random = np.random.default_rng(4)
    area, age = random.choice(["東", "西"], 4000), random.choice(["若", "老"], 4000, p=[0.75, 0.25])
    share = np.where(age == "若", np.where(area == "東", 0.7, 0.3), np.where(area == "東", 0.4, 0.6))
    answer = np.where(random.random(4000) < share, "はい", "いいえ")
    (turned,) = found(pd.DataFrame({"地区": area, "答": answer, "年代": age}), "地区", "答", ["年代"])
    assert turned.change is Change.DIFFERS


def test_nothing_is_told_of_chance() -> None:
    random = np.random.default_rng(5)
    told = 0
    for _ in range(40):
        frame = pd.DataFrame({name: random.choice(["a", "b"], 300) for name in ("地区", "答", "年代")})
        told += bool(found(frame, "地区", "答", ["年代"]))
    assert told <= 6
