"""Berkeley admissions of 1973 by sex and department (R: UCBAdmissions), one row per person."""

import json
from pathlib import Path

import pandas as pd

UCB = json.loads((Path(__file__).parents[1] / "parity/crosstab.json").read_text(encoding="utf-8"))["datasets"][
    "ucb_strata"
]


def admissions() -> pd.DataFrame:
    rows = [
        {"結果": result, "性別": sex, "学科": field}
        for k, field in enumerate(UCB["strata"])
        for i, result in enumerate(UCB["rows"])
        for j, sex in enumerate(UCB["cols"])
        for _ in range(UCB["counts"][k][i][j])
    ]
    return pd.DataFrame(rows)
