"""Which function checks which rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import MappingProxyType

from ..facts import CheckSource
from ..finding import Finding
from ..sheet import Sheet
from . import (
    l1_01_machine_format,
    l1_02_one_table,
    l1_03_unbroken,
    l1_04_nothing_outside,
    l1_05_named_columns,
    l1_06_layout_spaces,
    l1_07_one_datum,
    l1_08_plain_characters,
    l1_09_blank_and_zero,
    l1_10_no_objects,
    l1_11_no_meaning_by_look,
    l1_12_no_merges,
    l1_13_nothing_hidden,
    l1_14_one_line,
    l1_15_quoted,
    l2_01_numbers,
    l2_02_nothing_omitted,
    l2_03_unique_names,
    l2_04_same_choices,
    l2_05_other_apart,
    l2_06_values_only,
    l3_01_header_first,
    l3_02_code_table,
    l3_03_defined_symbols,
    l3_04_units,
    l3_05_times,
    l3_06_regions,
    l3_08_described,
    l3_09_long_form,
)

__all__ = ["FILE_CHECKS", "SHEET_CHECKS"]

SHEET_CHECKS: MappingProxyType[str, Callable[[Sheet], Iterator[Finding]]] = MappingProxyType(
    {
        "L1-02": l1_02_one_table.check,
        "L1-03": l1_03_unbroken.check,
        "L1-04": l1_04_nothing_outside.check,
        "L1-05": l1_05_named_columns.check,
        "L1-06": l1_06_layout_spaces.check,
        "L1-07": l1_07_one_datum.check,
        "L1-08": l1_08_plain_characters.check,
        "L1-09": l1_09_blank_and_zero.check,
        "L1-10": l1_10_no_objects.check,
        "L1-11": l1_11_no_meaning_by_look.check,
        "L1-12": l1_12_no_merges.check,
        "L1-13": l1_13_nothing_hidden.check,
        "L2-01": l2_01_numbers.check,
        "L2-02": l2_02_nothing_omitted.check,
        "L2-03": l2_03_unique_names.check,
        "L2-04": l2_04_same_choices.check,
        "L2-05": l2_05_other_apart.check,
        "L2-06": l2_06_values_only.check,
        "L3-01": l3_01_header_first.check,
        "L3-02": l3_02_code_table.check,
        "L3-03": l3_03_defined_symbols.check,
        "L3-04": l3_04_units.check,
        "L3-05": l3_05_times.check,
        "L3-06": l3_06_regions.check,
        "L3-09": l3_09_long_form.check,
    }
)
"""Rules that look at one sheet."""

FILE_CHECKS: MappingProxyType[str, Callable[[CheckSource], Iterator[Finding]]] = MappingProxyType(
    {
        "L1-01": l1_01_machine_format.check,
        "L1-14": l1_14_one_line.check,
        "L1-15": l1_15_quoted.check,
        "L3-08": l3_08_described.check,
    }
)
"""Rules that look at a file as a whole. L3-07 compares files: `l3_07_same_form.check_files`."""
