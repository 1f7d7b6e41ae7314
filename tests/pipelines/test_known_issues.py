"""Issues known of the figures, as declared in the reference data."""

from datetime import date
from pathlib import Path

import pytest

from dashboard.components.known_issues import PAGES
from pipelines.known_issues import load_known_issues, read_known_issues
from pipelines.reference import InvalidReference
from tests.pipelines.by_hand import ByHand

ONE = """issues:
  - id: I-1
    title_en: March twice
    title_id: Maret dua kali
    effect_en: One too many.
    effect_id: Kelebihan satu.
    from: 2026-04-10
    to: 2026-05-31
    pages: [reporting]
"""


def declared(folder: Path, text: str) -> Path:
    (folder / "reference").mkdir()
    path = folder / "reference" / "known_issues.yml"
    path.write_text(text, "utf-8")
    return path


def test_none_is_shipped_and_one_of_the_data_folder_is_told_on_its_days_only(tmp_path: Path) -> None:
    assert ByHand(tmp_path, date(2026, 5, 31)).ask("FROM mart.known_issue") == []
    declared(tmp_path, ONE)
    told = [
        ByHand(tmp_path, day).ask("SELECT issue_id, is_told FROM mart.known_issue")
        for day in (date(2026, 4, 9), date(2026, 4, 10), date(2026, 5, 31), date(2026, 6, 1))
    ]
    assert [rows[0] for rows in told] == [("I-1", False), ("I-1", True), ("I-1", True), ("I-1", False)]


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ("pages: [reporting]", "pages: [gossip]", "issues.0.pages"),
        ("    title_id: Maret dua kali\n", "", "title_id"),
        ("to: 2026-05-31", "to: 2026-01-31", "lies before"),
        ("to: 2026-05-31", "until: 2026-05-31", "until"),
        ("issues:", "issues: [", "YAML"),
    ],
)
def test_a_mistake_is_named_by_its_key(before: str, after: str, named: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidReference) as refused:
        read_known_issues(declared(tmp_path, ONE.replace(before, after)))
    assert named in refused.value.message_en
    assert "known_issues.yml" in refused.value.message_id


def test_every_page_can_be_named(tmp_path: Path) -> None:
    text = ONE.replace("[reporting]", f"[{', '.join(PAGES)}]")
    (issue,) = read_known_issues(declared(tmp_path, text))
    assert set(issue.pages) == set(PAGES)
    assert load_known_issues(ByHand(tmp_path, date(2026, 5, 1)).connection, tmp_path / "reference") == 1
