"""Re-tabulate the CC0 lists of local governments into the one small table the library ships.

    python tools/build_places.py ../shared/data/places

Reads ``localgovjp-YYYY.csv`` (one per snapshot) and ``prefjp-YYYY.csv``; writes ``python/shirube/data/places.csv`` with
one row per (code, name): code6, pref, name, kana, kind, snapshots. A place that was renamed has one row per name.
"""

import csv
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "python" / "shirube" / "data" / "places.csv"
FIELDS = ("code6", "pref", "name", "kana", "kind", "snapshots")


def check_digit(code5: str) -> str:
    total = sum(weight * int(digit) for weight, digit in zip((6, 5, 4, 3, 2), code5, strict=True))
    return str((11 - total % 11) % 10)


def code6(number: str) -> str:
    code5 = number.zfill(5)
    return code5 + check_digit(code5)


def kind_of(code5: str, name: str) -> str:
    if " " in name:
        return "行政区"
    return "特別区" if code5.startswith("131") and name.endswith("区") else name[-1]


def snapshot_rows(path: Path, year: str) -> list[dict[str, str]]:
    rows = []
    with path.open(encoding="utf-8-sig", newline="") as handle:
        for row in csv.DictReader(handle):
            code = code6(row["cid"])
            if row.get("lgcode") and row["lgcode"].zfill(6) != code:
                raise SystemExit(f"{path.name}: {row['city']} has code {row['lgcode']}, expected {code}")
            name = re.sub(r"\s+", " ", row["city"]).strip()
            kana = re.sub(r"\s+", " ", row["citykana"]).strip()
            kind = kind_of(code[:5], name)
            rows.append(
                {"code6": code, "pref": row["pref"], "name": name, "kana": kana, "kind": kind, "snapshots": year}
            )
    return rows


def prefecture_rows(path: Path, years: str) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return [
            {
                "code6": code6(row["pid"].zfill(2) + "000"),
                "pref": row["pref"],
                "name": row["pref"],
                "kana": row["prefkana"],
                "kind": row["pref"][-1],
                "snapshots": years,
            }
            for row in csv.DictReader(handle)
        ]


def merged(folder: Path) -> list[dict[str, str]]:
    snapshots = sorted(folder.glob("localgovjp-*.csv"))
    years = [path.stem.rpartition("-")[2] for path in snapshots]
    table: dict[tuple[str, str], dict[str, str]] = {}
    for row in prefecture_rows(max(folder.glob("prefjp-*.csv")), " ".join(years)):
        table[row["code6"], row["name"]] = row
    for path, year in zip(snapshots, years, strict=True):
        for row in snapshot_rows(path, year):
            before = table.get((row["code6"], row["name"]))
            # The newest snapshot's reading wins: later ones correct earlier ones.
            table[row["code6"], row["name"]] = {**row, "snapshots": f"{before['snapshots']} {year}"} if before else row
    return sorted(table.values(), key=lambda row: (row["code6"], row["snapshots"]))


def main() -> None:
    rows = merged(Path(sys.argv[1]))
    TARGET.parent.mkdir(exist_ok=True)
    with TARGET.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{TARGET.relative_to(ROOT)}: {len(rows)} rows")


if __name__ == "__main__":
    main()
