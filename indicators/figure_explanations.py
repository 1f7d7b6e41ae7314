"""What is marked or computed outside the catalogue of metrics: health figures, minimum night flow, target progress.

For each the question, the formula in words, an example, the source and the limits, in both languages.
"""

from dataclasses import dataclass
from typing import Final

from indicators.explanations import Explanation
from warehouse.vocabulary import Basis

BPPSPAM_EN: Final = "BPPSPAM method, annual performance of water utilities"
BPPSPAM_ID: Final = "Metode BPPSPAM, kinerja tahunan BUMD Air Minum"
_INDONESIAN_SEPARATORS: Final = str.maketrans(".,", ",.")


@dataclass(frozen=True)
class ExplainedFigure:
    """A figure with its formula in words, its source and basis, and what is told of it."""

    formula_en: str
    formula_id: str
    source_en: str
    source_id: str
    basis: Basis
    told: Explanation


@dataclass(frozen=True)
class Marked:
    """The example of a health figure: how it is computed, its unit, the mark of 1 to 5 and its weight."""

    sum: str
    unit: str
    mark: int
    weight: float

    @property
    def english(self) -> str:
        """The sum, the mark and the points, as in English: 1,234.5."""
        return f"{self.sum}{self.unit}: mark {self.mark}; {self._points}"

    @property
    def indonesian(self) -> str:
        """The same with the separators and the hours of Indonesian."""
        unit = self.unit.replace(" h", " jam")
        return f"{self.sum}{unit}: nilai {self.mark}; {self._points}".translate(_INDONESIAN_SEPARATORS)

    @property
    def _points(self) -> str:
        return f"{self.weight:g} × {self.mark} = {round(self.weight * self.mark, 6):g}"


def _health(
    questions: tuple[str, str], formulas: tuple[str, str], example: Marked, limits: tuple[str, str]
) -> ExplainedFigure:
    told = Explanation(*questions, example.english, example.indonesian, *limits)
    return ExplainedFigure(*formulas, BPPSPAM_EN, BPPSPAM_ID, Basis.ASSUMED, told)


