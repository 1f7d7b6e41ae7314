"""The facilitator's desk: what waits for whom, reminders, contacts, and what is decided there."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from dashboard.components import desk_records
from dashboard.language import Translator
from dashboard.reminders import Item, Reminder, letter, message
from tests.dashboard import programme
from tests.dashboard.conftest import OpenPage, words_of
from warehouse.vocabulary import Language

INDONESIAN, ENGLISH = Translator(Language.INDONESIAN), Translator(Language.ENGLISH)
HOSTILE = "Tirta <script>alert(1)</script> *Jaya* =cmd()\n[x](javascript:1)"


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("part", ["owed", "reminders", "advice", "evidence", "records"])
@pytest.mark.parametrize("name", ["full_programme", "empty_programme", "silent_programme"])
def test_every_part_of_the_desk_opens(
    name: str, part: str, lang: str, open_page: OpenPage, request: pytest.FixtureRequest
) -> None:
    app = open_page(request.getfixturevalue(name), "desk", lang=lang, desk=part)
    assert not app.exception
    assert not app.error
    assert app.title[0].value == ("Meja Fasilitator" if lang == "id" else "Facilitator's desk")
