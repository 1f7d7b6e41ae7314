"""Self-assessments in the sample: two partnerships tell how they see themselves, with gaps to talk about.

They object only to what the records hold as disputed or prevented already, so no computed value depends on them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from pipelines.sample.plan import SAMPLE_AS_OF, Partnership
from pipelines.sample.register import Row, Rows
from pipelines.sample.stories import Story

IN_FILE_NAMES = {"facilitator": "fasilitator"}
_AGREED_TO = 3


@dataclass(frozen=True, slots=True)
class LedgerSheet:
    """A self-assessment on its way: one file."""

    file_name: str
    rows: Rows
    submitted_on: date

    @property
    def received_at(self) -> datetime:
        """Naive UTC."""
        return datetime.combine(self.submitted_on, time(4, 10))


def ledgers(each: Partnership) -> Iterator[LedgerSheet]:
    """The self-assessments about a partnership, the oldest first; most partnerships sent none."""
    if each.story is Story.RELIEVED:
        subsidy = _answer(each, "mentee/activity/W11", "prevented", prevented_by="Subsidi belum dibayarkan")
        words = {"commitment": (70.0, "Semua kegiatan berjalan, kecuali satu yang menunggu subsidi.")}
        yield _sheet(each, "mentee", "mentee", 12, words, [subsidy])
    if each.story is Story.DISPUTED:
        yield from _of_the_disputed(each)


def _of_the_disputed(each: Partnership) -> Iterator[LedgerSheet]:
    visits = [
        _answer(
            each, delivery.obligation_id.split("/", 1)[1], "done", occurred_on=delivery.occurred_on,
            proof="Daftar hadir dan foto kunjungan",
        )
        for delivery in each.deliveries
        if delivery.disputed
    ]  # fmt: skip
    yield _sheet(
        each, "mentee", "mentee", 95,
        {"commitment": (55.0, "Tim baru terbentuk, jadwal sering bergeser."), "reports": (50.0, None)}, [],
    )  # fmt: skip
    yield _sheet(
        each, "mentor", "mentor", 24,
        {
            "commitment": (85.0, "Kunjungan terlaksana, namun belum diakui mentee."),
            "reports": (80.0, "Laporan dikirim setelah setiap kunjungan."),
            "know_how": (75.0, "Permintaan dijawab lewat telepon maupun saat berkunjung."),
        },
        [*visits, *_agreed(each, "mentor")],
    )  # fmt: skip
    yield _sheet(
        each, "mentee", "mentee", 20,
        {
            "commitment": (75.0, "Jadwal lebih tertib sejak ada penanggung jawab."),
            "reports": (90.0, "Laporan selalu kami siapkan tepat waktu."),
            "lesson_learned": (60.0, "SOP sudah disusun, penerapannya baru di satu cabang."),
        },
        _agreed(each, "mentee"),
    )  # fmt: skip
    yield _sheet(
        each, "mentor", "mentee", 18,
        {"commitment": (60.0, "Tindak lanjut saran masih tertunda."), "lesson_learned": (70.0, None)}, [],
    )  # fmt: skip
    yield _sheet(
        each, "facilitator", "mentee", 10,
        {"commitment": (65.0, "Hadir di setiap rapat; tindak lanjut perlu dikawal."), "reports": (70.0, None)}, [],
    )  # fmt: skip
    yield _sheet(each, "facilitator", "mentor", 10, {"know_how": (60.0, "Saran perlu dicatat setiap kali.")}, [])


def _sheet(
    each: Partnership, by: str, about: str, days_before: int, words: dict[str, tuple[float, str | None]],
    answers: list[Row],
) -> LedgerSheet:  # fmt: skip
    day = SAMPLE_AS_OF - timedelta(days=days_before)
    cover = {
        "partnership_id": each.partnership_id,
        "compiled_role": by,
        "assessed_role": None if about == by else about,
        "compiled_by": f"Penanggung jawab {by} (rekaan)",
        "submitted_on": day,
    }
    rows: Rows = {
        "self_assessment": [cover],
        "self_assessment_ledger": answers,
        "self_assessment_words": [
            {"criterion": criterion, "score": score, "words": said} for criterion, (score, said) in words.items()
        ],
    }
    who, whom = (IN_FILE_NAMES.get(role, role) for role in (by, about))
    name = f"{each.partnership_id}_penilaian_mandiri_{who}{'' if about == by else '_atas_' + whom}_{day:%Y-%m-%d}.xlsx"
    return LedgerSheet(name, rows, day)


def _answer(each: Partnership, duty: str, answer: str, **said: object) -> Row:
    return {"obligation_id": f"{each.partnership_id}/{duty}", "answer": answer, **said}


def _agreed(each: Partnership, role: str) -> list[Row]:
    own = [one.obligation_id for one in each.deliveries if one.obligation_id.split("/")[1] == role and not one.disputed]
    return [_answer(each, duty.split("/", 1)[1], "agreed") for duty in list(dict.fromkeys(own))[:_AGREED_TO]]
