"""Errors and values as users read them."""

import pickle

from warehouse.explained import ExplainedError, in_indonesian_form, shown


class _WithRule(ExplainedError):
    def __init__(self, rule: str, message_en: str, message_id: str) -> None:
        super().__init__(message_en, message_id)
        self.rule = rule


def test_an_error_of_any_kind_survives_the_way_between_processes():
    copy = pickle.loads(pickle.dumps(_WithRule("far_cell", "Delete the row.", "Hapus barisnya.")))
    assert (copy.rule, copy.message_en, copy.message_id) == ("far_cell", "Delete the row.", "Hapus barisnya.")
    assert str(copy) == "Delete the row."


def test_a_value_in_a_message_is_one_short_printable_line():
    assert shown("a\nb\x00c") == "a b c"
    assert shown(12.5) == "12.5"
    assert shown("x" * 60) == "x" * 60 and shown("x" * 61) == "x" * 60 + "…"


def test_the_signs_of_a_figure_change_places_in_indonesian():
    assert in_indonesian_form("1,234,567.8") == "1.234.567,8"