HEALTH_EXPLANATIONS: Final[dict[str, ExplainedFigure]] = {
    "health_return_on_equity": _health(
        ("What does the equity earn in a year?", "Berapa hasil ekuitas dalam setahun?"),
        ("100 × profit after tax ÷ equity", "100 × laba setelah pajak ÷ ekuitas"),
        Marked("100 × (−1.13) ÷ 10 = −11.3", "%", 1, 0.055),
        (
            "Not why: a low tariff, or subsidies booked as income, move it as much as good management does.",
            "Bukan sebabnya: tarif rendah atau subsidi yang dibukukan sebagai pendapatan sama pengaruhnya dengan "
            "pengelolaan.",
        ),
    ),
    "health_operating_ratio": _health(
        ("Does the operating income carry the operating cost?", "Apakah pendapatan operasi menutup biaya operasi?"),
        ("100 × operating cost ÷ operating income", "100 × biaya operasi ÷ pendapatan operasi"),
        Marked("100 × 19 ÷ 10 = 190", "%", 1, 0.055),
        (
            "Cost that is put off, such as maintenance not done, makes it look better for a while.",
            "Biaya yang ditunda, misalnya pemeliharaan, membuatnya tampak lebih baik untuk sementara.",
        ),
    ),
    "health_cash_ratio": _health(
        ("Could the debts of this year be paid at once?", "Apakah utang lancar dapat dibayar seketika?"),
        (
            "100 × cash and cash equivalents ÷ current liabilities",
            "100 × kas dan setara kas ÷ utang lancar",
        ),
        Marked("100 × 385.19 ÷ 10 = 3,851.9", "%", 5, 0.055),
        (
            "A very high figure may be money lying idle that the network needs.",
            "Angka yang sangat tinggi bisa berarti uang menganggur padahal jaringan membutuhkannya.",
        ),
    ),
    "health_billing_effectiveness": _health(
        ("Which part of what is billed is paid?", "Bagian mana dari rekening yang dibayar?"),
        ("100 × water bills paid ÷ water bills issued", "100 × penerimaan rekening air ÷ rekening air diterbitkan"),
        Marked("100 × 921 ÷ 1,000 = 92.1", "%", 5, 0.055),
        (
            "Nothing of water that was never billed; old debts paid this year may raise it.",
            "Tidak bicara tentang air yang tidak ditagih; pelunasan tunggakan lama dapat menaikkannya.",
        ),
    ),
    "health_solvency": _health(
        ("Do the assets cover all debts?", "Apakah aset menutup seluruh utang?"),
        ("100 × assets ÷ liabilities", "100 × jumlah aset ÷ jumlah utang"),
        Marked("100 × 27 ÷ 18 = 150", "%", 3, 0.03),
        (
            "Assets stand at book value. Without liabilities there is no ratio: it takes mark 5 and is never 0%.",
            "Aset menurut nilai buku. Tanpa utang tidak ada rasio: nilainya 5, bukan 0%.",
        ),
    ),
    "health_service_coverage": _health(
        (
            "Which part of the people in the service area is served?",
            "Bagian mana penduduk wilayah pelayanan terlayani?",
        ),
        (
            "100 × people served ÷ people in the service area",
            "100 × penduduk terlayani ÷ penduduk wilayah pelayanan",
        ),
        Marked("100 × 276 ÷ 500 = 55.2", "%", 3, 0.05),
        (
            "People per connection are assumed, and served says nothing of hours or pressure.",
            "Jumlah jiwa per sambungan merupakan asumsi, dan terlayani tidak berarti cukup jam dan tekanannya.",
        ),
    ),
    "health_customer_growth": _health(
        ("How fast do the customers grow?", "Seberapa cepat pelanggan bertambah?"),
        (
            "100 × (customers this year − customers last year) ÷ customers last year",
            "100 × (pelanggan tahun ini − pelanggan tahun lalu) ÷ pelanggan tahun lalu",
        ),
        Marked("100 × (4,260 − 4,000) ÷ 4,000 = 6.5", "%", 3, 0.05),
        (
            "A utility that serves nearly everyone cannot grow fast; it gets a low mark for that.",
            "BUMD yang hampir melayani semua orang tidak dapat tumbuh cepat dan karena itu nilainya rendah.",
        ),
    ),
    "health_complaints_settled": _health(
        ("Which part of the complaints is settled?", "Bagian mana dari aduan diselesaikan?"),
        ("100 × complaints settled ÷ complaints received", "100 × aduan selesai ÷ aduan diterima"),
        Marked("100 × 170 ÷ 200 = 85", "%", 5, 0.025),
        (
            "Not how long it took; complaints that nobody wrote down are not in it.",
            "Bukan lamanya penyelesaian; aduan yang tidak dicatat tidak termasuk.",
        ),
    ),
    "health_water_quality": _health(
        ("Which part of the tests at customers meets the standard?", "Bagian mana uji air pelanggan memenuhi syarat?"),
        ("100 × tests that pass ÷ tests made", "100 × uji memenuhi syarat ÷ uji dilakukan"),
        Marked("100 × 190 ÷ 250 = 76", "%", 4, 0.075),
        (
            "Few tests, or tests at good places, say little.",
            "Uji yang sedikit, atau di tempat yang baik, kurang bermakna.",
        ),
    ),
    "health_domestic_consumption": _health(
        ("How much does a household customer use?", "Berapa pemakaian satu pelanggan rumah tangga?"),
        (
            "domestic water sold in the year ÷ 12 ÷ domestic customers",
            "air domestik terjual setahun ÷ 12 ÷ pelanggan domestik",
        ),
        Marked("854,400 ÷ 12 ÷ 4,000 = 17.8", " m³", 2, 0.05),
        (
            "More is marked better although saving water is no fault; rationed supply lowers it too.",
            "Pemakaian banyak dinilai lebih baik meskipun hemat air bukan kesalahan; penggiliran juga menurunkannya.",
        ),
    ),
    "health_production_efficiency": _health(
        ("Which part of the installed capacity is produced?", "Bagian mana kapasitas terpasang diproduksi?"),
        ("100 × production ÷ installed capacity", "100 × realisasi produksi ÷ kapasitas terpasang"),
        Marked("100 × 179.38 ÷ 270 = 66.44", "%", 2, 0.07),
        (
            "A high figure may mean that no reserve is left.",
            "Angka tinggi dapat berarti tidak ada lagi cadangan.",
        ),
    ),
    "health_non_revenue_water": _health(
        ("Which part of the water put in earns nothing?", "Bagian mana air yang didistribusikan tidak berekening?"),
        (
            "100 × (water distributed − water sold) ÷ water distributed",
            "100 × (air didistribusikan − air terjual) ÷ air didistribusikan",
        ),
        Marked("100 × (4,764.873 − 2,458.418) ÷ 4,764.873 = 48.41", "%", 1, 0.07),
        (
            "A percentage moves when customers use more or less: read the volume beside it.",
            "Persentase bergerak bila pelanggan memakai lebih banyak atau sedikit: baca bersama volumenya.",
        ),
    ),
    "health_supply_hours": _health(
        ("How many hours a day is there water?", "Berapa jam sehari air mengalir?"),
        ("hours of distribution in the year ÷ 365", "jam distribusi setahun ÷ 365"),
        Marked("3,529.55 ÷ 365 = 9.67", " h", 1, 0.08),
        (
            "The mean hides zones that get water every other day.",
            "Rata-rata menutupi zona yang mendapat air dua hari sekali.",
        ),
    ),
    "health_pressure_met": _health(
        ("Which part of the customers has at least 0.7 bar?", "Bagian mana pelanggan mendapat sedikitnya 0,7 bar?"),
        ("100 × customers with 0.7 bar ÷ customers", "100 × pelanggan dengan 0,7 bar ÷ pelanggan"),
        Marked("100 × 1,417 ÷ 10,000 = 14.17", "%", 1, 0.065),
        (
            "Often estimated from few gauges, and at which hour is not told.",
            "Sering diperkirakan dari sedikit alat ukur, dan jamnya tidak disebutkan.",
        ),
    ),
    "health_meter_replacement": _health(
        ("Which part of the customer meters was replaced?", "Bagian mana meter pelanggan diganti tahun ini?"),
        ("100 × meters replaced in the year ÷ customers", "100 × meter diganti setahun ÷ pelanggan"),
        Marked("100 × 210 ÷ 4,000 = 5.25", "%", 2, 0.065),
        (
            "Not whether the oldest, or the right ones, were replaced.",
            "Bukan apakah yang diganti meter tertua atau yang memang perlu.",
        ),
    ),
    "health_staff_ratio": _health(
        ("How many employees serve a thousand customers?", "Berapa pegawai yang melayani setiap seribu pelanggan?"),
        ("1,000 × employees ÷ customers", "1.000 × pegawai ÷ pelanggan"),
        Marked("1,000 × 36 ÷ 4,000 = 9", "", 4, 0.07),
        (
            "The edges are disputed: sources give different ones. Work given to contractors is not in it.",
            "Batas nilainya diperdebatkan: sumber menyebut angka yang berbeda. Pekerjaan pihak ketiga tidak termasuk.",
        ),
    ),
    "health_staff_trained": _health(
        ("Which part of the employees was trained in the year?", "Bagian mana pegawai mengikuti diklat tahun ini?"),
        ("100 × employees trained ÷ employees", "100 × pegawai ikut diklat ÷ pegawai"),
        Marked("100 × 18 ÷ 40 = 45", "%", 3, 0.04),
        (
            "Not what was learnt, nor for how many days.",
            "Bukan apa yang dipelajari, dan bukan berapa hari lamanya.",
        ),
    ),
    "health_training_cost": _health(
        ("Which part of the staff cost goes into training?", "Bagian mana biaya pegawai dipakai untuk diklat?"),
        ("100 × cost of training ÷ staff cost", "100 × biaya diklat ÷ biaya pegawai"),
        Marked("100 × 21 ÷ 1,000 = 2.1", "%", 1, 0.04),
        (
            "Training that a mentor gives free of charge is not in it.",
            "Pelatihan yang diberikan mentor tanpa biaya tidak termasuk.",
        ),
    ),
}

