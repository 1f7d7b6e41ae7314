"""As whom one looks: chosen in the sidebar, kept in the address, told on every page, and never somebody else."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard.conftest import OpenPage, words_of


def said(app: AppTest) -> str:
    """The words of the page without the marks that keep them from being markup."""
    return words_of(app).replace("\\", "")


def test_without_a_word_one_looks_as_the_facilitator_and_is_told_so(full_programme: Path, open_page: OpenPage) -> None:
    app = open_page(full_programme, lang="en")
    assert "No sign-in yet: you look as Facilitator" in said(app)
    assert "viewer" not in app.query_params


@pytest.mark.parametrize("page", ["overview", "reporting", "profile", "metrics", "lessons", "budget", "indicators"])
def test_every_page_says_as_whom_one_looks(page: str, full_programme: Path, open_page: OpenPage) -> None:
    app = open_page(full_programme, page, lang="id", viewer="board")
    assert not app.exception
    assert "Belum memakai akun: Anda melihat sebagai Pengurus Pusat" in said(app)


@pytest.mark.parametrize(("party", "name"), [("P002-ME", "Tirta Contoh Dua"), ("P002-SP", "Yayasan Contoh")])
def test_a_partner_sees_its_own_partnership_and_no_other(
    party: str, name: str, full_programme: Path, open_page: OpenPage
) -> None:
    app = open_page(full_programme, "profile", lang="en", viewer="partner", party=party)
    assert not app.exception
    assert f"you look as {name} (partner)" in said(app)
    assert app.selectbox(key="choice_partnership").options == ["Tirta Contoh Dua – Tirta Contoh Mentor (P002)"]


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ({"viewer": "king"}, "viewer"),
        ({"viewer": "' OR 1=1 --"}, "viewer"),
        ({"viewer": "partner", "party": "P999-ME"}, "party"),
        ({"viewer": "partner", "party": "<script>alert(1)</script>"}, "party"),
        ({"viewer": "board", "party": "P001-ME"}, "party"),
        ({"party": "P001-ME"}, "party"),
    ],
)
def test_an_unknown_viewer_is_not_found_and_never_another(
    address: dict[str, str], parameter: str, full_programme: Path, open_page: OpenPage
) -> None:
    app = open_page(full_programme, "profile", **({"lang": "en"} | address))
    assert not app.exception
    assert [title.value for title in app.title] == ["Not found"]
    assert f"({parameter})" in app.warning[0].value.replace("\\", "")
    assert "Tirta Contoh" not in words_of(app)


def test_another_partnership_in_the_address_is_not_found_for_a_partner(
    full_programme: Path, open_page: OpenPage
) -> None:
    app = open_page(full_programme, "profile", lang="en", viewer="partner", party="P002-ME", partnership="P001")
    assert app.title[-1].value == "Not found"
    assert "Contoh Satu" not in words_of(app)


def test_a_partner_that_is_not_named_yet_is_asked_for(full_programme: Path, open_page: OpenPage) -> None:
    app = open_page(full_programme, "reporting", lang="en", viewer="partner")
    assert [title.value for title in app.title] == ["Which partner?"]
    offered = app.selectbox(key="choice_party").options
    assert offered == sorted(offered, key=str.lower)
    assert len([name for name in offered if name.startswith("Tirta Contoh Mentor (")]) == 2


def test_the_viewer_goes_along_to_the_next_page(full_programme: Path, open_page: OpenPage) -> None:
    app = open_page(full_programme, lang="en", viewer="partner", party="P002-MR")
    app.query_params.clear()
    app.switch_page("app_pages/reporting.py").run()
    assert app.title[0].value == "Reporting discipline"
    assert app.query_params["viewer"] == "partner"
    assert app.query_params["party"] == "P002-MR"
    assert "Contoh Satu" not in words_of(app)


def test_another_viewer_takes_back_what_the_one_before_had_chosen(full_programme: Path, open_page: OpenPage) -> None:
    app = open_page(full_programme, "profile", lang="en", viewer="partner", party="P002-ME", partnership="P002")
    app.selectbox(key="choice_viewer").select("board").run()
    assert not app.exception
    assert "party" not in app.query_params
    assert "partnership" not in app.query_params
    assert app.title[0].value == "Partnership profile"
