"""Power Query: a recipe becomes a query (M) that redoes the conversion on 更新, without Python.

>>> from shirube.grid import Grid
>>> from shirube.tidy import detect
>>> grid = Grid.from_rows([["人口（人）"], ["地区", "男", "女"], ["東", 1, 2], ["西", 3, 4]], name="第1表")
>>> script = compile_recipe(grid, detect(grid).best.recipe)
>>> script.name, [column.name for column in script.columns][:3]
('第1表', ['地区', '性別', '値'])
"""

from .compile import compile_recipe, result_of
from .script import Column, Script
from .source import FileSource, Source
from .trip import Recognised, edited, recognise
from .union import compile_union

__all__ = [
    "Column",
    "FileSource",
    "Recognised",
    "Script",
    "Source",
    "compile_recipe",
    "compile_union",
    "edited",
    "recognise",
    "result_of",
]
