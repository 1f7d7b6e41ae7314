"""What each indicator and metric asks, a worked example with its numbers, and what it does not tell, in both languages.

The result of each example of a metric stands after its last sign of equality; a test computes it anew.
"""

from dataclasses import dataclass
from typing import Final

from warehouse.vocabulary import Language


@dataclass(frozen=True)
class Explanation:
    """Question, example and limits of one indicator or metric."""

    question_en: str
    question_id: str
    example_en: str
    example_id: str
    limits_en: str
    limits_id: str


SOURCES_ID: Final = {
    "2.7 mentor 2 and 4": "2.7 mentor 2 dan 4",
    "5.2.2; the guideline names no day": "5.2.2; pedoman tidak menyebut tanggal",
    "5.2.3; the guideline names no day": "5.2.3; pedoman tidak menyebut tanggal",
    "5.3.1; 2.7 mentee 1 and 2": "5.3.1; 2.7 mentee 1 dan 2",
    "5.3.1; the guideline names no day": "5.3.1; pedoman tidak menyebut tanggal",
    "5.3.2; the guideline names no day": "5.3.2; pedoman tidak menyebut tanggal",
    "5.3.3; shares assumed": "5.3.3; bagian diasumsikan",
    "as reported": "seperti dilaporkan",
    "IWA performance indicators": "Indikator kinerja IWA",
    "The programme's own quotient; no published definition": "Rasio program ini sendiri; tanpa definisi terbitan",
    "BPKP, capacity used of installed": "BPKP, kapasitas termanfaatkan dari kapasitas terpasang",
    "BPKP, idle capacity": "BPKP, kapasitas menganggur",
    "SNIS (Brazil) IN049, IN013": "SNIS (Brasil) IN049, IN013",
}


def source_id(source: str) -> str:
    """A source in Indonesian; a bare section or a book's name is the same in both languages."""
    return SOURCES_ID.get(source, source)


# Why a figure is not told, or waits for review: as published, in English words, in Indonesian words.
REASONS: Final[dict[str, tuple[str, str]]] = {
    "32 Lm + Nc < 3000 (miles; 20 Lm + Nc in km) or pressure below 35 psi (24.6 m)": (
        "the network is too small (20 × km of mains + connections below 3,000) or its pressure is below 24.6 m",
        "jaringan terlalu kecil (20 × km pipa + sambungan kurang dari 3.000) atau tekanannya di bawah 24,6 m",
    ),
    "a figure behind it needs review": (
        "a figure behind it needs review", "ada angka di baliknya yang perlu diperiksa",
    ),
    "above_100": ("above 100 %", "di atas 100 %"),
    "below 20 connections per km of mains losses are stated per km": (
        "below 20 connections per km of mains losses are stated per km",
        "di bawah 20 sambungan per km pipa, kehilangan air dinyatakan per km",
    ),
    "billed above supplied": ("billed above supplied", "yang direkeningkan melebihi yang dipasok"),
    "coordinate_system": ("its system of coordinates is not known", "sistem koordinatnya tidak diketahui"),
    "differs_from_gis": ("it differs from what the GIS file tells", "berbeda dari isi berkas GIS"),
    "from 20 connections per km of mains losses are stated per connection": (
        "from 20 connections per km of mains losses are stated per connection",
        "mulai 20 sambungan per km pipa, kehilangan air dinyatakan per sambungan",
    ),
    "more authorised consumption than supplied": (
        "more authorised consumption than supplied", "konsumsi resmi melebihi yang dipasok",
    ),
    "more exported than put in": ("more exported than put in", "yang dijual curah melebihi yang masuk"),
    "negative": ("below zero", "di bawah nol"),
    "negative real losses": ("real losses below zero", "kehilangan fisik di bawah nol"),
    "negative volume": ("a volume below zero", "volume di bawah nol"),
    "off_scale": ("a thousand times off its own months", "meleset seribu kali dari bulan-bulannya sendiri"),
    "outside 0-100 %": ("outside 0–100 %", "di luar 0–100 %"),
    "produced above the installed capacity": (
        "produced above the installed capacity", "produksi melebihi kapasitas terpasang",
    ),
    "zero denominator": ("what it is divided by is zero", "pembaginya nol"),
}  # fmt: skip


