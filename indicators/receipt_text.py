"""A receipt as indented lines in either language: what the terminal prints."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from indicators.explanations import reason_in, source_id
from indicators.figure_receipt import FigureReceipt, InputReceipt, MeasuredTarget
from indicators.receipt import (
    CorrectionReceipt,
    CriterionReceipt,
    EvidenceReceipt,
    FileReceipt,
    IndicatorReceipt,
    ObligationReceipt,
    Origin,
    Receipt,
    ReliefReceipt,
    RevisionReceipt,
    RuleReceipt,
    TargetReceipt,
)
from warehouse.days_in_words import days_in_words
from warehouse.explained import in_indonesian_form
from warehouse.vocabulary import Language

Line = tuple[int, str]

_WORDS: dict[str, tuple[str, str]] = {
    "rules": ("rules that acted", "aturan yang berlaku"),
    "rules_version": ("rules of version", "aturan versi"),
    "files": ("files behind it", "berkas di baliknya"),
    "read_by": ("read by", "dibaca dengan"),
    "edition": ("edition", "edisi"),
    "no_template": ("no template", "tanpa templat"),
    "revised": ("told otherwise by a later file:", "dilaporkan lain oleh berkas kemudian:"),
    "since": ("since", "sejak"),
    "not_told": ("not told", "tidak dilaporkan"),
    "original": ("original", "berkas asli"),
    "mentor": ("mentor", "mentor"),
    "mentee": ("mentee", "mentee"),
    "commitment": ("commitment", "komitmen"),
    "reports": ("reports", "laporan"),
    "know_how": ("know-how transfer", "alih pengetahuan"),
    "lesson_learned": ("lesson-learned", "pembelajaran"),
    "good": ("good", "baik"),
    "fair": ("fair", "cukup"),
    "needs_attention": ("needs attention", "perlu perhatian"),
    "correction": ("correction", "koreksi"),
    "under_review": ("waits for review, not counted", "menunggu peninjauan, belum dihitung"),
    "row_left_out": ("the row is left out", "baris ini dikeluarkan"),
    "confirmed": ("confirmed", "dikonfirmasi benar"),
    "empty": ("empty", "kosong"),
    "superseded": ("a later file is in force", "sudah ada berkas yang lebih baru"),
    "too_early": ("too early for a band", "terlalu dini untuk kategori"),
    "before_moa": ("before the MoA: facts, no band", "sebelum MoA: fakta, tanpa kategori"),
    "interval": ("the interval covers more than one band", "rentangnya mencakup lebih dari satu kategori"),
    "no_value": ("no value yet", "belum ada nilai"),
    "score_interval": ("compatible with what is not known", "menurut yang belum diketahui"),
    "final_interval": ("can still end between", "masih dapat berakhir antara"),
    "weights": ("under other weights", "dengan bobot lain"),
    "move": ("to reach", "untuk mencapai"),
    "weight": ("weight", "bobot"),
    "of": ("of", "dari"),
    "waived": ("waived", "dibebaskan"),
    "decided_by": ("by", "oleh"),
    "decided_on": ("on", "pada"),
    "facilitator": ("the facilitator", "fasilitator"),
    "without_waivers": ("without waivers", "tanpa pembebasan"),
    "due": ("due", "tenggat"),
    "laid_by": ("laid down in", "ditetapkan di"),
    "waits_for": ("waits for", "menunggu"),
    "untold": ("the document does not tell", "dokumennya tidak menyebutkan"),
    "replaced_by": ("replaced by", "digantikan oleh"),
    "evidence": ("evidence", "bukti"),
    "level": ("level", "tingkat"),
    "verified_by": ("verified by", "diverifikasi oleh"),
    "confirmed_by": ("confirmed by", "dibenarkan oleh"),
    "says_prevented": ("says it was prevented", "menyatakan terhalang"),
    "sent": ("sent", "dikirim"),
    "claimed": ("own statement", "pernyataan sendiri"),
    "happened": ("happened", "terlaksana"),
    "received": ("received", "diterima"),
    "none": ("no evidence", "belum ada bukti"),
    "why": ("why", "sebab"),
    "target": ("target", "target"),
    "baseline": ("baseline", "kondisi awal"),
    "actual": ("actual", "capaian"),
    "months": ("months", "bulan"),
    "guideline": ("guideline", "pedoman"),
    "agreement": ("agreement", "kesepakatan"),
    "assumed": ("assumed", "asumsi"),
    "reported": ("reported", "dilaporkan"),
    "not_reported": ("not reported", "belum dilaporkan"),
    "not_due": ("not due", "belum jatuh tempo"),
    "not_applicable": ("not applicable", "tidak berlaku"),
    "undefined": ("cannot be computed", "tidak dapat dihitung"),
    "no_baseline": ("no baseline", "tanpa kondisi awal"),
    "needs_review": ("needs review", "perlu diperiksa"),
    "rejected": ("rejected", "ditolak"),
    "formula": ("formula", "rumus"),
    "source": ("source", "sumber"),
    "band": ("95 % band", "rentang 95 %"),
    "grade": ("reliability", "keandalan"),
    "as_written": ("as written", "seperti tertulis"),
    "not_published": ("no figure", "tidak ada angka"),
    "never_told": ("reported by nobody", "tidak dilaporkan siapa pun"),
    "short": ("short term", "jangka pendek"),
    "medium": ("medium term", "jangka menengah"),
    "long": ("long term", "jangka panjang"),
    "month": ("the month", "bulan itu"),
    "pilot_to_date": ("pilot to date", "percontohan sampai kini"),
    "rolling_12": ("last 12 months", "12 bulan terakhir"),
    "yes_no": ("done or not", "sudah atau belum"),
    "by_kind": ("mean over the kinds", "rata-rata antarjenis"),
    "progress": ("progress", "kemajuan"),
    "awaiting_follow_up": ("awaiting follow-up", "menunggu tindak lanjut"),
    "achieved": ("achieved", "tercapai"),
    "on_track": ("on track", "sesuai rencana"),
    "needs_acceleration": ("needs acceleration", "perlu percepatan"),
    "limited": ("limited progress", "kemajuan terbatas"),
    "moving_away": ("moving away", "menjauh dari target"),
    "fulfilled_on_time": ("fulfilled on time", "terpenuhi tepat waktu"),
    "fulfilled_late": ("fulfilled late", "terpenuhi terlambat"),
    "partly_fulfilled": ("partly fulfilled", "terpenuhi sebagian"),
    "overdue": ("overdue", "lewat tenggat"),
    "doubtful": ("doubtful", "diragukan"),
    "unknown": ("not known yet", "belum diketahui"),
    "prevented": ("prevented", "terhalang"),
    "withdrawn": ("withdrawn", "dicabut"),
    "lapsed": ("lapsed", "gugur"),
}

RULES_IN_INDONESIAN: dict[str, str] = {
    "%": "{} %",
    "day of the month": "tanggal {}",
    "day of the next month": "tanggal {} bulan berikutnya",
    "days": "{} hari",
    "decimals": "{} angka di belakang koma",
    "figures": "{} angka",
    "hour of the day": "pukul {}",
    "hours": "{} jam",
    "months": "{} bulan",
    "nights": "{} malam",
    "obligations": "{} kewajiban",
    "parts": "{} bagian",
    "percent": "{} persen",
    "points": "{} poin",
    "ratio": "rasio {}",
    "reports": "{} laporan",
    "share": "bagian sebesar {}",
    "share of the time": "{} dari waktunya",
    "times": "{} kali",
    "times the share": "{} kali bagiannya",
    "utilities": "{} perusahaan air minum",
    "weight": "bobot {}",
    "words": "{} kata",
}


def lines(receipt: Receipt, language: Language, original: Callable[[str], object] | None = None) -> Iterator[Line]:
    """Every line of the receipt with its depth, the partnership first.

    original: tells where the original of a document lies, by its SHA-256.
    """
    text = _Text(language, original)
    yield 0, f"{receipt.partnership_id} {receipt.title}"
    for criterion in receipt.criteria:
        yield from text.criterion(criterion)
    yield 1, text.word("rules")
    for rule in receipt.rules:
        source = rule.source if text.english else rule.source_id
        yield 2, f"{rule.code} = {text.rule_value(rule)} ({text.word(rule.basis)}: {source})"


def figure_lines(receipt: FigureReceipt, language: Language) -> Iterator[Line]:
    """Every line of the receipt of a figure with its depth, the figure first."""
    yield from _Text(language).figure(receipt, 0)


def target_lines(receipt: MeasuredTarget, language: Language) -> Iterator[Line]:
    """Every line of the receipt of a target with its depth: the target, its figures, the files of all of them."""
    text = _Text(language)
    yield 0, f"{text.word(receipt.horizon)}, {text.word(receipt.actual_basis)}"
    yield from text.target(receipt.target, 1)
    for figure in receipt.figures:
        yield from text.figure(figure, 1, with_files=False)
    yield from text.files(receipt.files, receipt.rules_version, 1)


def word(code: str, language: Language) -> str:
    """The word for a status, role or criterion in a language; a code without one as it is."""
    return _Text(language).word(code)


class _Text:
    def __init__(self, language: Language, original: Callable[[str], object] | None = None) -> None:
        self.language = language
        self.english = language is Language.ENGLISH
        self.original = original

    def word(self, code: str) -> str:
        """The word for a code; a code without one is shown as it is."""
        return _WORDS[code][0 if self.english else 1] if code in _WORDS else code

    def number(self, value: float | None, decimals: int = 0) -> str:
        """A number in the language's form; a dash where there is none."""
        if value is None:
            return "–"
        text = f"{value:,.{decimals}f}"
        return text if self.english else in_indonesian_form(text)

    def day(self, day: date | None) -> str:
        """A day as people write it; a dash where there is none."""
        return "–" if day is None else days_in_words(day.isoformat(), self.language)

    def on(self, day: date | None) -> str:
        """The day of a decision."""
        return f"{self.word('decided_on')} {self.day(day)}"

    def period(self, first: date, last: date) -> str:
        """Whole months by name, anything else by its days."""
        if first.day != 1 or (last + timedelta(days=1)).day != 1:
            return f"{self.day(first)} – {self.day(last)}"
        begun, ended = (days_in_words(f"{day:%Y-%m}", self.language) for day in (first, last))
        return begun if begun == ended else f"{begun} – {ended}"

    def written(self, value: float) -> str:
        """A number with the decimals that it was given, in the language's form."""
        return f"{value:g}" if self.english else in_indonesian_form(f"{value:g}")

    def rule_value(self, rule: RuleReceipt) -> str:
        """What a rule says, with its unit."""
        told = f"{{}} {rule.unit}" if self.english else RULES_IN_INDONESIAN.get(rule.unit, f"{{}} {rule.unit}")
        return told.format(self.written(rule.value))

    def criterion(self, line: CriterionReceipt) -> Iterator[Line]:
        score = self.number(line.score) if line.score is not None else self.word(line.status)
        band = self.word(line.band or line.band_reason or "")
        yield 1, f"{self.word(line.role)} · {self.word(line.criterion)}: {score} ({band})"
        yield from self.intervals(line)
        for indicator in line.indicators:
            yield from self.indicator(indicator)
        if line.move:
            yield 2, f"{self.word('move')} {self.word(line.move.to_band)} ({self.number(line.move.reached)}):"
            for step in line.move.steps:
                title = step.title_en if self.english else step.title
                yield 3, f"{step.obligation_id} {title} (+{self.number(step.gain, 1)})"
        yield from self.files(line.files, line.rules_version, 2)

    def files(self, files: tuple[FileReceipt, ...], rules_version: str | None, depth: int) -> Iterator[Line]:
        """The files behind it with the template and edition by which each was read, and the rules' version."""
        if files:
            yield depth, self.word("files")
        for file in files:
            edition = f", {self.word('edition')} {file.edition}" if file.edition else ""
            yield depth + 1, f"{file.file}: {self.word('read_by')} {file.template or self.word('no_template')}{edition}"
        if rules_version:
            yield depth, f"{self.word('rules_version')} {rules_version}"

    def figure(self, line: FigureReceipt, depth: int, with_files: bool = True) -> Iterator[Line]:
        """The figure with its band, its formula, each variable with its cell."""
        name = line.name_en if self.english else line.name_id
        zone = f", {line.zone}" if line.zone else ""
        about = f"{line.metric_code} {name}{zone}, {self.period(line.period_start, line.period_end)}"
        yield depth, f"{about}: {self.valued(line.value, line.unit, line.status)}{self.band(line)}{self.coverage(line)}"
        if line.reason:
            language = Language.ENGLISH if self.english else Language.INDONESIAN
            yield depth + 1, f"{self.word('why')}: {reason_in(line.reason, language)}"
        if line.formula:
            source = line.source or "–" if self.english else source_id(line.source or "–")
            yield depth + 1, f"{self.word('formula')}: {line.formula} ({self.word('source')}: {source})"
        for one in line.inputs:
            yield depth + 1, self.input(one)
        if line.never_told:
            yield depth + 1, f"{self.word('never_told')}: {', '.join(line.never_told)}"
        if with_files:
            yield from self.files(line.files, line.rules_version, depth + 1)

    def valued(self, value: float | None, unit: str, status: str | None) -> str:
        """A figure with its unit, and its status where that is not simply reported."""
        said = self.word(status or "not_published")
        if value is None:
            return said
        shown = f"{self.number(value, 2 if abs(value) >= 1 else 4)} {unit}"
        return shown if status == "reported" else f"{shown} ({said})"

    def coverage(self, line: FigureReceipt) -> str:
        """Of a span of several months, how many are behind the value."""
        if not line.months_expected or line.months_expected == 1:
            return ""
        return f", {line.months_counted} {self.word('of')} {line.months_expected} {self.word('months')}"

    def band(self, line: FigureReceipt) -> str:
        if line.low is None or line.high is None:
            return ""
        return f" ({self.word('band')}: {self.number(line.low, 2)}–{self.number(line.high, 2)})"

    def input(self, line: InputReceipt) -> str:
        """A variable, what it was written as, its reliability and its place."""
        name = line.name_en if self.english else line.name_id
        told = [self.valued(line.value, line.unit, line.status)]
        if line.written_value is not None and line.factor is not None and line.factor != 1:
            written = f"{self.written(line.written_value)} {line.written_unit or ''}".strip()
            told.append(f"{self.word('as_written')} {written} × {self.written(line.factor)}")
        if line.grade is not None:
            error = f" (± {self.written(line.error_pct)} %)" if line.error_pct is not None else ""
            told.append(f"{self.word('grade')} {line.grade}{error}")
        if line.correction_ids:
            told.append(f"{self.word('correction')} {line.correction_ids}")
        month = self.period(line.period_start, line.period_end)
        return f"{line.variable_code} {name}, {month}: {'; '.join(told)} – {_place(line.origin)}"

    def intervals(self, line: CriterionReceipt) -> Iterator[Line]:
        for name, low, high in (
            ("score_interval", line.low, line.high),
            ("final_interval", line.final_low, line.final_high),
            ("weights", line.weight_low, line.weight_high),
        ):
            if low is not None and high is not None:
                yield 2, f"{self.word(name)}: {self.number(low)}–{self.number(high)}"

    def indicator(self, line: IndicatorReceipt) -> Iterator[Line]:
        name = line.name_en if self.english else line.name_id
        value = self.number(line.value) if line.value is not None else self.word(line.status)
        counted = f"{self.number(line.numerator, 2)} {self.word('of')} {self.number(line.denominator)}"
        source = line.source if self.english else line.source_id
        basis = f"{self.word(line.basis)} {source}, {self.word('weight')} {self.written(line.weight)}"
        waived = ""
        if line.waived_count:
            without = self.number(line.value_without_waivers)
            waived = f"; {self.word('waived')}: {line.waived_count}, {self.word('without_waivers')}: {without}"
        yield 2, f"{line.code} {name}: {value} ({counted}; {basis}{waived})"
        if line.is_mean_over_kinds:
            each = (f"{one.kind} {self.number(one.credit, 2)} {self.word('of')} {one.count}" for one in line.kinds_due)
            yield 3, f"{self.word('by_kind')}: {'; '.join(each)}"
        for obligation in line.obligations:
            yield from self.obligation(obligation)
        for target in line.targets:
            yield from self.target(target)
        for correction in line.corrections:
            yield 3, self.correction(correction)
        for revision in line.revisions:
            yield 3, self.revision(revision)

    def revision(self, line: RevisionReceipt) -> str:
        """What was told before and what is told since, each with its day and place."""
        about = " ".join(part for part in (line.subject, days_in_words(line.period or "", self.language)) if part)
        before = self.told(line.earlier_value, line.earlier_text, line.unit)
        later = self.told(line.later_value, line.later_text, line.unit)
        known, changed = (f"({self.word('since')} {self.day(day)})" for day in (line.known_on, line.changed_on))
        places = f"{_whereabouts(line.earlier_origin)} → {_whereabouts(line.later_origin)}"
        return f"{self.word('revised')} {about}: {before} {known} → {later} {changed} – {places}"

    def told(self, value: float | None, text: str | None, unit: str | None) -> str:
        """A figure with its unit, or words; what was not told says so."""
        if value is not None:
            return f"{self.number(value, 2)} {unit or ''}".strip()
        return text or self.word("not_told")

    def correction(self, line: CorrectionReceipt) -> str:
        """What the file says, what holds instead, by whom and why."""
        was, now = line.written or self.word("empty"), line.corrected or self.word("empty")
        done = {
            "drop_row": self.word("row_left_out"),
            "confirm": f"'{was}' {self.word('confirmed')}",
        }.get(line.action, f"'{was}' → '{now}'")
        decided = f"{self.word('decided_by')} {line.decided_by} {self.on(line.decided_on)}"
        stale = f" ({self.word('superseded')})" if line.is_superseded else ""
        head = f"{self.word('correction')} {line.correction_id}: {done}{stale}"
        return f"{head}, {decided}: {line.reason} – {_place(line.origin)}"

    def obligation(self, line: ObligationReceipt) -> Iterator[Line]:
        title = line.title_en if self.english else line.title
        credit = "" if line.credit is None else f" = {self.number(line.credit, 2)}"
        clause = f"{self.word(line.basis)} {line.clause or ''}".strip()
        laid = f"{self.word('laid_by')} {_place(line.origin)}"
        due = f"{self.word('due')} {self.day(line.due_on)}"
        yield 3, f"{line.obligation_id} {title} – {due}: {self.word(line.status)}{credit} ({clause}; {laid})"
        if line.awaited_report:
            yield 4, f"{self.word('waits_for')} {line.awaited_report}"
        if line.is_untold:
            yield 4, self.word("untold")
        if line.replaced_by:
            yield 4, f"{self.word('replaced_by')} {line.replaced_by}"
        if line.relief:
            yield 4, self.relief(line.relief)
        if line.counts and not line.evidence:
            yield 4, self.word("none")
        for evidence in line.evidence:
            yield 4, self.evidence(evidence)

    def relief(self, line: ReliefReceipt) -> str:
        decided = f"{self.word('decided_by')} {self.word(line.decided_by)} {self.on(line.decided_on)}"
        return f"{self.word(line.kind)} {decided}: {line.reason}"

    def evidence(self, line: EvidenceReceipt) -> str:
        sent_on = line.submitted_on if line.level else None
        days = (("happened", line.occurred_on), ("sent", sent_on), ("received", line.received_on))
        dated = [f"{self.word(name)} {self.day(day)}" for name, day in days if day]
        told = ", ".join(dated if line.level else [self.word("claimed"), *dated])
        if line.attested_by:
            named = "verified_by" if line.level == 4 else "confirmed_by"
            told += f", {self.word(named)} {line.attested_by} {self.on(line.attested_on)}"
        if line.is_objection and line.share is None:
            told = told.replace(self.word("claimed"), self.word("says_prevented"), 1) + f": {line.note or '-'}"
        share = "" if line.share is None else f", {self.number(100 * line.share)} %"
        shown = ""
        if self.original and line.file_sha256:
            shown = f" ({self.word('original')}: {self.original(line.file_sha256)})"
        return (
            f"{self.word('evidence')} ({self.word('level')} {line.level}{share}): {told} – {_place(line.origin)}{shown}"
        )

    def target(self, line: TargetReceipt, depth: int = 3) -> Iterator[Line]:
        credit = "" if line.credit is None else f" = {self.number(line.credit, 2)}"
        aim = (
            f"{self.word('baseline')} {self.number(line.baseline, 2)}, "
            f"{self.word('target')} {self.number(line.target, 2)}; {self.word('laid_by')} {_place(line.origin)}"
        )
        due = f"{self.word('due')} {self.day(line.due_on)}"
        what = line.topic or line.metric_code or ""
        yield depth, f"{line.target_id} {what} – {due}: {self.word(line.status)}{credit} ({aim})"
        for origin in line.under_review:
            yield depth + 1, f"{self.word('under_review')} – {_place(origin)}"
        reached, reached_on = line.actual, line.actual_on
        if reached is None:
            reached, reached_on = line.partial_actual, line.partial_actual_on
        if reached is None:
            return
        months = ""
        if line.expected_months:
            months = f", {line.coverage_months} {self.word('of')} {line.expected_months} {self.word('months')}"
        actual = f"{self.word('actual')} {self.number(reached, 2)} ({self.day(reached_on)}{months})"
        yield depth + 1, f"{actual} – {_place(line.actual_origin)}"


def _whereabouts(origin: Origin) -> str:
    """The place; of a figure computed from cells of several sheets only the file that brought it."""
    return _place(Origin(origin.file, None, None) if "!" in (origin.cell or "") else origin)


def _place(origin: Origin) -> str:
    return " › ".join(part for part in (origin.file, origin.sheet, origin.cell) if part) or "–"
