"""The fictional files carry the truth they claim, and come out the same each time."""

from collections import Counter
from datetime import datetime
from pathlib import Path
from statistics import mean

import pytest

from shirube.codebook import Answer, read_codebook
from shirube.office.read import read_book
from shirube_workbooks.mihon import health, inquiries, panel, reorganisation, survey, yearbook
from shirube_workbooks.mihon.build import FOLDER, WORKBOOKS, build_mihon
from shirube_workbooks.mihon.draws import Draws
from shirube_workbooks.mihon.questionnaire import CODEBOOK, COLUMNS, codebook_rows
from support.packages import opened, parts


@pytest.fixture(scope="module")
def people() -> list[dict[str, object]]:
    return [dict(zip(survey.header(), row, strict=True)) for row in survey.answers()]


@pytest.fixture(scope="module")
def months() -> list[dict[str, object]]:
    return [dict(zip(panel.HEADER, row, strict=True)) for row in panel.panel()]


def share(rows: list[dict[str, object]], column: str, *values: object) -> float:
    known = [row[column] for row in rows if row[column] not in (None, 9)]
    return sum(value in values for value in known) / len(known)


def test_committed_files_are_what_the_script_makes(tmp_path: Path) -> None:
    for path in build_mihon(tmp_path):
        assert parts(path) == parts(FOLDER / path.name), path.name


@pytest.mark.parametrize("name", [item.file for item in WORKBOOKS])
def test_every_file_says_it_is_fictional(name: str) -> None:
    book = opened(FOLDER / name)
    assert "架空のデータです" in book["説明"]["B2"].value
    assert "架空" in book.properties.title
    assert all("架空" in (sheet.oddHeader.left.text or "") for sheet in book if sheet.title != "説明")


def test_draws_follow_their_distributions() -> None:
    draws = Draws(5)
    normal = [draws.normal(2, 3) for _ in range(4000)]
    counts = [draws.poisson(4.0) for _ in range(4000)]
    picked = Counter(draws.choice((1, 0, 3)) for _ in range(4000))
    # Bounds are five standard errors of each mean.
    assert mean(normal) == pytest.approx(2, abs=5 * 3 / 4000**0.5)
    assert mean(counts) == pytest.approx(4, abs=5 * 2 / 4000**0.5)
    assert picked[1] == 0
    assert picked[2] / 4000 == pytest.approx(0.75, abs=5 * (0.1875 / 4000) ** 0.5)


# ---------------------------------------------------------------- survey


def test_survey_has_3000_answers_numbered_in_order(people: list[dict[str, object]]) -> None:
    assert [row["回答番号"] for row in people] == list(range(1, 3001))


def test_every_code_is_in_the_codebook(people: list[dict[str, object]]) -> None:
    for question in CODEBOOK.questions:
        codes = {option.code for option in question.options}
        if question.answer is Answer.SINGLE:
            found = {"" if row[question.key] is None else str(row[question.key]) for row in people}
            assert found == codes, question.key
        elif question.separator:
            found = {part for row in people for part in str(row[question.key] or "").split(question.separator)}
            assert found == codes, question.key
        elif question.columns:
            assert {row[column] for row in people for column in question.columns} == {0, 1, None}


def test_codebook_sheet_holds_the_codebook() -> None:
    sheet = opened(FOLDER / "みほん市_住民アンケート.xlsx")["設問票"]
    rows = [tuple(cell.value for cell in row) for row in sheet.iter_rows()]
    assert rows[0] == COLUMNS
    assert rows[1:] == codebook_rows(CODEBOOK)
    grids = {grid.name: grid for grid in read_book(FOLDER / "みほん市_住民アンケート.xlsx").sheets}
    assert read_codebook(grids["設問票"]) == CODEBOOK


def test_weights_give_the_population_by_sex_and_age(people: list[dict[str, object]]) -> None:
    total = sum(row["ウェイト"] for row in people)
    everyone = sum(map(sum, survey.POPULATION))
    assert total == pytest.approx(3000, abs=0.2)
    for sex in range(2):
        for age in range(6):
            cell = sum(r["ウェイト"] for r in people if (r["性別"], r["年代"]) == (sex + 1, age + 1))
            assert cell / total == pytest.approx(survey.POPULATION[sex][age] / everyone, abs=1e-4)


