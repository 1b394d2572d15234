"""Every step line that the guide shows can be typed into a 設定 sheet."""

import re

from shirube.tidy.recipe_steps import step_line, step_of_line
from shirube.tidy.steps import VERBS
from support.shared import ROOT


def test_the_lines_of_the_guide_are_steps():
    text = (ROOT / "docs" / "tidy.md").read_text(encoding="utf-8")
    lines = re.findall(r"^\| `([^`]+：[^`]*)` \|", text, re.MULTILINE)
    steps = [step_of_line(line) for line in lines]
    assert {step.verb for step in steps} == set(VERBS)
    assert [step_line(step) for step in steps] == lines
