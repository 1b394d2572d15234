"""Enumerations and the types that have names; numbers as in the documentation of each enumeration."""

from support.m.registry import LIBRARY, constants
from support.m.values import MType

constants("JoinKind", "Inner LeftOuter RightOuter FullOuter LeftAnti RightAnti LeftSemi RightSemi")
constants("MissingField", "Error Ignore UseNull")
constants("Order", "Ascending Descending")
constants("Occurrence", "First Last All")
constants("RoundingMode", "Up Down AwayFromZero TowardZero ToEven")
constants("GroupKind", "Local Global")
constants("RelativePosition", "FromStart FromEnd")
constants("ExtraValues", "List Error Ignore")
constants("QuoteStyle", "None Csv")
constants("Day", "Sunday Monday Tuesday Wednesday Thursday Friday Saturday")
constants("PercentileMode", "ExcelInc ExcelExc SqlDisc SqlCont", first=1)
constants("Precision", "Double Decimal")
constants("BinaryEncoding", "Base64 Hex")
LIBRARY["TextEncoding.Utf8"] = 65001
LIBRARY["TextEncoding.Utf16"] = 1200

for _name, _kind in {
    "Any": "any", "Binary": "binary", "Date": "date", "DateTime": "datetime", "Duration": "duration",
    "Function": "function", "List": "list", "Logical": "logical", "Number": "number", "Record": "record",
    "Table": "table", "Text": "text", "Time": "time", "Type": "type",
}.items():  # fmt: skip
    LIBRARY[f"{_name}.Type"] = MType(_kind, nullable=_kind == "any")
for _name in ("Int64", "Currency", "Percentage", "Decimal", "Double"):
    LIBRARY[f"{_name}.Type"] = MType("number", facet=f"{_name}.Type")
LIBRARY["#nan"], LIBRARY["#infinity"] = float("nan"), float("inf")