def test_older_people_want_to_stay(people: list[dict[str, object]]) -> None:
    shares = [share([row for row in people if row["年代"] == age], "問1", 1) for age in range(1, 7)]
    assert shares[0] < 0.35 < 0.6 < shares[5]
    assert shares == sorted(shares)


def test_only_north_hill_is_dissatisfied_with_the_bus(people: list[dict[str, object]]) -> None:
    shares = {d: share([row for row in people if row["地区"] == d], "問2_2", 4, 5) for d in range(1, 9)}
    named = {d: share([row for row in people if row["地区"] == d], "問3_1", 1) for d in range(1, 9)}
    north = survey.NORTH_HILL + 1
    assert shares.pop(north) > 0.6 > 0.4 > max(shares.values())
    assert named.pop(north) > 0.4 > 0.3 > max(named.values())


def test_some_do_not_answer_and_nothing_excludes_the_rest(people: list[dict[str, object]]) -> None:
    for column, blank in (("居住年数", 9), ("問1", 9), ("問2_1", None), ("問3_1", None), ("問4", None)):
        assert 0.005 < sum(row[column] == blank for row in people) / 3000 < 0.05, column
    for row in people:
        troubles = [row[f"問3_{number}"] for number in range(1, 10)]
        assert troubles == [None] * 9 or troubles[8] == int(not any(troubles[:8]))
        assert row["問4"] is None or "利用していない" not in row["問4"] or row["問4"] == "利用していない"


# ---------------------------------------------------------------- inquiries


def test_inquiries_keep_office_hours_and_improve_when_the_faq_is_renewed() -> None:
    rows = [dict(zip(inquiries.HEADER, row, strict=True)) for row in inquiries.inquiries()]
    assert 1400 < len(rows) < 1600
    times = [row["受付日時"] for row in rows]
    assert times == sorted(times)
    assert datetime(2024, 4, 1) <= times[0]
    assert times[-1] < datetime(2025, 4, 1)
    for row in rows:
        at = row["受付日時"]
        if row["窓口"] in ("電話", "来庁"):
            assert at.weekday() < 5
            assert 8.5 <= at.hour + at.minute / 60 <= 17.25
    chats = [row for row in rows if row["窓口"] == "チャット"]
    before = [row["回答"] == "回答済" for row in chats if row["受付日時"] < inquiries.RENEWED]
    after = [row["回答"] == "回答済" for row in chats if row["受付日時"] >= inquiries.RENEWED]
    # Within three standard errors of the truth put in.
    assert mean(before) == pytest.approx(inquiries.ANSWERED_BEFORE, abs=3 * (0.24 / len(before)) ** 0.5)
    assert mean(after) == pytest.approx(inquiries.ANSWERED_AFTER, abs=3 * (0.16 / len(after)) ** 0.5)


# ---------------------------------------------------------------- panel


def test_panel_is_balanced_and_dated(months: list[dict[str, object]]) -> None:
    assert len(months) == 24 * 36
    assert len({(row["地区コード"], row["年月"]) for row in months}) == 24 * 36
    assert (months[0]["年月"], months[0]["和暦"], months[0]["年度"]) == ("2022-04", "令和4年4月", 2022)
    assert (months[-1]["年月"], months[-1]["和暦"], months[-1]["年度"]) == ("2025-03", "令和7年3月", 2024)
    running = {(row["地区コード"], row["年月"]) for row in months if row["実施中"]}
    assert len({district for district, _ in running}) == 8
    assert min(month for _, month in running) == "2024-04"
    assert len(running) == 8 * 12


def _gap(months: list[dict[str, object]], outcome: str, fiscal: range) -> float:
    """Mean of treated minus mean of the others in some fiscal years."""
    cells = [
        mean(row[outcome] for row in months if row["実施地区"] == group and row["年度"] in fiscal) for group in (1, 0)
    ]
    return cells[0] - cells[1]