NIGHT_FLOW: Final = ExplainedFigure(
    "median over the nights of the month of the mean flow from 02:00 up to 04:00 local time",
    "median aliran rata-rata pukul 02.00 sampai 04.00 waktu setempat dari malam-malam bulan itu",
    "AWWA M36; IWA Water Loss Task Force on district metered areas",
    "AWWA M36; IWA Water Loss Task Force tentang DMA",
    Basis.ASSUMED,
    Explanation(
        "How much flows into a zone when nearly nobody uses water?",
        "Berapa aliran ke zona ketika hampir tidak ada pemakaian?",
        "21 nights: twenty of 2.0 to 4.0 L/s, in order the eleventh is 3.0, and one of 9.0 with a fire: 3.0 L/s",
        "21 malam: dua puluh dari 2,0 sampai 4,0 L/detik, urutan kesebelas 3,0, dan satu 9,0 karena kebakaran: "
        "3,0 L/detik",
        "Use at night and leaks are in one figure. It needs 20 good nights; under rationed supply, tanks that fill at "
        "night hide it.",
        "Pemakaian malam dan kebocoran menjadi satu angka. Perlu 20 malam yang baik; bila air digilir, pengisian "
        "tandon malam hari menutupinya.",
    ),
)

TARGET_SOURCE_EN: Final = "5.4 names targets and no scale; 5.3.3 asks whether they are reached"
TARGET_SOURCE_ID: Final = "5.4 menyebut target tanpa skala; 5.3.3 menanyakan ketercapaiannya"

