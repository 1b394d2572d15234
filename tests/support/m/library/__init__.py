"""The functions of M that the evaluator knows; importing a module enters its functions."""

from support.m.library import (
    constants,
    dates,
    files,
    lists,
    lists_find,
    numbers,
    records,
    tables_columns,
    tables_make,
    tables_rows,
    tables_shape,
    text,
    text_find,
    values,
)
from support.m.registry import LIBRARY

__all__ = [
    "LIBRARY", "constants", "dates", "files", "lists", "lists_find", "numbers", "records", "tables_columns",
    "tables_make", "tables_rows", "tables_shape", "text", "text_find", "values",
]  # fmt: skip
