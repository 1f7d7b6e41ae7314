"""Rows of the programme register, the workbook that the facilitator keeps, by raw table.

Keys are the columns of the template `programme_register`; choices are given by their codes.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date, timedelta

from pipelines.sample import names, wording
from pipelines.sample.names import Party
from pipelines.sample.plan import (
    ADDENDUM_ON,
    EXTENDED_TO,
    FIRST_REGISTER_ON,
    SAMPLE_AS_OF,
    Delivery,
    Partnership,
    PlanItem,
    companions,
    month_end,
    weekday,
)
from pipelines.sample.stories import BLOCK, Story, Subject

Row = dict[str, object]
Rows = dict[str, list[Row]]

PROGRAMME_KIND = "solidarity_partnership"
YEAR = 2026
# In the number of a letter, as an office abbreviates it.
LETTER_CODES = {
    "letter_of_request": "SP", "letter_of_intent": "LOI", "work_plan": "RK", "memorandum_of_agreement": "MOA",
    "work_plan_revision": "RRK", "addendum": "ADD", "letter_of_recommendation": "SR",
}  # fmt: skip

TABLES = (
    "cover",
    "parties",
    "contacts",
    "teams",
    "partnerships",
    "agreements",
    "clauses",
    "work_plan",
    "targets",
    "target_actuals",
    "evidence",
    "activities",
    "documents",
    "advice",
    "relief",
    "narrative",
    "readiness",
    "finance",
    "statements",
)
SERVING_OTHERS = (("evidence", "also_serves"), ("documents", "also_serves"), ("activities", "joint_with"))
OF_A_FIRST_REGISTER = frozenset(
    {"cover", "parties", "contacts", "teams", "partnerships", "agreements", "clauses", "work_plan", "targets"}
)


def register_rows(partnerships: Sequence[Partnership], book: int) -> Rows:
    """All rows of the `book`-th register (from 1), by raw table."""
    rows: Rows = {f"register_{table}": [] for table in TABLES}
    facilitator = Party(f"SF{book:02d}", "Fasilitator Contoh (peran PERPAMSI)", "association")
    supporter = Party(f"SX{book:02d}", "PT Mitra Pendukung Rekaan", "company")
    rows["register_cover"].append(_cover(book))
    known: set[str] = set()
    for party in (facilitator, supporter):
        _add_party(rows, party, book, known)
    for partnership in partnerships:
        for party in filter(None, (partnership.mentor, partnership.mentee)):
            _add_party(rows, party, partnership.number, known)
        rows["register_partnerships"].append(_partnership(partnership, facilitator, supporter))
        for table, tell in _TELL.items():
            rows[f"register_{table}"].extend(tell(partnership))
    rows["register_finance"] = [*_programme_budget(book), *_costs(partnerships, facilitator, supporter, book)]
    rows["register_statements"].append(wording.PROGRAMME_STATEMENT)
    _keep_to_this_register(rows, {partnership.partnership_id for partnership in partnerships})
    return rows


def first_register_rows(partnerships: Sequence[Partnership], book: int) -> Rows:
    """The `book`-th register as it stood before the revisions: the plans with their first dates."""
    revised = [partnership for partnership in partnerships if partnership.calendar.revision_on]
    rows = register_rows(revised, book)
    for table in TABLES:
        if table not in OF_A_FIRST_REGISTER:
            rows[f"register_{table}"] = []
    rows["register_cover"][0]["compiled_on"] = FIRST_REGISTER_ON
    agreements = [row for partnership in revised for row in _agreements(partnership, FIRST_REGISTER_ON)]
    rows["register_agreements"] = agreements
    rows["register_work_plan"] = [
        _plan_row(partnership, item, role) | {"due_on": item.first_due_on or item.due_on, "withdrawn_in_revision": None}
        for partnership in revised
        for item in partnership.items
        for role in item.roles
        if item.added_in_revision is None
    ]
    return rows


def _keep_to_this_register(rows: Rows, known: set[str]) -> None:
    """Leave out partnerships that the last, shorter block of a programme does not have."""
    for table, column in SERVING_OTHERS:
        for row in rows[f"register_{table}"]:
            served = [each for each in str(row[column] or "").split(", ") if each in known]
            row[column] = ", ".join(served) or None


def _cover(book: int) -> Row:
    return {
        "programme_id": f"CONTOH-{YEAR}-{book:02d}",
        "programme_name": f"Program Kemitraan Solidaritas {YEAR} (data contoh, bukan data nyata)",
        "programme_kind": PROGRAMME_KIND,
        "origin": "sample",
        "compiled_on": SAMPLE_AS_OF - timedelta(days=1),
        "compiled_by": "Meja Fasilitator (contoh)",
    }


def _add_party(rows: Rows, party: Party, index: int, known: set[str]) -> None:
    if party.party_id in known:
        return
    known.add(party.party_id)
    rows["register_parties"].append(asdict(party))
    role = "Tenaga ahli" if party.kind == "person" else "Penanggung jawab kemitraan"
    rows["register_contacts"].append(asdict(names.contact(party, index, role)))


def _partnership(partnership: Partnership, facilitator: Party, supporter: Party) -> Row:
    calendar = partnership.calendar
    reasons = {
        Story.ENDED_IN_PILOT: ("mentee", "Pergantian direksi; anggaran proyek percontohan dialihkan"),
        Story.ENDED_BEFORE_MOA: ("mentor", "Tim mentor tidak dapat dilepas dari tugas pokok"),
    }
    ended_by, end_reason = reasons.get(partnership.story, (None, None))
    return {
        "partnership_id": partnership.partnership_id,
        "title": partnership.title,
        "cohort_year": YEAR,
        "subject": partnership.subject.value,
        "mentor_id": partnership.mentor.party_id if partnership.mentor else None,
        "mentee_id": partnership.mentee.party_id,
        "facilitator_id": facilitator.party_id,
        "supporting_partner_id": supporter.party_id if partnership.outline.supporting_partner else None,
        "on_hold_since": calendar.on_hold_since,
        "pilot_start_on": calendar.pilot_start_on,
        "pilot_end_on": calendar.pilot_end_on,
        "ended_on": calendar.ended_on,
        "ended_by": ended_by,
        "end_reason": end_reason,
    }


def _teams(partnership: Partnership) -> Iterator[Row]:
    calendar, rng = partnership.calendar, partnership.rng("teams")
    if calendar.loi_on is None:
        return
    for role in ("mentor", "mentee"):
        yield {
            "partnership_id": partnership.partnership_id,
            "role": role,
            "decree_no": f"SK/{partnership.number:03d}/{role.upper()}/CONTOH",
            "decree_on": weekday(calendar.loi_on + timedelta(days=rng.randrange(5, 20))),
            "main_members": rng.randrange(4, 11),
            "large_members": rng.randrange(10, 16),
        }


def _agreements(partnership: Partnership, known_by: date = SAMPLE_AS_OF) -> Iterator[Row]:
    calendar = partnership.calendar
    signed: list[tuple[str, int, date | None, date | None]] = [
        ("letter_of_request", 0, calendar.request_on, None),
        ("letter_of_intent", 0, calendar.loi_on, None),
        ("work_plan", 0, calendar.plan_on, None),
        ("memorandum_of_agreement", 0, calendar.moa_on, None),
        ("work_plan_revision", 1, calendar.revision_on, None),
        ("addendum", 1, ADDENDUM_ON if calendar.extended_to else None, EXTENDED_TO),
        ("letter_of_recommendation", 0, calendar.recommended_on, None),
    ]
    for kind, revision, signed_on, pilot_end_on in signed:
        if signed_on is None or signed_on > known_by:
            continue
        witnessed = kind in ("letter_of_intent", "memorandum_of_agreement")
        yield {
            "partnership_id": partnership.partnership_id,
            "kind": kind,
            "revision": revision,
            "number": f"{partnership.number:03d}/{LETTER_CODES[kind]}/{signed_on:%m/%Y}",
            "signed_on": signed_on,
            "signatories": "Mentee" if kind == "letter_of_request" else "Mentor; Mentee; Fasilitator",
            "witnesses": "Pemerintah daerah; Dewan Pengawas" if witnessed else None,
            "pilot_end_on": pilot_end_on,
        }


def _clauses(partnership: Partnership) -> Iterator[Row]:
    for agreement_kind, clause_no, role, title, due_on, covered_by in _clause_list(partnership):
        yield {
            "partnership_id": partnership.partnership_id,
            "agreement_kind": agreement_kind,
            "clause_no": clause_no,
            "role": role,
            "title": title,
            "due_on": due_on,
            "covered_by": covered_by,
        }


def _clause_list(partnership: Partnership) -> Iterator[tuple[str, str, str, str, date | None, str | None]]:
    calendar, own = partnership.calendar, partnership.partnership_id
    if calendar.loi_on:
        loi, kind = calendar.loi_on, "letter_of_intent"
        yield kind, "1", "mentor", "Membentuk tim mentor", weekday(loi + timedelta(days=21)), None
        yield (
            kind,
            "2",
            "mentee",
            "Membentuk tim dengan surat keputusan",
            weekday(loi + timedelta(days=21)),
            None,
        )
        yield kind, "3", "mentee", "Menyerahkan data awal", weekday(loi + timedelta(days=14)), None
        yield (
            kind,
            "4",
            "mentor",
            "Menyusun agenda kunjungan diagnostik",
            weekday(loi + timedelta(days=16)),
            None,
        )
    if calendar.moa_on and calendar.pilot_start_on and calendar.pilot_end_on:
        start, kind = calendar.pilot_start_on, "memorandum_of_agreement"
        second = weekday(month_end(start, 1))
        first_report = f"{own}/mentee/monthly_report/{start:%Y-%m}"
        yield (
            kind,
            "1",
            "mentor",
            "Menyediakan bahan alih pengetahuan",
            weekday(start + timedelta(days=30)),
            None,
        )
        yield (
            kind,
            "2",
            "mentor",
            "Melakukan kunjungan monitoring",
            None,
            f"{own}/mentor/monitoring_visit/W05",
        )
        yield kind, "3", "mentee", "Menyediakan anggaran proyek percontohan", second, None
        yield kind, "4", "mentee", "Mengirim laporan bulanan", None, first_report
        yield kind, "5", "mentor", "Menjaga kerahasiaan data mentee", weekday(month_end(start, 0)), None
        yield kind, "6", "facilitator", "Membayar subsidi yang ditetapkan", second, None
        yield (
            kind,
            "7",
            "mentee",
            "Menunjuk zona atau unit percontohan",
            weekday(start + timedelta(days=10)),
            None,
        )


def _work_plan(partnership: Partnership) -> Iterator[Row]:
    for item in partnership.items:
        for role in item.roles:
            yield _plan_row(partnership, item, role)


def _plan_row(partnership: Partnership, item: PlanItem, role: str) -> Row:
    quota = item.quota
    return {
        "partnership_id": partnership.partnership_id,
        "item_no": item.item_no,
        "role": role,
        "kind": item.kind,
        "title": item.title,
        "due_on": None if quota else item.due_on,
        "added_in_revision": item.added_in_revision,
        "withdrawn_in_revision": item.withdrawn_in_revision,
        "joint_id": item.joint_id or (f"J-{item.item_no}" if len(item.roles) > 1 else None),
        "quota_min": quota.least if quota else None,
        "quota_max": quota.most if quota else None,
        "quota_period": quota.period if quota else None,
        "quota_from": quota.first_day if quota else None,
        "quota_to": quota.last_day if quota else None,
    }


_METRICS: dict[Subject, tuple[str, str]] = {
    Subject.NRW: ("nrw_pct", "nrw_l_per_connection_day"),
    Subject.GIS: ("customers_digitised_pct", "pipe_digitised_pct"),
    Subject.PRODUCTION: ("capacity_used_pct", "specific_energy"),
}


def _targets(partnership: Partnership) -> Iterator[Row]:
    calendar, pilot = partnership.calendar, partnership.pilot
    start, end = calendar.pilot_start_on, calendar.close_on
    if start is None or end is None:
        return
    first, second = _METRICS[partnership.subject]
    loss = partnership.subject is Subject.NRW
    basis = "pilot_to_date" if loss and partnership.number % 2 else "month"
    reach = pilot.target - pilot.baseline
    fall = 0.45 if loss else 0.5
    middle, late = month_end(start, pilot.months // 2 - 1), month_end(start, pilot.months - 2)
    milestones = f"{middle}: {pilot.baseline + reach * fall:.1f}; {late}: {pilot.baseline + reach * 0.85:.1f}"
    zone = partnership.outline.zone
    quick = {"zone": zone, "baseline_on": month_end(start, -1), "due_on": end, "horizon": "short"}
    yield (
        quick
        | {
            "target_id": "T1",
            "kind": "pilot",
            "metric_code": first,
            "baseline": pilot.baseline,
            "target": pilot.target_to_date() if basis == "pilot_to_date" else pilot.target,
            "actual_basis": basis,
            "milestones": milestones if basis == "month" else None,
            "rationale": "Kesepakatan rapat awal",
        }
        | _of(partnership)
    )
    yield (
        quick
        | {
            "target_id": "T2",
            "kind": "pilot",
            "metric_code": second,
            "baseline": pilot.second_baseline,
            "target": pilot.second_target,
            "actual_basis": "month",
        }
        | _of(partnership)
    )
    for target_id, kind, topic in (
        ("T3", "learning", "Tim mentee dapat menghitung sendiri capaian percontohan"),
        ("T4", "culture", "Rapat mingguan dimulai tepat waktu"),
    ):
        yield {
            "target_id": target_id,
            "kind": kind,
            "horizon": "short",
            "topic": topic,
            "baseline": 0,
            "target": 1,
            "due_on": end,
            "actual_basis": "yes_no",
        } | _of(partnership)
    yield from _later_targets(partnership, first, reach, end)


def _of(partnership: Partnership) -> Row:
    return {"partnership_id": partnership.partnership_id}


def _later_targets(partnership: Partnership, metric_code: str, reach: float, end: date) -> Iterator[Row]:
    pilot = partnership.pilot
    for target_id, horizon, years, share in (("T5", "medium", 1, 1.1), ("T6", "long", 4, 1.25)):
        aim = round(min(pilot.baseline + reach * share, 99.0), 1)
        yield {
            "target_id": target_id,
            "kind": "performance",
            "horizon": horizon,
            "metric_code": metric_code,
            "baseline": pilot.baseline,
            "baseline_on": month_end(end, -pilot.months),
            "target": aim,
            "due_on": date(end.year + years, 12, 31),
            "actual_basis": "rolling_12",
            "rationale": "Rencana perluasan setelah kemitraan",
        } | _of(partnership)


def _target_actuals(partnership: Partnership) -> Iterator[Row]:
    end, rng = partnership.calendar.close_on, partnership.rng("targets")
    if end is None or partnership.story in (Story.SILENT, Story.CLAIMED_ONLY):
        return
    for target_id in ("T3", "T4"):
        reached = 1.0 if rng.random() < partnership.pilot.improvement else 0.5
        middle = month_end(end, -3)
        for actual, actual_on in ((0.4, middle), (reached, weekday(end + timedelta(days=6)))):
            if actual_on <= partnership.calendar.last_day:
                yield _of(partnership) | {"target_id": target_id, "actual": actual, "actual_on": actual_on}


_CONFIRMS = {"mentor": "Ketua tim mentor (rekaan)", "mentee": "Ketua tim mentee (rekaan)"}


def _evidence(partnership: Partnership) -> Iterator[Row]:
    yield from _clause_evidence(partnership)
    for delivery in partnership.deliveries:
        if delivery.in_register:
            yield {
                "obligation_id": delivery.obligation_id,
                "told_by": delivery.told_by,
                "occurred_on": delivery.occurred_on,
                "submitted_on": delivery.submitted_on,
                "delivered_share": delivery.delivered_share,
                "evidence_level": delivery.evidence_level,
                "channel": delivery.channel,
                "disputed": delivery.disputed,
                "note": "Dibantah oleh mentee, sedang ditinjau" if delivery.disputed else None,
                "also_serves": ", ".join(delivery.also_serves) or None,
                **_attested(partnership, delivery),
            }


def _attested(partnership: Partnership, delivery: Delivery) -> Row:
    """Who confirmed (level 3) or verified (level 4) it, two days later."""
    if delivery.evidence_level < 3:
        return {}
    person = "Tim Fasilitator Contoh (rekaan)" if delivery.evidence_level == 4 else _CONFIRMS[delivery.told_by]
    return {
        "attested_by": person,
        "attested_on": min(delivery.occurred_on + timedelta(days=2), partnership.calendar.last_day),
    }


def _clause_evidence(partnership: Partnership) -> Iterator[Row]:
    rng, own = partnership.rng("clauses"), partnership.partnership_id
    weak = partnership.story in (Story.WEAK, Story.ENDED_IN_PILOT, Story.ENDED_BEFORE_MOA)
    late = partnership.story is Story.ALWAYS_LATE
    for agreement_kind, clause_no, role, _, due_on, covered_by in _clause_list(partnership):
        kept = rng.random() < (0.5 if weak else 0.96)
        slip = rng.randrange(5, 20) if late or rng.random() < 0.08 else -rng.randrange(8)
        if due_on is None or covered_by or not kept:
            continue
        done_on = weekday(due_on + timedelta(days=slip))
        if done_on > partnership.calendar.last_day:
            continue
        short = "loi" if agreement_kind == "letter_of_intent" else "moa"
        claimed = partnership.story is Story.CLAIMED_ONLY and role == "mentor"
        yield {
            "obligation_id": f"{own}/{role}/clause/{short}-{clause_no}",
            "told_by": role,
            "occurred_on": done_on,
            "submitted_on": None,
            "delivered_share": 1.0,
            "evidence_level": 0 if claimed else 2,
            "channel": "surat",
            "disputed": False,
            "note": None,
            "also_serves": None,
        }


def _activities(partnership: Partnership) -> Iterator[Row]:
    own, calendar = partnership.partnership_id, partnership.calendar
    if calendar.diagnostic_on:
        yield _activity(
            f"{own}/diagnostic_visit",
            partnership,
            "diagnostic_visit",
            "Kunjungan diagnostik",
            calendar.diagnostic_on,
            calendar.diagnostic_on,
            8,
        )
    held = {
        delivery.obligation_id.split("/", 2)[2]: delivery for delivery in partnership.deliveries if delivery.in_register
    }
    for item in partnership.items:
        if item.kind in ("study_visit", "monitoring_visit", "meeting", "workshop"):
            done = held.get(f"{item.kind}/{item.item_no}")
            yield _activity(
                f"{own}/{item.item_no}",
                partnership,
                item.kind,
                item.title,
                item.due_on,
                done.occurred_on if done else None,
                done.participants if done else None,
            )


def _activity(
    activity_id: str,
    partnership: Partnership,
    kind: str,
    title: str,
    planned_on: date,
    held_on: date | None,
    participants: int | None,
) -> Row:
    joint = partnership.outline.joint_visit and kind == "monitoring_visit"
    return {
        "activity_id": activity_id,
        "partnership_id": partnership.partnership_id,
        "kind": kind,
        "title": title,
        "planned_on": planned_on,
        "held_on": held_on,
        "participants": participants,
        "joint_with": ", ".join(companions(partnership.number)) if joint else None,
    }


def _documents(partnership: Partnership) -> Iterator[Row]:
    for number, delivery in enumerate(partnership.deliveries, start=1):
        if delivery.submitted_on:
            role = delivery.obligation_id.split("/")[1]
            yield {
                "document_id": f"{partnership.partnership_id}/D{number:02d}",
                "partnership_id": partnership.partnership_id,
                "kind": delivery.kind,
                "number": f"{number:02d}/{partnership.partnership_id}/{delivery.submitted_on:%m/%Y}",
                "dated_on": delivery.submitted_on,
                "compiled_by": role,
                "obligation_id": delivery.obligation_id,
                "also_serves": ", ".join(delivery.also_serves) or None,
            }


def _advice(partnership: Partnership) -> Iterator[Row]:
    for advice in partnership.advice:
        row = asdict(advice) | {"partnership_id": partnership.partnership_id}
        del row["agreed"], row["acted_on"]
        yield row


def _relief(partnership: Partnership) -> Iterator[Row]:
    if partnership.story is not Story.RELIEVED:
        return
    own = partnership.partnership_id
    for role in ("mentee", "mentor"):
        yield {
            "obligation_id": f"{own}/{role}/study_visit/W04",
            "kind": "waived",
            "decided_by": "Fasilitator Contoh",
            "decided_on": date(2026, 4, 14),
            "reason": "Mentee sudah belajar di tempat mentor pada tahun sebelumnya",
            "new_due_on": None,
        }
    yield {
        "obligation_id": f"{own}/mentee/activity/W11",
        "kind": "prevented",
        "decided_by": "Fasilitator Contoh",
        "decided_on": date(2026, 7, 27),
        "reason": "Subsidi belum dibayarkan",
        "new_due_on": date(2026, 10, 30),
    }


def _narrative(partnership: Partnership) -> Iterator[Row]:
    if partnership.calendar.diagnostic_on is None:
        return
    problem, conditions, uniqueness = wording.PROBLEMS[partnership.subject]
    for kind, words in (
        ("problem", problem),
        ("actual_conditions", conditions),
        ("uniqueness", uniqueness),
        ("supporting_factor", "Direksi dan Dewan Pengawas mendukung kemitraan."),
        ("obstacle", "Anggaran proyek percontohan terbatas."),
    ):
        yield _of(partnership) | {"kind": kind, "words": words}


def _statements(partnership: Partnership) -> Iterator[Row]:
    """What the documents of the first partnership of each block say, contradictions included."""
    if partnership.number % BLOCK == 1:
        for statement in wording.STATEMENTS:
            yield _of(partnership) | statement | {"told_on": partnership.calendar.diagnostic_on}


def _readiness(partnership: Partnership) -> Iterator[Row]:
    rng = partnership.rng("readiness")
    early = partnership.story in (Story.PREPARING, Story.INTENT_ONLY)
    for role, items in wording.READINESS.items():
        if role == "mentor" and partnership.mentor is None:
            continue
        for item in items:
            state = rng.choice(("yes", "no", "partly", "unknown")) if early else rng.choice(("yes",) * 7 + ("partly",))
            note = "Menunggu RKAP" if state == "partly" else None
            yield _of(partnership) | {"role": role, "item": item, "state": state, "note": note}


def _programme_budget(book: int) -> Iterator[Row]:
    for number, (category, proposed, decided, spent) in enumerate(
        (
            ("Persiapan", 180_000_000, 150_000_000, 148_250_000),
            ("Tim fasilitator", 420_000_000, 400_000_000, 291_400_000),
            ("Lokakarya", 300_000_000, 260_000_000, None),
            ("Pedoman dan publikasi", 90_000_000, 75_000_000, 31_000_000),
        ),
        start=1,
    ):
        line = _line(f"A{book:02d}-{number:03d}", None, category, "cost", f"SF{book:02d}", None)
        yield line | {
            "proposed": proposed,
            "decided": decided,
            "spent": spent,
            "principle": "unknown",
            "decided_by": "Rakernas (contoh)",
            "decision_no": f"KEP/{number:02d}/CONTOH/{YEAR}",
        }


def _costs(partnerships: Iterable[Partnership], facilitator: Party, supporter: Party, book: int) -> Iterator[Row]:
    for partnership in partnerships:
        calendar, rng = partnership.calendar, partnership.rng("finance")
        if calendar.moa_on is None or partnership.mentor is None:
            continue
        own, mentor, mentee = (
            partnership.partnership_id,
            partnership.mentor.party_id,
            partnership.mentee.party_id,
        )
        decided = rng.randrange(30, 61, 5) * 1_000_000
        paid = partnership.story not in (Story.RELIEVED, Story.ENDED_IN_PILOT)
        for number, payee in enumerate((mentor, mentee), start=1):
            yield _line(f"{own}-F{number}", own, "Subsidi", "transfer", facilitator.party_id, payee) | {
                "proposed": decided + 10_000_000,
                "decided": decided,
                "spent": decided if paid else None,
                "decided_by": "Pengurus Pusat (contoh)",
                "decision_no": f"KEP/{partnership.number:03d}/SUBSIDI/CONTOH",
                "principle": "per_4_1",
            }
        travel = rng.randrange(12, 40) * 1_000_000
        payer, principle = rng.choice(((mentor, "per_4_1"), (mentor, "per_4_1"), (mentee, "per_3_1_1")))
        yield _line(f"{own}-F3", own, "Perjalanan mentor", "cost", payer, None) | {
            "proposed": travel,
            "spent": travel - rng.randrange(5) * 500_000,
            "principle": principle,
        }
        yield _line(f"{own}-F4", own, "Investasi dan operasi percontohan", "cost", mentee, None) | {
            "proposed": rng.randrange(200, 700, 10) * 1_000_000,
            "principle": "per_4_1",
        }
        if partnership.outline.supporting_partner:
            gift = _line(f"{own}-F5", own, "Peragaan produk", "contribution", supporter.party_id, mentee)
            yield gift | {
                "proposed": 50_000_000,
                "decided": 50_000_000,
                "spent": 50_000_000,
                "principle": "agreed",
            }


def _line(line_id: str, partnership_id: str | None, category: str, kind: str, funded_by: str, payee: str | None) -> Row:
    return {
        "line_id": line_id,
        "partnership_id": partnership_id,
        "year": YEAR,
        "category": category,
        "kind": kind,
        "funded_by": funded_by,
        "payee": payee,
        "currency": "IDR",
    }


_TELL: dict[str, Callable[[Partnership], Iterator[Row]]] = {
    "teams": _teams,
    "agreements": _agreements,
    "clauses": _clauses,
    "work_plan": _work_plan,
    "targets": _targets,
    "target_actuals": _target_actuals,
    "evidence": _evidence,
    "activities": _activities,
    "documents": _documents,
    "advice": _advice,
    "relief": _relief,
    "narrative": _narrative,
    "readiness": _readiness,
    "statements": _statements,
}
