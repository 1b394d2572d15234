"""The ribbon: valid, complete, and every button has a command behind it."""

import re

import pytest
from lxml import etree

from support.shared import ROOT, shared

N = "{http://schemas.microsoft.com/office/2009/07/customui}"
SAFE_ICONS = {"DataValidation", "ChartInsert", "PivotTableInsert", "RefreshAll", "RemoveDuplicates", "Help"}
FOLDER = ROOT / "macros" / "shirube_macros"
LIMITS = {"label": 1024, "screentip": 1024, "supertip": 1024, "keytip": 3}


@pytest.fixture(scope="module")
def ui():
    return etree.parse(str(FOLDER / "ribbon" / "customUI14.xml")).getroot()


@pytest.fixture(scope="module")
def buttons(ui):
    return list(ui.iter(f"{N}button"))


def test_tab_and_groups_in_step_order(ui):
    tab = ui.find(f".//{N}tab")
    assert (tab.get("label"), tab.get("keytip")) == ("しるべ", "SB")
    assert [g.get("label") for g in tab] == ["整える", "集計", "評価", "支援"]


def test_ids_and_keytips_are_unique(ui, buttons):
    ids = [e.get("id") for e in ui.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    keytips = [b.get("keytip") for b in buttons]
    assert len(keytips) == len(set(keytips))
    assert all(re.fullmatch("[A-Z]", k) for k in keytips)


def test_texts_are_japanese_and_within_limits(ui, buttons):
    for element in ui.iter():
        assert all(len(element.get(name, "")) <= most for name, most in LIMITS.items())
    for button in buttons:
        assert len(button.get("label")) <= 8
        assert all(re.search("[ぁ-ん一-龥]", button.get(name)) for name in ("label", "screentip", "supertip"))
        assert "変えません" in button.get("supertip")


def test_icons_are_from_the_list_every_excel_has(buttons):
    assert {b.get("imageMso") for b in buttons if b.get("imageMso")} <= SAFE_ICONS
    assert all(b.get("imageMso") for b in buttons if b.get("size") == "large")


def test_at_most_five_buttons_and_one_large_one_per_group(ui):
    for group in ui.iter(f"{N}group"):
        members = list(group.iter(f"{N}button"))
        assert 1 <= len(members) <= 5
        assert [b.get("size") for b in members].count("large") == 1


def test_one_callback_with_the_signature_excel_calls(ui, buttons):
    assert {b.get("onAction") for b in buttons} == {"SbOnAction"}
    assert not [name for e in ui.iter() for name in e.attrib if name.startswith(("get", "onLoad", "loadImage"))]
    assert "Public Sub SbOnAction(control As IRibbonControl)" in (FOLDER / "vba" / "modRibbon.bas").read_text("ascii")


def test_every_tag_has_a_command_and_every_command_a_button(buttons):
    from shirube_udfs.ribbon import BUTTONS

    tags = {b.get("tag"): b.get("label") for b in buttons}
    assert tags.pop("explain")  # answered by VBA itself
    assert tags == {name: button.label for name, button in BUTTONS.items()}


def test_valid_against_the_schema_of_office(ui):
    path = shared("schemas", "customui14.xsd")
    import xmlschema

    schema = xmlschema.XMLSchema(str(path))
    assert [f"{e.path}: {e.reason}" for e in schema.iter_errors(str(FOLDER / "ribbon" / "customUI14.xml"))] == []
