"""The add-in's own VBA running in LibreOffice: cells, buttons, and nothing at all with macros off."""

import pytest

from shirube.errors import catalogue as messages
from shirube_macros.functions import catalogue
from support import live
from support.library import ANSWERS, expected
from support.office import Office

VALUE_ERROR = "Error 2015"  # what LibreOffice shows for CVErr(xlErrValue)
MACRO_MISSING = 519


def rows_of(answer: object) -> list[list[object]]:
    return answer if isinstance(answer, list) else [[answer]]


def same(shown: object, wanted: object) -> bool:
    if isinstance(wanted, int | float):  # Calc keeps TRUE and FALSE as 1 and 0
        return shown == pytest.approx(float(wanted), rel=1e-12, abs=1e-12)
    return shown == str(wanted)


def text(code: str) -> str:
    return f"{messages()[code].ja} {messages()[code].fix}"


@pytest.mark.parametrize("name", ANSWERS)
def test_cells_show_what_the_library_answers(office: Office, name: str) -> None:
    shown = office.addin[name]
    assert shown["error"] == 0
    wanted = rows_of(expected(name))
    assert [len(row) for row in shown["rows"]] == [len(row) for row in wanted]
    pairs = [(shown["rows"][r][c], cell) for r, row in enumerate(wanted) for c, cell in enumerate(row)]
    assert [pair for pair in pairs if not same(*pair)] == []


def test_every_function_of_the_catalogue_stood_in_a_cell(office: Office) -> None:
    assert {f.name for f in catalogue()} <= office.addin.keys()
    assert {f.name for f in catalogue()} - set(ANSWERS) == live.ONE_CELL
    assert office.addin["SB_WHY"]["rows"] == [[""]]


def test_no_cell_shows_anything_with_macros_off(office: Office) -> None:
    assert {f.name for f in catalogue()} == office.live["macros off"].keys()
    for shown in office.live["macros off"].values():
        assert shown["error"] == MACRO_MISSING
        assert {value for row in shown["rows"] for value in row} == {None}


# ------------------------------------------------------------------ kept tables
def test_formulas_over_a_kept_table(office: Office) -> None:
    assert office.addin["handle"]["rows"] == office.addin["SB_TABLE"]["rows"]
    assert office.addin["handle"]["rows"][0][0].endswith("（60行×5列）")
    assert office.addin["by handle"]["rows"] == [[20]]
    assert office.addin["crosstab by handle"]["rows"] == office.addin["SB_CROSSTAB"]["rows"]


def test_a_table_lost_with_its_process_is_read_again(office: Office) -> None:
    assert office.addin["after a restart"]["rows"] == [[20]]


def test_a_handle_nobody_can_read_again_is_an_error(office: Office) -> None:
    assert office.addin["lost"]["rows"] == [[VALUE_ERROR]]


# ------------------------------------------------------------------ errors
def test_why(office: Office) -> None:
    sentence = office.addin["text error"]["rows"][0][0]
    assert sentence.startswith("#SB-T102 ")
    assert office.addin["why"]["rows"] == [[sentence[1:]]]
    assert office.addin["no why"]["rows"] == [[""]]
    assert office.addin["explain"] == {"told": [sentence[1:]], "executed": []}
    assert office.addin["explain nothing"]["told"] == [text("F302")]


def test_sentences_are_remembered_by_cell(office: Office) -> None:
    first, second, none, oldest, newest = office.addin["memory"].split("|")
    assert (first, second, none) == ("#SB-X first", "#SB-X newest", "")
    assert (oldest, newest) == ("", "#SB-X 502")  # the most are 500: the oldest made room


# ------------------------------------------------------------------ formulas as text
def test_what_a_formula_calls(office: Office) -> None:
    assert office.addin["argument"] == "Sheet1!A1:B3"
    assert office.addin["argument with a path"] == "A1"
    assert office.addin["argument of another"] == ""
    assert office.addin["argument among others"] == ""


def test_links_to_the_add_in_at_another_place(office: Office) -> None:
    assert office.addin["moved"]
    assert office.addin["share"]
    assert not office.addin["not moved"]
    assert not office.addin["other book"]


# ------------------------------------------------------------------ results as values
def test_a_result_is_spread_over_the_cells_it_needs(office: Office) -> None:
    assert office.addin["spread cells"]["rows"] == office.addin["as evaluated"]["rows"]
    assert {cell[0] for row in office.addin["spread cells"]["formulas"] for cell in row} == {"{"}
    assert office.addin["left alone"]["rows"][1][3] == 1
    assert office.addin["left alone"]["formulas"][0][0] == '=SB_CROSSTAB(A1;"性別";"満足度")'


