"""A small programme with readings of loggers and exports of field forms, good and bad, in one build."""

import csv
import gzip
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.intake import Landing, Submission
from pipelines.sample import SAMPLE_AS_OF, plan_programme
from pipelines.sample.write import write_programme
from tests.judged import judged

NOW = datetime(2026, 10, 1, 3)
MONTH = datetime(2026, 3, 1)
PILOT = "S001"


@dataclass(frozen=True)
class Reading:
    """One reading of a made-up logger."""

    dma: str
    at: datetime
    flow: float | None
    pressure: float = 20.0


def month_of_readings(dma: str, minutes: int = 60, days: int = 31, start: datetime = MONTH) -> list[Reading]:
    """Flow 10 L/s by day; in the night hours 3 L/s, on even days of the month 5 L/s; never twice the same by day."""
    readings = []
    for step in range(days * 24 * 60 // minutes):
        at = start + timedelta(minutes=minutes * step)
        is_night = 2 <= at.hour < 4
        flow = (5.0 if at.day % 2 == 0 else 3.0) if is_night else 10.0 + (step % 7) / 10
        readings.append(Reading(dma, at, flow))
    return readings


def write_csv(path: Path, header: str, lines: list[str], zipped: bool = False) -> Path:
    """A text file of readings."""
    text = "\n".join([header, *lines]) + "\n"
    path.write_bytes(gzip.compress(text.encode()) if zipped else text.encode())
    return path


def write_parquet(path: Path, readings: list[Reading], time: str = "reading_at (WIB)") -> Path:
    """A Parquet file of readings, local time without offset."""
    columns = {
        "dma_id": [r.dma for r in readings],
        time: [r.at for r in readings],
        "flow (L/s)": [r.flow for r in readings],
        "pressure (m)": [r.pressure for r in readings],
    }
    pq.write_table(pa.table(columns), path)
    return path


def with_semicolons(readings: list[Reading]) -> list[str]:
    """Lines as an Indonesian spreadsheet writes them: decimal comma, day first, flow in m³ an hour."""
    return [
        f"{r.dma};{r.at:%d/%m/%Y %H:%M};{'' if r.flow is None else f'{r.flow * 3.6:.3f}'.replace('.', ',')};"
        f"{f'{r.pressure / 10.197162:.6f}'.replace('.', ',')}"
        for r in readings
    ]


def with_commas(readings: list[Reading], offset: str = "") -> list[str]:
    """Lines with points and commas; `offset` is written after the time."""
    return [f"{r.dma},{r.at:%Y-%m-%dT%H:%M:%S}{offset},{r.flow}" for r in readings]


def _send_readings(folder: Path, landing: Landing) -> None:
    def send(path: Path, partnership: str | None = PILOT, kind: str | None = None, at: datetime = NOW) -> None:
        landing.receive(path, at, Submission(partnership_id=partnership, kind=kind))

    send(write_parquet(folder / "hourly.parquet", month_of_readings("DMA-A")))
    lines = with_semicolons(month_of_readings("DMA-B"))
    send(write_csv(folder / "semicolons.csv", "DMA;Waktu (WITA);Debit (m3/jam);Tekanan (bar)", lines))
    utc = [Reading(r.dma, r.at - timedelta(hours=7), r.flow) for r in month_of_readings("DMA-C")]
    lines = with_commas(utc, "Z")
    send(write_csv(folder / "utc.csv.gz", "zona waktu: WIB\ndma_id,reading_at,flow", lines, zipped=True))
    own = [f"{PILOT}|{r.dma}|{r.at:%Y-%m-%d %H:%M}+09:00|{r.flow}" for r in month_of_readings("DMA-D")]
    send(write_csv(folder / "pipes.csv", "partnership_id|dma_id|timestamp|flow_lps", own), None)
    _send_faulty_readings(folder, send)


def _send_faulty_readings(folder: Path, send: Any) -> None:
    faulty = month_of_readings("DMA-E")
    faulty = [Reading(r.dma, r.at, -1.0) if r.at.day == 5 and r.at.hour == 9 else r for r in faulty]
    faulty = [Reading(r.dma, r.at, 7.77) if r.at.day == 6 and r.at.hour < 6 else r for r in faulty]
    faulty = [r for r in faulty if not (r.at.day in (10, 11, 12, 13) and r.at.hour < 20)]
    faulty += [r for r in faulty if r.at.day == 20 and r.at.hour == 2]
    send(write_parquet(folder / "faulty.parquet", faulty))
    first, second = (
        month_of_readings("DMA-F", days=12),
        month_of_readings("DMA-F", days=19, start=datetime(2026, 3, 13)),
    )
    send(write_parquet(folder / "first-half.parquet", first))
    send(write_parquet(folder / "second-half.parquet", second))
    send(write_parquet(folder / "short.parquet", month_of_readings("DMA-G", days=15)))
    shuffled = sorted(month_of_readings("DMA-H"), key=lambda r: (r.at.hour, r.at))
    send(write_parquet(folder / "unsorted.parquet", shuffled))
    mixed = month_of_readings("DMA-I")
    lines = with_commas(mixed[:400], "+07:00") + with_commas(mixed[400:700], "+08:00") + with_commas(mixed[700:])
    send(write_csv(folder / "mixed.csv", "dma_id,reading_at,flow (L/s)", lines))
    send(write_csv(folder / "no-zone.csv", "dma_id,reading_at,flow", with_commas(month_of_readings("DMA-J"))))
    spaced = [line.replace(",", "   ") for line in with_commas(month_of_readings("DMA-K")[:9])]
    send(write_csv(folder / "spaced.csv", "dma_id  reading_at(WIB)    flow", spaced))
    send(write_csv(folder / "no-flow.csv", "dma_id,reading_at,level", ["X,2026-03-01 00:00,1"]), kind="logger_readings")
    broken = [
        "DMA-L,2026-03-01 00:00,12.5",
        "DMA-L,yesterday,12.5",
        "DMA-L,2026-03-01 02:00,twelve",
        "DMA-L,2026-03-01",
    ]
    send(write_csv(folder / "broken.csv", "dma_id,reading_at (WIB),flow (L/s)", [*broken, "DMA-L,2026-03-01 03:00,"]))
    whole = write_parquet(folder / "whole.parquet", month_of_readings("DMA-M")).read_bytes()
    (folder / "cut.parquet").write_bytes(whole[: len(whole) // 2])
    send(folder / "cut.parquet")
    send(write_parquet(folder / "nobodys.parquet", month_of_readings("DMA-N")), None)
    claimed = write_parquet(folder / "claimed.parquet", month_of_readings("DMA-P"))
    send(claimed, None)
    send(claimed, PILOT)
    send(write_parquet(folder / "strangers.parquet", month_of_readings("DMA-O")), "S999")
    send(write_parquet(folder / "good.parquet", month_of_readings("DMA-Q")))
    own = [f"{PILOT}|{line}" for line in with_commas(month_of_readings("DMA-Q"))]
    others = [f"S999|{line}" for line in with_commas(month_of_readings("DMA-Q")[:24])]
    lines = [line.replace(",", "|") for line in own + others]
    both = write_csv(folder / "later.csv", "partnership_id|dma_id|reading_at (WIB)|flow (L/s)", lines)
    send(both, None, at=NOW + timedelta(minutes=30))


def kobo(instance: str, **more: Any) -> dict[str, Any]:
    """A submission as KoboToolbox's API writes it: a monthly report of August 2026."""
    return {
        "_id": 101, "formhub/uuid": "f1", "_xform_id_string": "laporan_bulanan", "__version__": "vA1",
        "meta/instanceID": f"uuid:{instance}", "_uuid": instance, "_submission_time": "2026-09-04T02:11:09",
        "_status": "submitted_via_web", "_attachments": [{"filename": "wops/attachments/meter.jpg"}],
        "_validation_status": {}, "_geolocation": [None, None],
        "identitas/nomor_kemitraan": PILOT, "identitas/bulan_laporan": "2026-08", "identitas/penyusun": "Sari",
        "data/volume_input": "18250.5", "data/tekanan_rata": "18.2",
        "kegiatan": [
            {
                "kegiatan/uraian_kegiatan": "Step test DMA-A", "kegiatan/tanggal_kegiatan": "2026-08-12",
                "kegiatan/cara_pelaksanaan": "tatap_muka whatsapp", "kegiatan/jumlah_peserta": "6",
            }
        ],
        "tidak_ada_temuan": "ya",
        **more,
    }  # fmt: skip


def export(*submissions: dict[str, Any]) -> str:
    """Submissions as `data.json` of KoboToolbox."""
    return json.dumps({"count": len(submissions), "next": None, "previous": None, "results": list(submissions)})


def odata(*submissions: dict[str, Any], form: str = "data_pengukuran") -> str:
    """Submissions as ODK Central's OData feed writes them."""
    context = f"https://odk.example/v1/projects/7/forms/{form}.svc/$metadata#Submissions"
    return json.dumps({"@odata.context": context, "value": list(submissions)})


def central(instance: str, value: float, edits: int = 0, now: str | None = None, **more: Any) -> dict[str, Any]:
    """A submission of figures in the shape of ODK Central; `now` is its instance after an edit."""
    return {
        "__id": f"uuid:{instance}",
        "__system": {
            "submissionDate": "2026-08-05T01:00:00.000Z", "updatedAt": "2026-08-06T01:00:00.000Z" if edits else None,
            "submitterName": "App", "attachmentsPresent": 0, "reviewState": None, "edits": edits, "formVersion": "3",
        },
        "meta": {"instanceID": f"uuid:{now or instance}", "instanceName": None},
        "isi": {
            "nomor_kemitraan": PILOT, "bulan_data": "2026-07", "zona": "DMA-A", "kode_data": "average_pressure",
            "nilai": value, "satuan": "m",
        },
        **more,
    }  # fmt: skip


def _csv(rows: list[dict[str, str]], delimiter: str = ";") -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def kobo_row(instance: str, **more: str) -> dict[str, str]:
    """A line of KoboToolbox's CSV, with a choice of several spread over columns."""
    return {
        "start": "2026-07-30T08:00:00", "isi/nomor_kemitraan": PILOT, "isi/bulan_data": "2026-06", "isi/zona": "DMA-Z",
        "isi/kode_data": "supply_hours", "isi/nilai": "21.5", "isi/satuan": "h/day", "_id": "55", "_uuid": instance,
        "_submission_time": "2026-07-30T01:00:00", "__version__": "v1",
    } | more  # fmt: skip


def _reported() -> list[dict[str, Any]]:
    """Figures that files measure: beside a measured one, in the place of an incomplete one, and one of GIS files."""
    said = [central("rep-1", 9.25), central("rep-2", 6.5), central("rep-3", 120.0)]
    for each, zone in zip(said, ("DMA-B", "DMA-L", "DMA-B"), strict=True):
        each["isi"] |= {"bulan_data": "2026-03", "zona": zone, "kode_data": "minimum_night_flow", "satuan": "L/s"}
    said[2]["isi"] |= {"kode_data": "customers_in_gis", "satuan": "customers"}
    return said


def _send_exports(folder: Path, landing: Landing) -> None:
    def send(name: str, text: str, days: int = 0, kind: str | None = None) -> None:
        (folder / name).write_text(text, encoding="utf-8")
        landing.receive(folder / name, NOW - timedelta(days=20 - days), Submission(kind=kind))

    edited = kobo(
        "aaa-2", **{"meta/deprecatedID": "uuid:aaa-1", "meta/rootUuid": "uuid:aaa-1", "data/volume_input": "17000"}
    )
    send("kobo.json", export(kobo("aaa-1")))
    send("kobo-edited.json", export(edited, kobo("bbb-1", **{"identitas/nomor_kemitraan": "S404"})), 1)
    send("odk.json", odata(central("ccc-1", 21.0), central("ddd-1", 19.0, zona="x")))
    changed = central("ccc-1", 22.5, edits=1, now="ccc-2")
    wrong = central("eee-1", 1.0)
    wrong["isi"] |= {"bulan_data": "soon", "zona": "DMA-W"}
    turned_down = central("fff-1", 2.0)
    turned_down["__system"] |= {"reviewState": "rejected"}
    turned_down["isi"] |= {"zona": "DMA-V"}
    send("odk-again.json", odata(changed, central("ddd-1", 19.0, zona="x"), wrong, turned_down), 2)
    send("kobo.csv", _csv([kobo_row("ggg-1")]))
    send("whole.json", export(kobo("zzz-1", **{"identitas/nomor_kemitraan": "S002"})))
    told = {k: v for k, v in kobo("zzz-1", **{"identitas/nomor_kemitraan": "S002"}).items() if isinstance(v, str)}
    send("flat.csv", _csv([told]), 3)
    send("reported.json", odata(*_reported()), 3)
    send("half.json", export(kobo("hhh-1"))[:-60])
    send("no-export.json", '{"name": "wops", "version": 1}')
    send("other-form.json", export({"_uuid": "iii-1", "_submission_time": "2026-08-01T00:00:00", "warna": "biru"}))


@pytest.fixture(scope="package")
def field_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a programme of two, readings and exports."""
    data = tmp_path_factory.mktemp("field")
    landing = Landing(data / "landing")
    for arrival in write_programme(plan_programme(2, seed=7), data / "sent"):
        landing.receive(arrival.path, arrival.received_at, Submission(submitted_on=arrival.submitted_on))
    folder = data / "made"
    folder.mkdir()
    _send_readings(folder, landing)
    _send_exports(folder, landing)
    return data


@pytest.fixture(scope="package")
def published(field_data: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """What is published of it."""
    with judged(field_data, SAMPLE_AS_OF) as connection:
        yield connection


def found_in(connection: duckdb.DuckDBPyConnection, file_name: str) -> set[tuple[str, str]]:
    """Rules and severities of the findings of a file; each finding speaks both languages."""
    rows = connection.execute(
        "SELECT rule, severity, message_en, message_id FROM quality.finding WHERE file_name = $1", [file_name]
    ).fetchall()
    assert all(en and id_ and en != id_ for _, _, en, id_ in rows)
    return {(rule, severity) for rule, severity, _, _ in rows}


def outcome_of(connection: duckdb.DuckDBPyConnection, file_name: str) -> tuple[Any, ...]:
    """Outcome, rows accepted and rejected, and the English message of a file."""
    rows = connection.execute(
        "SELECT outcome, rows_accepted, rows_rejected, message_en FROM quality.file_outcome WHERE file_name = $1",
        [file_name],
    ).fetchall()
    assert len(rows) == 1
    return rows[0]
