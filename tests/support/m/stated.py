"""Values that the language or a function's page states and no documented example shows. The source stands before each.

"spec" is the Power Query M language specification, other names are pages of the M function reference (query-docs).
"""

# ruff: noqa: E501  (one rule on one line)

import datetime as dt

from support.m import MValue, NotModelled

VALUES: list[tuple[str, MValue]] = [
    # spec, Equality operators: null is only equal to itself; values of different types are not equal.
    ("null = null", True), ("null = 0", False), ('1 = "1"', False), ("1 = 1.0", True), ("{1, 2} = {1, 2}", True),
    ("[a = 1, b = 2] = [b = 2, a = 1]", True), ("#date(2024, 1, 1) <> null", True),
    # spec, Relational operators: either operand null gives null; texts compare by ordinal value.
    ("null < 1", None), ("1 >= null", None), ('"a" < "B"', False), ('"１" > "1"', True), ("false < true", True),
    # spec, Conditional logical operators: tables of truth with null; the right side only when needed.
    ("null and false", False), ("null and true", None), ("null or true", True), ("null or false", None),
    ('false and (error "x")', False), ('true or (error "x")', True),
    # spec, Arithmetic and concatenation with null give null; division by zero is no error.
    ("1 + null", None), ('"a" & null', None), ("1 / 0", float("inf")), ("-(null)", None),
    # spec, Null coalescing and optional selection.
    ("null ?? 2", 2), ("[a = 1][b]?", None), ("{1}{5}?", None), ("null[a]?", None),
    # spec, Let and records are lazy: an entry with an error hurts only who reads it.
    ('let a = error "x", b = 1 in b', 1), ('[a = error "x", b = 2][b]', 2), ('List.Count({error "x", 1})', 2),
    ("let f = (n) => if n = 0 then 0 else n + @f(n - 1) in f(100)", 5050),
    ("let x = 1, y = let x = x + 1 in x in y", 2),
    # spec, Error handling: try gives a record; otherwise the default.
    ('(try error "x")[Error][Message]', "x"), ("(try 1)[HasError]", False), ('try Number.FromText("a", "ja-JP") otherwise 0', 0),
    ('(try error [Reason = "R", Message = "M"])[Error][Reason]', "R"),
    # spec, Types: is and as look at the primitive part.
    ("null is nullable text", True), ("null is text", False), ("1 is any", True), ('"a" as text', "a"),
    # number-round: ties go to the even neighbour unless a mode is named (roundingmode-type).
    ("Number.Round(2.5)", 2), ("Number.Round(3.5)", 4), ("Number.Round(-2.5)", -2), ("Number.Round(1.005, 2)", 1.0),
    ("Number.Round(2.5, 0, RoundingMode.AwayFromZero)", 3), ("Number.Round(-2.5, 0, RoundingMode.AwayFromZero)", -3),
    ("Number.Round(-2.5, 0, RoundingMode.Up)", -2), ("Number.Round(-2.5, 0, RoundingMode.Down)", -3),
    ("Number.Round(2.4, 0, RoundingMode.Up)", 2), ("Number.Round(1250, -2, RoundingMode.AwayFromZero)", 1300),
    ("Number.Round(null)", None),
    # number-rounddown / -roundup: to the next lower or higher number, also below zero.
    ("Number.RoundDown(-1.2)", -2), ("Number.RoundUp(-1.2)", -1), ("Number.RoundTowardZero(-1.7)", -1),
    ("Number.RoundAwayFromZero(-1.2)", -2),
    # number-fromtext: common formats, by culture; int64-from: rounds ties to even.
    ('Number.FromText("3,423.10", "ja-JP")', 3423.1), ('Number.FromText("-5", "ja-JP")', -5),
    ('Number.FromText(" 7 ", "ja-JP")', 7), ('Number.FromText("3.423,10", "de-DE")', 3423.1),
    ('Number.FromText("12.5%", "ja-JP")', 0.125), ('Int64.From("2.5", "ja-JP")', 2), ("Number.From(true)", 1),
    ("Number.From(#date(1899, 12, 31))", 1),
    # text-combine: nulls are ignored. text-from: null gives null. text-middle: fewer characters when the text ends.
    ('Text.Combine({null, "a", null, "b"}, "|")', "a|b"), ("Text.From(null)", None), ('Text.Middle("abc", 5)', ""),
    ('Text.PadStart("1234567", 5, "0")', "1234567"), ('Text.Start("ab", 5)', "ab"), ("Text.Length(null)", None),
    # text-trim: leading and trailing white space, which in .NET includes the wide space; text-clean: control characters.
    ('Text.Trim("　 東 京　")', "東 京"), ('Text.Clean("東#(tab)京#(cr,lf)都")', "東京都"), ('Text.Trim("")', ""),
    # .NET strings: a character beyond the basic plane is two.
    ('Text.Length("𠮷野")', 3), ('Text.End("𠮷野", 1)', "野"),
    # date-from: text by culture, numbers from 30 December 1899, the fraction is a time of that day.
    ('Date.From("2024/4/1", "ja-JP")', dt.date(2024, 4, 1)), ('Date.From("2024年4月1日", "ja-JP")', dt.date(2024, 4, 1)),
    ('Date.From("4/1/2024", "en-US")', dt.date(2024, 4, 1)), ("Date.From(-1.25)", dt.date(1899, 12, 29)),
    ("Date.From(#datetime(2024, 4, 1, 23, 59, 59))", dt.date(2024, 4, 1)),
    # date-addmonths (AddMonths of .NET): the last day where the month is shorter. date-totext: format and culture.
    ("Date.AddMonths(#date(2024, 1, 31), 1)", dt.date(2024, 2, 29)),
    ("Date.AddYears(#date(2024, 2, 29), 1)", dt.date(2025, 2, 28)),
    ('Date.ToText(#date(2024, 4, 1), [Format = "yyyy年M月d日", Culture = "ja-JP"])', "2024年4月1日"),
    ('Date.ToText(#date(2024, 4, 1), "ja-JP")', NotModelled),
    ('DateTime.ToText(#datetime(2024, 4, 1, 9, 5, 0), "yyyy-MM-dd HH:mm:ss", "ja-JP")', "2024-04-01 09:05:00"),
    # number-totext: standard and custom formats.
    ('Number.ToText(1234.5, "#,0.00", "ja-JP")', "1,234.50"), ('Number.ToText(7, "00000")', NotModelled),
    ('Number.ToText(7, "00000", "ja-JP")', "00007"), ('Number.ToText(-7, "D3", "ja-JP")', "-007"),
    # list-sum: non-null values, null when there are none. list-median: the same.
    ("List.Sum({null, 2, 3})", 5), ("List.Sum({null})", None), ("List.Sum({})", None), ("List.Median({1, 2})", 1.5),
    ("List.NonNullCount({null, 1})", 1), ("List.Max({null, 3, 1})", 3), ("List.Average({})", None),
    # list-difference: "Duplicate values are supported"; list-removeitems: all occurrences.
    ("List.Difference({1, 1, 2}, {1})", [1, 2]), ("List.RemoveItems({1, 1, 2}, {1})", [2]),
    ("List.Sort({3, null, 1})", [None, 1, 3]), ("List.Zip({{1}, {2, 3}})", [[1, 2], [None, 3]]),
]  # fmt: skip