def put_back(answer: str) -> str:
    """The formula again, from the shortened one and what was cut out of it."""
    formula, *cut = answer.split("|")
    for number in range(len(cut), 0, -1):
        formula = formula.replace(f"98765432{number + 9}", cut[number - 1])
    return formula


@pytest.mark.parametrize(("name", "whole"), [("pieces", live.LONG_ENGLISH), ("pieces of odd texts", live.ODD_FORMULA)])
def test_a_long_formula_is_cut_into_arguments_that_can_be_put_back(office: Office, name: str, whole: str) -> None:
    first, *cut = office.addin[name].split("|")
    assert len(whole) > 255 >= len(first)
    assert all(len(piece) <= 255 for piece in cut)
    assert put_back(office.addin[name]) == whole


def test_a_formula_whose_long_part_is_no_argument_of_ours_is_not_cut(office: Office) -> None:
    assert office.addin["no pieces"] == ""


@pytest.mark.parametrize("number", range(len(live.ONE_CALLS)))
def test_what_is_one_call(office: Office, number: int) -> None:
    assert bool(office.addin[f"one call {number}"]) is live.ONE_CALLS[number][1]


@pytest.mark.parametrize(("name", "whole"), [("entered", live.LONG_ENGLISH), ("entered odd texts", live.ODD_FORMULA)])
def test_a_long_formula_is_entered_where_excel_has_its_limits(office: Office, name: str, whole: str) -> None:
    assert office.addin[name] == f"True|{whole}"


def test_nothing_is_left_of_a_formula_excel_refuses(office: Office) -> None:
    assert office.addin["refused"] == "False|"


def test_a_formula_that_is_not_taken_in_pieces_stands_as_before(office: Office) -> None:
    assert office.addin["put back"] == {
        "rows": [[office.addin["long"]["rows"][0][0], *[""] * 7], *[[""] * 8] * 3],
        "formulas": [[live.LONG, *[""] * 7], *[[""] * 8] * 3],
    }


def test_what_a_long_formula_gives_is_overheard(office: Office) -> None:
    assert office.addin["overheard"] == "True|outer"
    assert office.addin["not overheard"] == "False|"


def test_a_result_is_written_out_on_a_new_sheet(office: Office) -> None:
    assert office.addin["written out"]["rows"] == office.addin["crosstab by handle"]["rows"]
    assert not any(str(cell).startswith("=") for row in office.addin["written out"]["formulas"] for cell in row)


def test_fixing_a_sheet_keeps_what_was_shown_and_no_formula(office: Office) -> None:
    rows, formulas = office.addin["fixed"]["rows"], office.addin["fixed"]["formulas"]
    assert [row[:8] for row in rows[2:7]] == office.addin["crosstab by handle"]["rows"]
    assert rows[1][0] == 20
    assert [row[10] for row in rows[1:6]] == list(live.ODD_TEXTS)
    assert not any(str(cell).lstrip("{").startswith("=SB_") for row in formulas for cell in row)
    asked, done = office.addin["fix"]["told"]
    assert asked == text("F307")
    assert office.addin["fix again"]["told"][-1] == text("F309")
    logged = [row for row in office.addin["log"]["rows"][1:] if row[3]]
    assert done == text("F308").replace("{count}", str(len(logged) - 1))  # one line is of the sheet written out


def test_the_log_of_formulas_is_text_on_a_visible_sheet(office: Office) -> None:
    head, *lines = office.addin["log"]["rows"]
    assert head == ["日時", "シート", "番地", "式"]
    assert {"A1", "A3:H7"} <= {line[2] for line in lines}
    assert all(line[3].lstrip("={").startswith("SB_") for line in lines if line[3])
    visible = dict(office.addin["sheets after"])
    assert visible["固めた式"] is True
    assert all(visible.values())


# ------------------------------------------------------------------ buttons
def test_every_button_reaches_its_command(office: Office) -> None:
    for tag in live.buttons():
        if f"press {tag}" not in office.addin or tag == "explain":
            continue
        assert office.addin[f"press {tag}"] == {
            "told": [],
            "executed": [f"import shirube_udfs.ribbon; shirube_udfs.ribbon.press('{tag}')"],
        }