def reason_in(reason: str, language: Language) -> str:
    """Why a figure is not told or waits for review, in a language; a reason without words as it is."""
    english, indonesian = REASONS.get(reason, (reason, reason))
    return english if language is Language.ENGLISH else indonesian


INDICATOR_EXPLANATIONS: Final[dict[str, Explanation]] = {
    "MR-COM-1": Explanation(
        "Does the mentor do what it signed in LoI and MoA?",
        "Apakah mentor menjalankan yang ditandatanganinya dalam LoI dan MoA?",
        "4 clauses due, 3 fulfilled, 1 half: 100 × (3 + 0.5) ÷ 4 = 87.5",
        "4 klausul jatuh tempo, 3 terpenuhi, 1 separuh: 100 × (3 + 0,5) ÷ 4 = 87,5",
        "Not how well a clause was fulfilled, and nothing of clauses that only repeat the work plan.",
        "Bukan mutu pemenuhan klausul, dan tidak mencakup klausul yang hanya mengulang rencana kerja.",
    ),
    "MR-COM-2": Explanation(
        "Do the meetings, visits and assistance of the work plan take place?",
        "Apakah pertemuan, kunjungan, dan pendampingan dalam rencana kerja terlaksana?",
        "3 of 4 meetings (75), 1 of 2 visits (50): (75 + 50) ÷ 2 = 62.5",
        "3 dari 4 pertemuan (75), 1 dari 2 kunjungan (50): (75 + 50) ÷ 2 = 62,5",
        "Not what a visit achieved; a short call and a long visit of one kind count alike.",
        "Bukan hasil kunjungannya; telepon singkat dan kunjungan panjang sejenis dihitung sama.",
    ),
    "MR-COM-3": Explanation(
        "Does the mentor keep to the dates agreed?",
        "Apakah mentor menepati tanggal yang disepakati?",
        "8 obligations due, 5 delivered in full by their day, 2 late, 1 missing: 100 × 5 ÷ 8 = 62.5",
        "8 kewajiban jatuh tempo, 5 dipenuhi penuh tepat waktu, 2 terlambat, 1 belum: 100 × 5 ÷ 8 = 62,5",
        "Not by how many days something was late, nor whether the date was realistic.",
        "Bukan berapa hari keterlambatannya, dan bukan apakah tanggalnya realistis.",
    ),
    "MR-REP-1": Explanation(
        "Do the mentor's diagnostic, monitoring and final reports arrive?",
        "Apakah laporan diagnostik, monitoring, dan akhir dari mentor disampaikan?",
        "1 of 1 diagnostic (100), 1 of 2 monitoring (50): (100 + 50) ÷ 2 = 75",
        "1 dari 1 laporan diagnostik (100), 1 dari 2 laporan monitoring (50): (100 + 50) ÷ 2 = 75",
        "Not whether the advice in a report is good or was used.",
        "Bukan apakah saran dalam laporan itu baik atau dipakai.",
    ),
    "MR-REP-2": Explanation(
        "Do the mentor's reports arrive in time to be of use?",
        "Apakah laporan mentor datang tepat waktu sehingga berguna?",
        "3 reports due, 2 first submitted by their day: 100 × 2 ÷ 3 = 66.7",
        "3 laporan jatuh tempo, 2 pertama kali disampaikan tepat waktu: 100 × 2 ÷ 3 = 66,7",
        "The days allowed are assumed: the guideline names none.",
        "Batas harinya diasumsikan: pedoman tidak menyebutkannya.",
    ),
    "MR-KNW-1": Explanation(
        "Does the mentor answer requests and leave advice on record at visits?",
        "Apakah mentor menjawab permintaan dan mencatatkan saran saat kunjungan?",
        "3 of 4 requests answered, 1 of 1 visit with advice: 100 × (3 + 1) ÷ 5 = 80",
        "3 dari 4 permintaan dijawab, 1 dari 1 kunjungan bersaran: 100 × (3 + 1) ÷ 5 = 80",
        "Not whether the mentee learnt it: see lesson-learned and the mentee's word on the advice.",
        "Bukan apakah mentee memahaminya: lihat pembelajaran dan tanggapan mentee atas saran.",
    ),
    "MR-KNW-2": Explanation(
        "Are the learning topics of the work plan transferred?",
        "Apakah topik pembelajaran dalam rencana kerja dialihkan?",
        "5 topics due, 3 transferred, 1 to 40%: 100 × (3 + 0.4) ÷ 5 = 68",
        "5 topik jatuh tempo, 3 dialihkan, 1 sebesar 40%: 100 × (3 + 0,4) ÷ 5 = 68",
        "Transferred is what the records say; it is no test of competence.",
        "Dialihkan menurut catatan; ini bukan uji kompetensi.",
    ),
    "MR-KNW-3": Explanation(
        "How often is a request answered within the days agreed?",
        "Seberapa sering permintaan dijawab dalam waktu yang disepakati?",
        "6 requests due, 4 answered within 14 days: 100 × 4 ÷ 6 = 66.7",
        "6 permintaan jatuh tempo, 4 dijawab dalam 14 hari: 100 × 4 ÷ 6 = 66,7",
        "A quick answer may be a poor one; an answer by telephone counts once it is on record.",
        "Jawaban cepat belum tentu baik; jawaban lewat telepon dihitung bila sudah tercatat.",
    ),
    "ME-COM-1": Explanation(
        "Does the mentee do what it signed in LoI and MoA?",
        "Apakah mentee menjalankan yang ditandatanganinya dalam LoI dan MoA?",
        "5 clauses due, 4 fulfilled: 100 × 4 ÷ 5 = 80",
        "5 klausul jatuh tempo, 4 terpenuhi: 100 × 4 ÷ 5 = 80",
        "Not how well a clause was fulfilled, and nothing of clauses that only repeat the work plan.",
        "Bukan mutu pemenuhan klausul, dan tidak mencakup klausul yang hanya mengulang rencana kerja.",
    ),
    "ME-COM-2": Explanation(
        "Does the mentee carry out its part of the work plan?",
        "Apakah mentee melaksanakan bagiannya dalam rencana kerja?",
        "3 of 5 activities (60), 1 of 1 study visit (100): (60 + 100) ÷ 2 = 80",
        "3 dari 5 kegiatan (60), 1 dari 1 kunjungan belajar (100): (60 + 100) ÷ 2 = 80",
        "Not what an activity changed: that is in the targets.",
        "Bukan perubahan yang dihasilkan kegiatan: itu ada pada target.",
    ),
    "ME-COM-3": Explanation(
        "Does the mentee answer advice and act on what it agreed to?",
        "Apakah mentee menanggapi saran dan menindaklanjuti yang disetujuinya?",
        "4 words due, 4 given; 2 actions due, 1 done: 100 × (4 + 1) ÷ 6 = 83.3",
        "4 tanggapan jatuh tempo, 4 diberikan; 2 tindak lanjut, 1 dilakukan: 100 × (4 + 1) ÷ 6 = 83,3",
        "A reasoned no counts as much as a yes: it does not tell whether the advice was followed.",
        "Penolakan beralasan dihitung sama dengan persetujuan: tidak menunjukkan apakah saran diikuti.",
    ),
    "ME-COM-4": Explanation(
        "Does the mentee keep to the dates agreed?",
        "Apakah mentee menepati tanggal yang disepakati?",
        "10 obligations due, 7 delivered in full by their day: 100 × 7 ÷ 10 = 70",
        "10 kewajiban jatuh tempo, 7 dipenuhi penuh tepat waktu: 100 × 7 ÷ 10 = 70",
        "Not by how many days something was late, nor whether the date was realistic.",
        "Bukan berapa hari keterlambatannya, dan bukan apakah tanggalnya realistis.",
    ),
    "ME-REP-1": Explanation(
        "Do the mentee's study-visit, monthly and final reports arrive?",
        "Apakah laporan kunjungan belajar, bulanan, dan akhir dari mentee disampaikan?",
        "4 of 5 monthly (80), 1 of 1 study visit (100): (80 + 100) ÷ 2 = 90",
        "4 dari 5 laporan bulanan (80), 1 dari 1 kunjungan belajar (100): (80 + 100) ÷ 2 = 90",
        "Not what stands in a report; see completeness and the figures themselves.",
        "Bukan isi laporannya; lihat kelengkapan dan angkanya.",
    ),
    "ME-REP-2": Explanation(
        "Do the mentee's reports arrive by their day?",
        "Apakah laporan mentee datang pada waktunya?",
        "6 reports due, 3 first submitted by their day: 100 × 3 ÷ 6 = 50",
        "6 laporan jatuh tempo, 3 pertama kali disampaikan tepat waktu: 100 × 3 ÷ 6 = 50",
        "The day, the 10th of the month after, is assumed; a report sent back for its form keeps its first day.",
        "Tanggal 10 bulan berikutnya diasumsikan; laporan yang diperbaiki bentuknya tetap memakai hari pertama.",
    ),
    "ME-REP-3": Explanation(
        "How complete are the monthly reports that arrive?",
        "Seberapa lengkap laporan bulanan yang diterima?",
        "3 reports with 6, 5 and 4 of six parts: 100 × 15 ÷ 18 = 83.3",
        "3 laporan dengan 6, 5, dan 4 dari enam bagian: 100 × 15 ÷ 18 = 83,3",
        "Only reports received: a silent mentee has no value here. Filled is not the same as right.",
        "Hanya laporan yang diterima: mentee yang diam tidak punya nilai di sini. Terisi belum tentu benar.",
    ),
    "ME-LES-1": Explanation(
        "Are the learning and culture targets reached?",
        "Apakah target pembelajaran dan budaya kerja tercapai?",
        "Two targets due, progress 1.0 and 0.4: 100 × (1.0 + 0.4) ÷ 2 = 70",
        "Dua target jatuh tempo, kemajuan 1,0 dan 0,4: 100 × (1,0 + 0,4) ÷ 2 = 70",
        "Not how ambitious a target was: an easy one counts as much as a hard one.",
        "Bukan seberapa berat targetnya: target ringan dihitung sama dengan target berat.",
    ),
    "ME-LES-2": Explanation(
        "Are the short-term targets of the pilot reached?",
        "Apakah target jangka pendek proyek percontohan tercapai?",
        "NRW from 40 to 34% where 30 was aimed at (0.6), digitisation reached (1.0): 100 × (0.6 + 1.0) ÷ 2 = 80",
        "ATR dari 40 ke 34% dengan target 30 (0,6), digitasi tercapai (1,0): 100 × (0,6 + 1,0) ÷ 2 = 80",
        "Not why a target was reached or missed, and nothing beyond the pilot: see programme effect.",
        "Bukan sebab target tercapai atau tidak, dan tidak melampaui proyek percontohan: lihat dampak program.",
    ),
    "ME-LES-3": Explanation(
        "Is what was learnt written down as an SOP?",
        "Apakah yang dipelajari dituangkan menjadi SOP?",
        "2 SOPs due, 1 issued (1), 1 draft (0.5): 100 × (1 + 0.5) ÷ 2 = 75",
        "2 SOP jatuh tempo, 1 ditetapkan (1), 1 draf (0,5): 100 × (1 + 0,5) ÷ 2 = 75",
        "Not whether anybody works by the SOP.",
        "Bukan apakah SOP itu dijalankan.",
    ),
}

