"""Why a utility is suggested for a written name, or why none is, in both languages."""

from typing import Final

from pipelines.standardise.name_resolution import Reason, Verdict

TEXTS: Final[dict[str, tuple[str, str]]] = {
    Reason.SEVERAL: (
        "More than one fits the name. Say which by an alias.",
        "Lebih dari satu yang cocok dengan nama ini. Pastikan dengan alias.",
    ),
    Reason.TWICE_IN_LIST: (
        "The list has two ids that seem to be this one. Say by aliases whether they are.",
        "Daftar ini memuat dua kode yang tampaknya sama. Pastikan dengan alias.",
    ),
    Reason.HOMONYM: (
        "Both a regency and a city bear this name, and the kind is not written.",
        "Nama ini dipakai oleh kabupaten dan kota, sedangkan jenisnya tidak ditulis.",
    ),
    Reason.PLACE_ALONE: (
        "Only the place is written, without anything that excludes another utility.",
        "Hanya nama daerah yang ditulis, sehingga BUMD Air Minum lain belum dapat dikesampingkan.",
    ),
    Reason.OTHER_BRAND: (
        "Same place, but the register knows another brand.",
        "Daerahnya sama, tetapi nama Tirta atau mereknya berbeda di register.",
    ),
    Reason.UNKNOWN_WORDS: (
        "Same place, but the name has words that nobody knows here.",
        "Daerahnya sama, tetapi ada kata lain yang tidak dikenal.",
    ),
    Reason.OTHER_KIND: (
        "Same place, but a regency where a city is written, or the reverse.",
        "Daerahnya sama, tetapi kabupaten dan kotanya tertukar.",
    ),
    Reason.OTHER_PROVINCE: (
        "Same place, but in another province than the one written.",
        "Daerahnya sama, tetapi provinsinya berbeda dari yang ditulis.",
    ),
    Reason.SAME_BRAND: (
        "Same brand, but the place does not fit or is not clear.",
        "Nama Tirta atau mereknya sama, tetapi daerahnya tidak cocok atau tidak jelas.",
    ),
    Reason.PART_OF_NAME: (
        "One name is part of the other.",
        "Nama yang satu merupakan bagian dari nama yang lain.",
    ),
    Reason.TYPING_ERROR: (
        "Differs by one or two letters.",
        "Berbeda satu atau dua huruf.",
    ),
    Reason.ABBREVIATION: (
        "Looks like a short form.",
        "Tampaknya singkatan.",
    ),
    Verdict.LEFT: (
        "Nothing known resembles it. If it is a utility, add it to the register or accept an alias.",
        "Tidak ada yang mirip. Bila ini BUMD Air Minum, tambahkan di register atau terima sebuah alias.",
    ),
    Verdict.NOT_A_UTILITY: (
        "Not a water utility: the name says '{word}'.",
        "Bukan BUMD Air Minum: namanya memuat '{word}'.",
    ),
    "unknown_alias": (
        "aliases.csv gives it a code that neither the register nor the list of regencies knows. Correct the code.",
        "aliases.csv memberinya kode yang tidak ada di register maupun daftar kabupaten/kota. Perbaiki kodenya.",
    ),
}
