"""What was read of a file from the field goes with it when it is removed for privacy."""

from pathlib import Path

from pipelines.forms.kept import KeptExports
from pipelines.parsed import ParsedRows
from pipelines.reading.model import Refused
from pipelines.readings.aggregate import NightRules
from pipelines.readings.kept import KeptReadings

FORGOTTEN, OTHER = "a" * 64, "b" * 64
REFUSED = Refused("unreadable", "Send it again.", "Kirim ulang.")


def _kept(parsed: ParsedRows) -> tuple[KeptReadings, KeptExports]:
    rules = NightRules(first=1, last=4, stuck_hours=24, least_share=0.5)
    readings = KeptReadings(parsed.beside("readings"), "r" * 16, rules)
    return readings, KeptExports(parsed.beside("forms"), "f" * 16)


def test_what_readings_and_forms_gave_is_dropped_with_a_forgotten_file_alone(tmp_path: Path) -> None:
    parsed = ParsedRows(tmp_path / "warehouse" / "parsed", "p" * 16, [])
    readings, exports = _kept(parsed)
    for sha256 in (FORGOTTEN, OTHER):
        readings.keep(sha256, REFUSED)
        readings.place_for(sha256).write_bytes(b"days")
        exports.keep(sha256, REFUSED)
    parsed.forget(frozenset({FORGOTTEN}))
    for kept in (readings, exports):
        assert (kept.known(FORGOTTEN), kept.known(OTHER)) == (False, True)
    left = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {f"{OTHER}.json", f"{OTHER}.parquet"}


def test_a_check_beside_a_build_forgets_nothing_of_its_folder(tmp_path: Path) -> None:
    _, exports = _kept(ParsedRows(tmp_path / "warehouse" / "parsed", "p" * 16, []))
    exports.keep(OTHER, REFUSED)
    ParsedRows(tmp_path / "warehouse" / "parsed", "p" * 16, [], tmp_path / "aside").forget(frozenset({OTHER}))
    assert exports.known(OTHER)
