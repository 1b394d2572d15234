import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from shirube.crosstab import CrosstabRequest, code, tabulate
from shirube.crosstab.weights import WEIGHT_KEY, Population, read_population, weigh, weighting_detail
from shirube.errors import CrosstabError
from shirube.grid import Grid
from shirube.stats.calibration import poststratify, rake, trim


def people(n: int = 400, *, seed: int = 1) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "性別": random.choice(["男", "女"], n, p=[0.35, 0.65]),
            "年代": random.choice(["若", "中", "老"], n, p=[0.15, 0.3, 0.55]),
            "答": random.choice(["はい", "いいえ"], n),
        }
    )


SHEET = [
    ["設問", "選択肢", "人口"],
    *(["性別", label, n] for label, n in (("男", 49_000), ("女", 51_000))),
    *(["年代", label, n] for label, n in (("若", 30_000), ("中", 35_000), ("老", 35_000))),
]


def coded(frame: pd.DataFrame):
    return code(frame, ["性別", "年代", "答"])


def test_raking_meets_every_margin() -> None:
    frame = people()
    found = weigh(coded(frame), read_population(Grid.from_rows(SHEET)))
    weights = found.coded.weights
    assert weights is not None
    assert weights.mean() == pytest.approx(1)
    for question, label, population, _, after in found.shares:
        mine = weights[(frame[question] == label).to_numpy()].sum() / weights.sum()
        assert mine == pytest.approx(population) == pytest.approx(after)
    assert found.effective_n == pytest.approx(weights.sum() ** 2 / (weights**2).sum())
    assert found.design_effect == pytest.approx(len(frame) / found.effective_n)


def test_poststratification_meets_every_cell() -> None:
    frame = people()
    cells = {(a, b): float(1000 * (i + 1)) for i, (a, b) in enumerate((a, b) for a in "男女" for b in "若中老")}
    rows = [["性別", "年代", "人口"], *([a, b, n] for (a, b), n in cells.items())]
    found = weigh(coded(frame), read_population(Grid.from_rows(rows)))
    assert found.method == "事後層化"
    weights = found.coded.weights
    assert weights is not None
    for (a, b), persons in cells.items():
        mine = weights[((frame["性別"] == a) & (frame["年代"] == b)).to_numpy()].sum()
        assert mine / weights.sum() == pytest.approx(persons / sum(cells.values()))


def test_weighted_table_shows_the_population_composition() -> None:
    found = weigh(coded(people()), read_population(Grid.from_rows(SHEET)))
    table = tabulate(found.coded, CrosstabRequest("性別", "答", weight=WEIGHT_KEY))
    assert table.uneven
    assert table.weighted_base[table.row.labels.index("男")] / table.weighted_base[-1] == pytest.approx(0.49)


def test_whoever_left_it_blank_gets_the_mean() -> None:
    frame = people()
    frame.loc[:9, "年代"] = None
    found = weigh(coded(frame), read_population(Grid.from_rows(SHEET)))
    weights = found.coded.weights
    assert weights is not None
    assert weights[:10] == pytest.approx(1)
    assert any("10人" in line for line in weighting_detail(found).paragraphs)


def test_trimming_is_reported() -> None:
    frame = people()
    plain, cut = (weigh(coded(frame), read_population(Grid.from_rows(SHEET)), most=most) for most in (0, 1.5))
    assert cut.trimmed > 0
    assert cut.coded.weights is not None
    assert cut.coded.weights.max() <= 1.5 + 1e-9
    assert cut.design_effect < plain.design_effect
    assert any("切り詰め" in note for note in cut.notes)


def test_given_weights_are_the_start() -> None:
    frame = people().assign(w=lambda f: np.where(np.arange(len(f)) % 2, 1.0, 3.0))
    found = weigh(code(frame, ["性別", "年代"], weight="w"), read_population(Grid.from_rows(SHEET)))
    weights = found.coded.weights
    assert weights is not None
    same = ((frame["性別"] == "男") & (frame["年代"] == "若")).to_numpy()
    ratio = weights[same] / frame["w"].to_numpy()[same]
    assert ratio == pytest.approx(ratio[0])


@pytest.mark.parametrize(
    ("rows", "key"),
    [
        ([["設問", "選択肢", "人口"], ["性別", "男", -1]], "C307"),
        ([["設問", "選択肢", "人口"], ["性別", "男", 1], ["性別", "男", 2]], "C307"),
        ([*SHEET, ["年代", "超老", 10]], "C308"),
        ([row for row in SHEET if row[1] != "若"], "C308"),
    ],
)
def test_population_that_does_not_fit_is_refused(rows, key) -> None:
    with pytest.raises(CrosstabError) as caught:
        weigh(coded(people()), read_population(Grid.from_rows(rows)))
    assert caught.value.key == key


def test_contradicting_margins_and_limits_are_refused() -> None:
    frame = pd.DataFrame({"性別": ["男", "男", "女"], "年代": ["若", "若", "老"], "答": ["はい"] * 3})
    population = Population(("性別", "年代"), {("男", ""): 50.0, ("女", ""): 50.0, ("", "若"): 10.0, ("", "老"): 90.0})
    with pytest.raises(CrosstabError) as caught:
        weigh(coded(frame), population)
    assert caught.value.key == "C309"
    with pytest.raises(CrosstabError) as caught:
        weigh(coded(people()), read_population(Grid.from_rows(SHEET)), most=0.8)
    assert caught.value.key == "C310"


@settings(max_examples=40)
@given(st.integers(0, 5000))
def test_raking_keeps_the_odds_ratios_of_the_start(seed: int) -> None:
    """Iterative proportional fitting changes margins only; compared with statsmodels-free arithmetic."""
    random = np.random.default_rng(seed)
    table = random.integers(3, 30, (2, 3))
    a, b = np.repeat(np.indices((2, 3)).reshape(2, -1), table.ravel(), axis=1)
    raked = rake([(a, [60.0, 40.0]), (b, [20.0, 50.0, 30.0])])
    assume(raked.converged)
    fitted = np.zeros((2, 3))
    np.add.at(fitted, (a, b), raked.weights)
    assert fitted.sum(axis=1) == pytest.approx([60, 40])
    assert fitted.sum(axis=0) == pytest.approx([20, 50, 30])
    for j in (1, 2):
        before = table[0, 0] * table[1, j] / (table[0, j] * table[1, 0])
        after = fitted[0, 0] * fitted[1, j] / (fitted[0, j] * fitted[1, 0])
        assert after == pytest.approx(before)


@given(st.lists(st.floats(0.05, 20), min_size=3, max_size=40), st.floats(1.2, 5))
def test_trimming_keeps_the_sum_and_the_limits(weights: list[float], high: float) -> None:
    start = np.array(weights)
    cut, count = trim(start, 0.0, high)
    assert cut.max() <= high * start.mean() * (1 + 1e-9)
    assert count == 0 or cut.sum() == pytest.approx(start.sum(), rel=1e-6) or count == len(start)
    if start.max() <= high * start.mean():
        assert (cut == start).all()


def test_poststratify_by_hand() -> None:
    assert poststratify(np.array([0, 1, 1, -1]), [4, 6]).tolist() == [4, 3, 3, 1]
    with pytest.raises(ValueError, match="nobody"):
        poststratify(np.array([0]), [1, 1])