METRIC_EXPLANATIONS: Final[dict[str, Explanation]] = {
    "water_supplied": Explanation(
        "How much water enters the network?",
        "Berapa banyak air yang masuk ke jaringan?",
        "100,000 own + 10,000 imported − 5,000 exported = 105,000 m³",
        "100.000 sendiri + 10.000 dibeli − 5.000 dijual = 105.000 m³",
        "No better than the meters at the sources; a meter's stated error is corrected, an unknown one is not.",
        "Tidak lebih baik daripada meter sumbernya; hanya kesalahan meter yang dinyatakan yang dikoreksi.",
    ),
    "billed_authorised": Explanation(
        "How much water is billed?",
        "Berapa banyak air yang direkeningkan?",
        "70,000 metered + 2,000 unmetered = 72,000 m³",
        "70.000 bermeter + 2.000 tak bermeter = 72.000 m³",
        "Billed is not paid; bills of a month may speak of the weeks before it.",
        "Direkeningkan belum tentu dibayar; rekening sebulan dapat mencakup minggu sebelumnya.",
    ),
    "authorised_consumption": Explanation(
        "How much water reaches those entitled to it?",
        "Berapa banyak air yang sampai kepada yang berhak?",
        "72,000 billed + 1,000 + 500 unbilled = 73,500 m³",
        "72.000 berekening + 1.000 + 500 tak berekening = 73.500 m³",
        "Unmetered parts are estimates.",
        "Bagian tak bermeter adalah perkiraan.",
    ),
    "nrw_volume": Explanation(
        "How much of the water supplied earns nothing?",
        "Berapa banyak air yang didistribusikan tidak menghasilkan pendapatan?",
        "105,000 supplied − 72,000 billed = 33,000 m³",
        "105.000 didistribusikan − 72.000 berekening = 33.000 m³",
        "Not whether it leaks, is stolen or is given away; single months hold billing lag.",
        "Bukan apakah bocor, dicuri, atau diberikan; satu bulan mengandung jeda penagihan.",
    ),
    "nrw_pct": Explanation(
        "Which part of the water supplied earns nothing?",
        "Bagian mana dari air yang didistribusikan tidak menghasilkan pendapatan?",
        "100 × 33,000 ÷ 105,000 = 31.43%",
        "100 × 33.000 ÷ 105.000 = 31,43%",
        "It moves when consumption does, although no leak changed; no measure to compare utilities. Read the volume.",
        "Berubah bila pemakaian berubah walaupun kebocoran tetap; bukan ukuran pembanding BUMD. Baca bersama volume.",
    ),
    "water_losses": Explanation(
        "How much water is lost, to leaks, theft and meters?",
        "Berapa banyak air hilang karena kebocoran, pencurian, dan meter?",
        "105,000 supplied − 73,500 authorised = 31,500 m³",
        "105.000 didistribusikan − 73.500 konsumsi resmi = 31.500 m³",
        "Holds the errors of everything above it in the balance.",
        "Mengandung kesalahan semua komponen di atasnya dalam neraca.",
    ),
    "apparent_losses": Explanation(
        "How much water is used but not measured or not billed rightly?",
        "Berapa banyak air dipakai tetapi tidak terukur atau tidak tertagih dengan benar?",
        "800 unauthorised + 1,500 meters + 200 data = 2,500 m³",
        "800 tak resmi + 1.500 meter + 200 data = 2.500 m³",
        "Mostly estimated; a low figure may only mean that nobody looked.",
        "Sebagian besar perkiraan; angka kecil mungkin hanya berarti belum diperiksa.",
    ),
    "real_losses": Explanation(
        "How much water leaks from mains, tanks and connections?",
        "Berapa banyak air bocor dari pipa, reservoir, dan sambungan?",
        "31,500 losses − 2,500 apparent = 29,000 m³",
        "31.500 kehilangan − 2.500 non-fisik = 29.000 m³",
        "What remains after everything else: it takes on every error of the balance. Night flow measures it.",
        "Sisa dari semua yang lain: memikul semua kesalahan neraca. Aliran malam mengukurnya langsung.",
    ),
    "uarl": Explanation(
        "How little would leak from a network of this size and pressure at its best?",
        "Seberapa kecil kebocoran jaringan sebesar dan setekanan ini pada kondisi terbaik?",
        "(18 × 60 km + 0.8 × 4,000) × 30 m ÷ 1,000 × 31 days = 3,980.4 m³",
        "(18 × 60 km + 0,8 × 4.000) × 30 m ÷ 1.000 × 31 hari = 3.980,4 m³",
        "Not shown for small systems or low pressure, where the formula does not hold; assumes supply all day.",
        "Tidak ditampilkan untuk sistem kecil atau bertekanan rendah: rumusnya tidak berlaku; anggapan air 24 jam.",
    ),
    "ili": Explanation(
        "How many times the unavoidable does the network leak?",
        "Berapa kali lipat kebocoran jaringan dari yang tak terhindarkan?",
        "29,000 ÷ 3,980.4 = 7.29",
        "29.000 ÷ 3.980,4 = 7,29",
        "Lower pressure or rationing lowers the leak without mending anything; not for small zones.",
        "Tekanan rendah atau penggiliran menurunkan kebocoran tanpa perbaikan; bukan untuk zona kecil.",
    ),
    "nrw_l_per_connection_day": Explanation(
        "How much is lost for each connection and day?",
        "Berapa banyak yang hilang untuk setiap sambungan dan hari?",
        "33,000,000 L ÷ 4,000 connections ÷ 31 days = 266.1 L",
        "33.000.000 L ÷ 4.000 sambungan ÷ 31 hari = 266,1 L",
        "Rationing hides it: read it per hour of supply; long rural networks are better told per km.",
        "Penggiliran menutupinya: baca per jam pelayanan; jaringan pedesaan yang panjang lebih tepat per km.",
    ),
    "nrw_m3_per_km_day": Explanation(
        "How much is lost for each kilometre of mains and day?",
        "Berapa banyak yang hilang untuk setiap kilometer pipa dan hari?",
        "33,000 m³ ÷ 60 km ÷ 31 days = 17.74 m³",
        "33.000 m³ ÷ 60 km ÷ 31 hari = 17,74 m³",
        "Dense towns look bad and rural networks good, whatever their state.",
        "Kota padat tampak buruk dan jaringan pedesaan tampak baik, apa pun kondisinya.",
    ),
    "nrw_l_per_connection_day_supply_hour": Explanation(
        "How much is lost for each connection and hour in which there is water?",
        "Berapa banyak yang hilang untuk setiap sambungan dan jam air mengalir?",
        "266.1 L ÷ 20 hours = 13.31 L; × 24 it is the loss of a day under pressure (w.s.p.)",
        "266,1 L ÷ 20 jam = 13,31 L; × 24 menjadi kehilangan sehari bertekanan terus (w.s.p.)",
        "Hours differ between zones, the mean hides it; pressure is not in it.",
        "Jam pelayanan berbeda antarzona dan tertutup oleh rata-rata; tekanan tidak termasuk.",
    ),
    "real_losses_l_per_connection_day": Explanation(
        "How much leaks for each connection and day?",
        "Berapa banyak yang bocor untuk setiap sambungan dan hari?",
        "29,000,000 L ÷ 4,000 ÷ 31 = 233.9 L",
        "29.000.000 L ÷ 4.000 ÷ 31 = 233,9 L",
        "Stated from 20 connections per km of mains on; pressure and hours are not in it.",
        "Dinyatakan mulai 20 sambungan per km pipa; tekanan dan jam pelayanan tidak termasuk.",
    ),
    "real_losses_m3_per_km_day": Explanation(
        "How much leaks for each kilometre of mains and day?",
        "Berapa banyak yang bocor untuk setiap kilometer pipa dan hari?",
        "29,000 m³ ÷ 300 km ÷ 31 = 3.118 m³",
        "29.000 m³ ÷ 300 km ÷ 31 = 3,118 m³",
        "Stated below 20 connections per km of mains; pressure and hours are not in it.",
        "Dinyatakan di bawah 20 sambungan per km pipa; tekanan dan jam pelayanan tidak termasuk.",
    ),
    "distribution_loss_pct": Explanation(
        "Which part of the water put in is not consumed, by the Brazilian definition?",
        "Bagian mana dari air yang dimasukkan tidak terpakai, menurut definisi Brasil?",
        "100 × (202,000 − 150,000) ÷ 202,000 = 25.74%",
        "100 × (202.000 − 150.000) ÷ 202.000 = 25,74%",
        "Another definition than NRW: never put beside it as if it were the same.",
        "Definisinya berbeda dari ATR: jangan disandingkan seolah-olah sama.",
    ),
    "billing_loss_pct": Explanation(
        "Which part of the water put in is not invoiced, by the Brazilian definition?",
        "Bagian mana dari air yang dimasukkan tidak tertagih, menurut definisi Brasil?",
        "100 × (202,000 − 140,000) ÷ 202,000 = 30.69%",
        "100 × (202.000 − 140.000) ÷ 202.000 = 30,69%",
        "Another definition than NRW: never put beside it as if it were the same.",
        "Definisinya berbeda dari ATR: jangan disandingkan seolah-olah sama.",
    ),
    "customers_digitised_pct": Explanation(
        "Which part of the customers is in the GIS?",
        "Bagian mana dari pelanggan sudah ada dalam GIS?",
        "100 × 1,000 ÷ 4,000 = 25%",
        "100 × 1.000 ÷ 4.000 = 25%",
        "Not whether the place is right; see the figure measured in the GIS file.",
        "Bukan apakah letaknya benar; lihat angka yang diukur dari berkas GIS.",
    ),
    "pipe_digitised_pct": Explanation(
        "Which part of the pipes is in the GIS?",
        "Bagian mana dari pipa sudah ada dalam GIS?",
        "100 × 60 ÷ 80 km = 75%",
        "100 × 60 ÷ 80 km = 75%",
        "The whole length is often a guess until it is digitised, so the percentage may fall as work goes on.",
        "Panjang seluruhnya sering perkiraan sebelum didigitasi, sehingga persentase dapat turun selagi bekerja.",
    ),
    "features_complete_pct": Explanation(
        "Which part of the features has all its attributes?",
        "Bagian mana dari objek memiliki atribut lengkap?",
        "100 × 450 ÷ 500 = 90%",
        "100 × 450 ÷ 500 = 90%",
        "Filled is not the same as right.",
        "Terisi belum tentu benar.",
    ),
    "customers_digitised_measured_pct": Explanation(
        "Which part of the customers does the GIS file itself hold?",
        "Bagian mana dari pelanggan benar-benar ada dalam berkas GIS?",
        "100 × 960 ÷ 4,000 = 24%",
        "100 × 960 ÷ 4.000 = 24%",
        "Counts what the file holds on the day of its export; duplicates and points outside are findings, not in it.",
        "Menghitung isi berkas pada hari ekspornya; objek ganda dan di luar wilayah menjadi temuan, tidak termasuk.",
    ),
    "pipe_digitised_measured_pct": Explanation(
        "Which part of the pipes does the GIS file itself hold?",
        "Bagian mana dari pipa benar-benar ada dalam berkas GIS?",
        "100 × 56 ÷ 80 km = 70%",
        "100 × 56 ÷ 80 km = 70%",
        "Geodesic length on the plane: slopes are not in it.",
        "Panjang geodetik di bidang datar: kemiringan tidak termasuk.",
    ),
    "features_complete_measured_pct": Explanation(
        "Which part of the features in the GIS file has all its attributes?",
        "Bagian mana dari objek dalam berkas GIS memiliki atribut lengkap?",
        "100 × 240 ÷ 400 = 60%",
        "100 × 240 ÷ 400 = 60%",
        "Filled is not the same as right.",
        "Terisi belum tentu benar.",
    ),
    "gis_updates_per_new_connection": Explanation(
        "Does the GIS keep up with new connections?",
        "Apakah GIS mengikuti sambungan baru?",
        "12 updates ÷ 10 new connections = 1.2",
        "12 pemutakhiran ÷ 10 sambungan baru = 1,2",
        "An update may be a correction of an old feature; a month without new connections has no value.",
        "Pemutakhiran bisa berupa perbaikan objek lama; bulan tanpa sambungan baru tidak punya nilai.",
    ),
    "capacity_used_pct": Explanation(
        "How much of the installed capacity is used while it runs?",
        "Berapa bagian kapasitas terpasang yang dimanfaatkan selama beroperasi?",
        "100 × 200,000 ÷ (100 L/s × 700 h × 3.6) = 79.37%",
        "100 × 200.000 ÷ (100 L/detik × 700 jam × 3,6) = 79,37%",
        "High use may mean no reserve; hours in which nothing runs are not in it.",
        "Pemanfaatan tinggi dapat berarti tanpa cadangan; jam berhenti tidak termasuk.",
    ),
    "idle_capacity": Explanation(
        "How much installed capacity lies idle while it runs?",
        "Berapa kapasitas terpasang yang menganggur selama beroperasi?",
        "100 − 200,000 ÷ 700 ÷ 3.6 = 20.63 L/s",
        "100 − 200.000 ÷ 700 ÷ 3,6 = 20,63 L/detik",
        "Not whether raw water, energy or demand is what is missing.",
        "Bukan apakah air baku, energi, atau permintaan yang kurang.",
    ),
    "specific_energy": Explanation(
        "How much energy does a cubic metre take?",
        "Berapa energi yang dibutuhkan untuk satu meter kubik?",
        "90,000 kWh ÷ 200,000 m³ = 0.45 kWh/m³",
        "90.000 kWh ÷ 200.000 m³ = 0,45 kWh/m³",
        "Height and source decide much of it: compare a utility with itself.",
        "Beda tinggi dan sumber sangat menentukan: bandingkan BUMD dengan dirinya sendiri.",
    ),
    "chemical_dose": Explanation(
        "How much of chemicals does a cubic metre take?",
        "Berapa bahan kimia yang dibutuhkan untuk satu meter kubik?",
        "5,000 kg × 1,000 ÷ 200,000 m³ = 25 g/m³",
        "5.000 kg × 1.000 ÷ 200.000 m³ = 25 g/m³",
        "Neither more nor less is better as such: it follows the raw water. Deliveries come in lumps.",
        "Lebih banyak atau lebih sedikit tidak otomatis lebih baik: tergantung air baku. Pembelian tidak merata.",
    ),
    "treatment_loss_pct": Explanation(
        "Which part of the raw water does not leave the plant?",
        "Bagian mana dari air baku tidak keluar dari instalasi?",
        "100 × (210,000 − 200,000) ÷ 210,000 = 4.76%",
        "100 × (210.000 − 200.000) ÷ 210.000 = 4,76%",
        "Own use and leaks are in one figure.",
        "Pemakaian sendiri dan kebocoran menjadi satu angka.",
    ),
    "quality_tests_passed_pct": Explanation(
        "Which part of the water quality tests is passed?",
        "Bagian mana dari uji kualitas air memenuhi syarat?",
        "100 × 38 ÷ 40 = 95%",
        "100 × 38 ÷ 40 = 95%",
        "Few tests, or tests at good places, say little: read how many were made.",
        "Uji yang sedikit, atau di tempat yang baik, kurang bermakna: lihat berapa yang dilakukan.",
    ),
}