TARGET_NAMES: Final[dict[str, tuple[str, str]]] = {
    "target_progress": ("Progress of a target", "Kemajuan target"),
    "target_expected": ("Expected progress", "Kemajuan yang diharapkan"),
    "target_pace": ("Pace of a target", "Laju target"),
}

TARGET_EXPLANATIONS: Final[dict[str, ExplainedFigure]] = {
    "target_progress": ExplainedFigure(
        "(actual − baseline) ÷ (target − baseline); what counts in a score is cut to 0 to 1. A value to be held: 1 "
        "within its tolerance",
        "(capaian − kondisi awal) ÷ (target − kondisi awal); yang masuk nilai dibatasi 0 sampai 1. Angka yang harus "
        "dipertahankan: 1 di dalam toleransinya",
        TARGET_SOURCE_EN,
        TARGET_SOURCE_ID,
        Basis.ASSUMED,
        Explanation(
            "How much of the way from the baseline to the target is done?",
            "Berapa bagian jalan dari kondisi awal ke target yang sudah ditempuh?",
            "NRW from 40 to 30%, now 36%: (36 − 40) ÷ (30 − 40) = 0.4",
            "ATR dari 40 ke 30%, kini 36%: (36 − 40) ÷ (30 − 40) = 0,4",
            "Not whether the programme moved it, and nothing where baseline or actual is not known.",
            "Bukan apakah program yang menggerakkannya, dan tidak ada bila kondisi awal atau capaian tidak diketahui.",
        ),
    ),
    "target_expected": ExplainedFigure(
        "share of the time from the baseline's day to the due day that had passed on the day of the actual; with "
        "milestones on the line through them",
        "bagian waktu dari hari kondisi awal sampai tenggat yang telah lewat pada hari capaian; bila ada tonggak, "
        "menurut garis melalui tonggak itu",
        TARGET_SOURCE_EN,
        TARGET_SOURCE_ID,
        Basis.ASSUMED,
        Explanation(
            "How far should the target have come by then?",
            "Sampai di mana target seharusnya pada saat itu?",
            "73 of 146 days have passed, no milestones: 73 ÷ 146 = 0.5",
            "73 dari 146 hari telah lewat, tanpa tonggak: 73 ÷ 146 = 0,5",
            "A straight line is an assumption: many measures act late and then at once.",
            "Garis lurus adalah asumsi: banyak tindakan baru berpengaruh belakangan, lalu sekaligus.",
        ),
    ),
    "target_pace": ExplainedFigure(
        "progress ÷ expected progress; none before a quarter of the time has passed",
        "kemajuan ÷ kemajuan yang diharapkan; tidak ada sebelum seperempat waktu berlalu",
        TARGET_SOURCE_EN,
        TARGET_SOURCE_ID,
        Basis.ASSUMED,
        Explanation(
            "Is the target on its way in time?",
            "Apakah target berjalan sesuai waktunya?",
            "Progress 0.4, expected 0.5: 0.4 ÷ 0.5 = 0.8, needs acceleration (0.6 up to 0.95)",
            "Kemajuan 0,4, diharapkan 0,5: 0,4 ÷ 0,5 = 0,8, perlu percepatan (0,6 sampai kurang dari 0,95)",
            "Not whether the target was easy: a low target is soon on track.",
            "Bukan apakah targetnya mudah: target yang rendah cepat sesuai jalur.",
        ),
    ),
}

FIGURE_EXPLANATIONS: Final[dict[str, ExplainedFigure]] = {**HEALTH_EXPLANATIONS, "minimum_night_flow": NIGHT_FLOW}
