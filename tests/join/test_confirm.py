"""突合確認: answers of a person become lines of a 対応表."""

import pandas as pd
import pytest

from shirube.errors import JoinError
from shirube.join import Doubt, Key, Offer, confirmation_rows, read_answers

KEY = Key("園", "園名")
DOUBTS = [
    (KEY, Doubt("みどり保", (Offer("みどり保育園", 78.0), Offer("みどり園", 60.0)), "名前が似ている")),
    (KEY, Doubt("サクラ園", (Offer("さくら園", 99.0),), "ほかにも")),
]


def sheet(*answers):
    frame = confirmation_rows(DOUBTS)
    frame["答え"] = list(answers)
    return frame


def test_most_alike_first_and_nothing_answered():
    frame = confirmation_rows(DOUBTS, {(KEY, "みどり保"): 3})
    assert frame["左の名前"].tolist() == ["サクラ園", "みどり保"]
    assert frame["行数"].tolist() == [None, 3]
    assert frame["答え"].tolist() == [None, None]
    assert len(read_answers(frame)) == 0


@pytest.mark.parametrize("yes", ["○", "1", 1, 1.0, "１", "〇", "さくら園"])
def test_ways_to_say_yes(yes):
    assert read_answers(sheet(yes, None)).confirmed == {"サクラ園": "さくら園"}


def test_another_candidate_another_name_and_none_of_them():
    assert read_answers(sheet(None, 2)).confirmed == {"みどり保": "みどり園"}
    assert read_answers(sheet(None, "若葉園")).confirmed == {"みどり保": "若葉園"}
    said = read_answers(sheet("×", "x"))
    assert said.confirmed == {}
    assert ("みどり保", "みどり園") in said.refused
    assert len(said.refused) == 3


def test_answers_that_mean_nothing():
    with pytest.raises(JoinError, match="3行目") as caught:
        read_answers(sheet(None, 3))
    assert caught.value.code == "SB-J321"
    with pytest.raises(JoinError) as caught:
        read_answers(pd.DataFrame({"答え": ["1"], "左の名前": ["a"]}))
    assert caught.value.code == "SB-J322"
    twice = pd.concat([sheet(None, 1), sheet(None, 2)])
    with pytest.raises(JoinError) as caught:
        read_answers(twice)
    assert caught.value.code == "SB-J323"