def test_difference_in_differences_finds_the_effect_put_in(months: list[dict[str, object]]) -> None:
    waste = _gap(months, "ごみ排出量", range(2024, 2025)) - _gap(months, "ごみ排出量", range(2022, 2024))
    assert waste == pytest.approx(panel.EFFECT, abs=0.15)
    calls = _gap(months, "相談件数", range(2024, 2025)) - _gap(months, "相談件数", range(2022, 2024))
    assert calls == pytest.approx(0.0, abs=1.0)


def test_trends_are_parallel_before_the_start(months: list[dict[str, object]]) -> None:
    moved = _gap(months, "ごみ排出量", range(2023, 2024)) - _gap(months, "ごみ排出量", range(2022, 2023))
    assert moved == pytest.approx(0.0, abs=0.15)


# ---------------------------------------------------------------- health class


def test_participants_gain_what_was_put_in_and_some_are_missing() -> None:
    rows = [dict(zip(health.HEADER, row, strict=True)) for row in health.participants()]
    assert len(rows) == health.PARTICIPANTS
    both = [row for row in rows if row["歩数_事前"] is not None and row["歩数_事後"] is not None]
    assert 45 <= len(both) < 60
    steps = mean(row["歩数_事後"] - row["歩数_事前"] for row in both)
    fitness = mean(row["体力得点_事後"] - row["体力得点_事前"] for row in both)
    # Two standard errors: 1200 steps and 2.5 points over about 50 pairs.
    assert steps == pytest.approx(health.STEP_GAIN, abs=340)
    assert fitness == pytest.approx(health.FITNESS_GAIN, abs=0.75)


# ---------------------------------------------------------------- yearbook


def test_yearbook_prints_the_panel_with_totals_that_add_up(months: list[dict[str, object]]) -> None:
    sheet = opened(FOLDER / "みほん市_地区別の表.xlsx")["第5表"]
    lines = {row[0].value: [_shown(cell.value) for cell in row[1:9]] for row in sheet.iter_rows(7, 36)}
    areas = [name for name in lines if name.startswith("　") and not name.startswith("　　")]
    districts = [name for name in lines if name.startswith("　　")]
    assert (len(areas), len(districts)) == (5, 24)
    for column in range(8):
        assert lines["市計"][column] == sum(lines[name][column] for name in areas)
        assert lines["市計"][column] == sum(lines[name][column] for name in districts)
    assert sorted(number for _, members in yearbook.AREAS for number in members) == list(range(1, 25))
    waste = sum(row["ごみ排出量"] * row["人口"] for row in months if row["地区"] == "浜" and row["年度"] == 2023) / 1000
    assert lines["　　浜"][1] == pytest.approx(waste, abs=0.5)
    assert lines["　　浜"][3] == lines["　　浜"][2] - lines["　　浜"][1]


def _shown(value: object) -> float:
    return -float(value[1:].replace(",", "")) if isinstance(value, str) else float(value)


# ---------------------------------------------------------------- reorganisation


def test_new_districts_are_the_old_people_on_new_boundaries() -> None:
    rows = reorganisation.population()
    old = {name: people for name, year, people, _, _ in rows if year == 2024}
    new = {name: people for name, year, people, _, _ in rows if year == 2025}
    assert (len(old), len(new)) == (24, 20)
    expected = dict.fromkeys(new, 0.0)
    for name, people in old.items():
        targets = [(n, s) for o, n, s, _ in reorganisation.CHANGES if o == name] or [(name, 1.0)]
        for target, share in targets:
            expected[target] += people * share * reorganisation.GROWTH
    assert {name: pytest.approx(value, abs=0.51) for name, value in expected.items()} == new


def test_the_crosswalk_loses_nobody_in_either_direction() -> None:
    forward, backward = Counter(), Counter()
    for old, new, _, _, share, back, _, _ in reorganisation.crosswalk():
        forward[old] += share
        backward[new] += back
    assert all(total == pytest.approx(1) for total in (*forward.values(), *backward.values()))


def test_the_council_list_lacks_one_district_and_has_a_stranger() -> None:
    listed = {name for name, *_ in reorganisation.salons()}
    assert len(listed) == 20
    assert "大橋東" in listed
    assert "駅前" not in listed
