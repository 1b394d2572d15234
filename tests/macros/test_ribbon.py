"""The ribbon: made from one table, valid, complete, and every button has a command behind it."""

import importlib
import pkgutil
import re

import pytest
from lxml import etree

import shirube.commands
from shirube.commands.base import Command
from shirube.errors import WriteError
from shirube_macros.ribbon import PROMISE, custom_ui, groups, parse
from shirube_macros.ribbon.page import page
from support.shared import ROOT, shared

N = "{http://schemas.microsoft.com/office/2009/07/customui}"
FOLDER = ROOT / "macros" / "shirube_macros"
LIMITS = {"label": 1024, "screentip": 1024, "supertip": 1024, "keytip": 3}
#: Names of Office's own pictures that stand in Microsoft's lists for Excel 2016 and for Microsoft 365 alike.
_NAMES = """
AccessibilityChecker AutoSum ChartDataTable ChartInsert ChartTrendline Consolidate DataTable DataValidation
ErrorChecking FileDocumentInspect FileNew FilePrintPreview FilePublishAsWebPage FileSaveACopy FileSendAsAttachment
GetPowerQueryMerge GoalSeek Help Lock PivotTableInsert RefreshAll RemoveDuplicates ReviewTrackChangesMenu
ScenarioManager SortDescendingExcel TableStyleBandedColumns TraceDependents TraceError Undo
"""
ICONS = frozenset(_NAMES.split())


#: Buttons that change cells of the user's sheet, after asking or into empty cells only.
CHANGING = {"fix_sheet", "fix_book", "spread"}


@pytest.fixture(scope="module")
def ui():
    return etree.parse(str(FOLDER / "ribbon" / "customUI14.xml")).getroot()


@pytest.fixture(scope="module")
def buttons(ui):
    return list(ui.iter(f"{N}button"))


def test_the_files_are_what_the_table_makes():
    assert (FOLDER / "ribbon" / "customUI14.xml").read_text("utf-8") == custom_ui(groups())
    assert (ROOT / "docs" / "ribbon.md").read_text("utf-8") == page(groups())


def test_tab_and_groups_in_step_order(ui):
    tab = ui.find(f".//{N}tab")
    assert (tab.get("label"), tab.get("keytip")) == ("しるべ", "SB")
    assert [g.get("label") for g in tab] == ["準備", "診断", "整える", "集計", "評価", "まとめ", "支援"]


def test_ids_and_keytips_are_unique(ui, buttons):
    ids = [e.get("id") for e in ui.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    keytips = [b.get("keytip") for b in buttons]
    assert len(keytips) == len(set(keytips))
    assert all(re.fullmatch("[A-Z]{2}", k) for k in keytips)  # none begins another


def test_texts_are_japanese_and_within_limits(ui, buttons):
    for element in ui.iter():
        assert all(len(element.get(name, "")) <= most for name, most in LIMITS.items())
    for button in buttons:
        assert len(button.get("label")) <= 8
        assert all(re.search("[ぁ-んァ-ヶ一-龥]", button.get(name)) for name in ("label", "screentip", "supertip"))
        assert button.get("supertip").endswith(PROMISE) != (button.get("tag") in CHANGING)


def test_every_screentip_says_what_comes_out_and_where(buttons):
    where = (
        "新しいシートに出す",
        "新しいブックに作る",
        "新しいブックに出す",
        "元の隣に作る",
        "画面に表示する",
        "を開く",
        "取り除く",
        "値に変える",
        "空いたセルに並べる",
    )
    assert [b.get("label") for b in buttons if not b.get("screentip").endswith(where)] == []


def test_icons_are_from_the_lists_of_office(ui):
    used = {e.get("imageMso") for e in ui.iter() if e.get("imageMso")}
    assert used <= ICONS
    assert all(e.get("imageMso") for e in ui.iter(f"{N}button", f"{N}menu"))


def test_at_most_five_controls_and_one_large_one_per_group(ui):
    for group in ui.iter(f"{N}group"):
        members = list(group)
        assert 1 <= len(members) <= 5
        assert [b.get("size") for b in members].count("large") == 1
        assert members[0].get("size") == "large"
    assert not [b for menu in ui.iter(f"{N}menu") for b in menu if b.get("size")]


def test_one_callback_with_the_signature_excel_calls(ui, buttons):
    assert {b.get("onAction") for b in buttons} == {"SbOnAction"}
    assert not [name for e in ui.iter() for name in e.attrib if name.startswith(("get", "onLoad", "loadImage"))]
    assert "Public Sub SbOnAction(control As IRibbonControl)" in (FOLDER / "vba" / "modRibbon.bas").read_text("ascii")


def test_every_tag_has_something_behind_it(buttons):
    from shirube_udfs import ribbon
    from shirube_udfs.buttons import buttons as table

    vba = (FOLDER / "vba" / "modValues.bas").read_text("ascii")
    answered = re.findall(r'"(\w+)"', "".join(re.findall(r"^        Case (.*)$", vba, re.MULTILINE)))
    for element in buttons:
        button = table()[element.get("tag")]
        if button.vba:
            assert button.name in answered
            assert re.search(
                rf"(?:Sub|Function) {button.vba}\(",
                "".join(p.read_text("ascii") for p in (FOLDER / "vba").glob("*.bas")),
            )
        elif button.command:
            assert button.name in ribbon._ACTIONS or button.input != "own"
        else:
            assert button.name in ribbon._ACTIONS


# The trainer's commands read the specs of the templates, which the add-in does not carry: command line only.
ON_THE_COMMAND_LINE = {"homework", "cohort"}


def test_every_command_has_a_button():
    from shirube_udfs.buttons import buttons as table
    from shirube_udfs.buttons import command_of

    known = {id(command_of(button)) for button in table().values() if button.command}
    missing = []
    for module in pkgutil.iter_modules(shirube.commands.__path__):
        loaded = importlib.import_module(f"shirube.commands.{module.name}")
        missing += [c.name for c in vars(loaded).values() if isinstance(c, Command) and id(c) not in known]
    assert set(missing) == ON_THE_COMMAND_LINE


def test_valid_against_the_schema_of_office(ui):
    path = shared("schemas", "customui14.xsd")
    import xmlschema

    schema = xmlschema.XMLSchema(str(path))
    assert [f"{e.path}: {e.reason}" for e in schema.iter_errors(str(FOLDER / "ribbon" / "customUI14.xml"))] == []


BUTTON = 'name = "a"\nlabel = "x"\nkeytip = "AA"\nicon = "Help"\nscreentip = "s"\nsupertip = "t"\n'


@pytest.mark.parametrize(
    ("entries", "reason"),
    [
        ([BUTTON.replace('label = "x"\n', "")], "項目が足りません"),
        ([BUTTON.replace('"x"', '"九文字を超える表示だ"')], "8字まで"),
        ([BUTTON, BUTTON.replace('"AA"', '"AB"').replace('"x"', '"y"')], "name が二つ"),
        ([BUTTON, BUTTON.replace('"a"', '"b"').replace('"x"', '"y"')], "keytip が二つ"),
    ],
)
def test_mistakes_in_the_table_are_told(entries, reason):
    text = '[[group]]\nid = "g"\nlabel = "組"\n' + "".join(f"[[group.button]]\n{entry}" for entry in entries)
    with pytest.raises(WriteError, match=reason):
        parse(text)
