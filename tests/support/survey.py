"""A made-up citizen survey with a known difference: younger people are more satisfied."""

import numpy as np
import pandas as pd

from shirube.codebook import Answer, Codebook, Option, Question

MEDIA = Question(
    "媒体",
    "知った媒体",
    Answer.MULTIPLE,
    tuple(Option(str(i), label) for i, label in enumerate(("広報紙", "SNS", "口コミ"))),
    ("広報紙", "SNS", "口コミ"),
)
BOOK = Codebook((MEDIA,))
SHARES = {"20代": (0.5, 0.3, 0.15, 0.05), "40代": (0.3, 0.3, 0.2, 0.2), "60代": (0.15, 0.25, 0.3, 0.3)}


def survey(n: int = 600, *, seed: int = 7, difference: bool = True) -> pd.DataFrame:
    """One row per person: 年代, 満足度, three media columns (0/1), w."""
    random = np.random.default_rng(seed)
    age = random.choice([*SHARES, "80代以上", None], n, p=[0.3, 0.32, 0.32, 0.03, 0.03])
    answers = ["満足", "やや満足", "やや不満", "不満"]
    shares = [SHARES.get(a, SHARES["40代"]) if difference else SHARES["40代"] for a in age]
    satisfied = [random.choice(answers, p=p) if random.random() > 0.05 else "無回答" for p in shares]
    young = np.array([difference and a == "20代" for a in age])
    return pd.DataFrame(
        {
            "年代": age,
            "満足度": satisfied,
            "広報紙": random.integers(0, 2, n),
            "SNS": (random.random(n) < np.where(young, 0.6, 0.25)).astype(int),
            "口コミ": (random.random(n) < 0.2).astype(int),
            "w": random.choice([0.5, 1.0, 2.0], n),
        }
    )
