"""A warehouse under construction into which a test puts raw rows itself, without files and without a whole build."""

from datetime import date, datetime
from pathlib import Path

import duckdb

from pipelines.build import BUILD_SETTINGS, Run, parsed_rows
from pipelines.build_report import silent
from pipelines.inputs import inputs_of
from pipelines.intake import Landing

Row = dict[str, object]


class ByHand:
    """The steps of a build (`run`) on tables that the test fills; `data` may bring its own reference folder."""

    def __init__(self, data: Path, as_of: date) -> None:
        self.connection = duckdb.connect(config=dict(BUILD_SETTINGS))
        landing = Landing(data / "landing")
        inputs = inputs_of(data, landing, as_of, None)
        self.run = Run(self.connection, landing.path_of, parsed_rows(data), inputs, silent)
        self.run.create_schemas()
        self.run.load_reference()
        self.run.load_raw()

    def add(self, table: str, rows: list[Row]) -> None:
        """Rows of any table."""
        for row in rows:
            names = ", ".join(f'"{name}"' for name in row)
            marks = ", ".join("?" * len(row))
            insert = f"INSERT INTO {table} ({names}) VALUES ({marks})"
            self.connection.execute(insert, list(row.values()))

    def add_file(self, sha256: str, name: str, template: str, received_at: datetime, **more: object) -> None:
        """An original as it was read."""
        row = {
            "file_sha256": sha256, "file_name": name, "template": template, "received_at": received_at,
            "received_on": received_at.date(), **more,
        }  # fmt: skip
        self.add("raw.file", [row])

    def add_rows(self, table: str, sha256: str, rows: list[Row], **leading: object) -> None:
        """Rows of a sheet, from row 5 on; `leading` overrides what every row begins with."""
        first = {"file_sha256": sha256, "source_file": "x.xlsx", "sheet": table, "source_cell": "A5", **leading}
        numbered = enumerate(rows, 5)
        self.add(
            f"raw.{table}",
            [{**first, "row_id": self.row_id(sha256, table, n), "row_no": n, **row} for n, row in numbered],
        )

    @staticmethod
    def row_id(sha256: str, table: str, number: int) -> str:
        """The id of a row, in which the sheet's own title stands."""
        return f"{sha256[:16]}/sheet of {table}/{number}"

    def ask(self, query: str) -> list[tuple[object, ...]]:
        """The rows of a query."""
        return self.connection.execute(query).fetchall()

    def agree(self, partnerships: list[str], items: tuple[str, ...] = ()) -> None:
        """Partnerships with a pilot from March to May 2026, and activities that the mentee owes."""
        parties = [{"party_id": each, "name": each, "kind": "utility", "origin": "sample"} for each in ("U", "M")]
        self.add("core.party", parties)
        for each in partnerships:
            partnership = {
                "partnership_id": each, "programme_id": "P", "programme_kind": "solidarity_partnership",
                "origin": "sample", "title": each, "mentor_id": "U", "mentee_id": "M",
                "pilot_start_on": date(2026, 3, 1), "pilot_end_on": date(2026, 5, 31),
            }  # fmt: skip
            self.add("core.partnership", [partnership])
            kinds = ("letter_of_intent", "memorandum_of_agreement")
            signed = {"partnership_id": each, "revision": 0, "signed_on": date(2026, 2, 1)}
            self.add("core.agreement", [{**signed, "kind": kind} for kind in kinds])
            owed = {
                "partnership_id": each, "role": "mentee", "kind": "activity", "due_on": date(2026, 3, 31),
                "added_in_revision": 0,
            }  # fmt: skip
            self.add("core.plan_item", [{**owed, "item_no": item, "title": item} for item in items])
