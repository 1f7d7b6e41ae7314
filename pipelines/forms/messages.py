"""What is said about exports of field forms and their submissions. English, then Indonesian."""

from collections.abc import Sequence

from pipelines.forms.template import FormTemplate
from pipelines.reading.model import Refused
from warehouse.explained import shown

Pair = tuple[str, str]


def no_export(file: str) -> Refused:
    """Not what KoboToolbox or ODK write."""
    return Refused(
        "no_form_export",
        f"{file} holds no submissions. Export them in KoboToolbox (Data, Downloads, or the API's data.json) or in ODK "
        "Central (Submissions, Download, or the OData feed), and send that file.",
        f"{file} tidak memuat kiriman formulir. Ekspor di KoboToolbox (Data, Unduhan, atau data.json dari API) atau di "
        "ODK Central (Submissions, Download, atau OData), lalu kirim berkas itu.",
    )


def half_written(file: str, line: int | None) -> Refused:
    """JSON that breaks off or contradicts its grammar."""
    where_en = f" (at line {line})" if line else ""
    where_id = f" (di baris {line})" if line else ""
    return Refused(
        "half_written_export",
        f"{file} breaks off or is damaged{where_en}. Nothing of it was taken. Download the export again and send the "
        "whole file.",
        f"{file} terpotong atau rusak{where_id}. Tidak ada isinya yang diambil. Unduh ulang ekspornya dan kirim berkas "
        "yang utuh.",
    )


def repeats_apart(file: str) -> Refused:
    """The CSV of a group that repeats, without the submissions."""
    return Refused(
        "repeats_apart",
        f"{file} holds only a group that repeats, apart from its submissions. Export as JSON, where both are together.",
        f"{file} hanya memuat grup berulang, terpisah dari kirimannya. Ekspor sebagai JSON agar keduanya menyatu.",
    )


def unknown_form(form_id: str | None, forms: Sequence[FormTemplate]) -> Refused:
    """No form template fits."""
    named = f' "{shown(form_id)}"' if form_id else ""
    en = "; ".join(f"{form.title.en}: {', '.join(form.form_ids)}" for form in forms)
    id_ = "; ".join(f"{form.title.id}: {', '.join(form.form_ids)}" for form in forms)
    return Refused(
        "unknown_form",
        f"The form{named} is not known, and its questions are those of no known form. Known forms: {en}. Write a form "
        "template for it, or use one of these.",
        f"Formulir{named} tidak dikenal, dan pertanyaannya tidak cocok dengan formulir yang dikenal. Formulir yang "
        f"dikenal: {id_}. Buat templat formulirnya, atau pakai salah satu di atas.",
    )


def unknown_version(version: str, form: FormTemplate) -> Pair:
    """A version of the form for which the template is not made."""
    known = ", ".join(form.versions)
    return (
        f'The form\'s version "{shown(version)}" is not known (known: {known}). It was read by the names of its '
        "questions; check the figures, and add the version to the form template.",
        f'Versi formulir "{shown(version)}" tidak dikenal (yang dikenal: {known}). Isinya dibaca menurut nama '
        "pertanyaan; periksa angkanya, lalu tambahkan versinya ke templat formulir.",
    )


def question_not_read(names: Sequence[str]) -> Pair:
    """Questions that the template does not know."""
    listed = ", ".join(f'"{shown(name)}"' for name in names)
    return (
        f"Questions that are not known and were not read: {listed}. If one of them is meant, give it the name in the "
        "form template.",
        f"Pertanyaan yang tidak dikenal dan tidak dibaca: {listed}. Bila ada yang dimaksud, samakan namanya dengan "
        "templat formulir.",
    )


def asked_twice(paths: Sequence[str]) -> Pair:
    """Questions of one name in different groups; the first was read."""
    others = ", ".join(f'"{shown(path)}"' for path in paths[1:])
    return (
        f'Two questions bear one name: "{shown(paths[0])}" was read, {others} was not. Check which is meant, and give '
        "the other another name in the form.",
        f'Ada pertanyaan bernama sama: "{shown(paths[0])}" dibaca, {others} tidak. Periksa mana yang dimaksud, lalu '
        "ganti nama yang lain di formulir.",
    )


def without_repeats(instance: str) -> Pair:
    """A submission from a CSV, of which another export holds the groups that repeat."""
    return (
        f"Submission {shown(instance)} stands here without its groups that repeat, which a CSV cannot hold; the export "
        "that holds them counts.",
        f"Kiriman {shown(instance)} di sini tanpa grup berulangnya, karena CSV tidak dapat memuatnya; yang dipakai "
        "ekspor yang memuatnya.",
    )


def superseded(instance: str) -> Pair:
    """An earlier version of an edited submission."""
    return (
        f"Submission {shown(instance)} was edited on the server; the later version counts.",
        f"Kiriman {shown(instance)} telah diubah di server; yang dipakai versi yang lebih baru.",
    )


def not_approved(instance: str) -> Pair:
    """A submission that a reviewer turned down."""
    return (
        f"Submission {shown(instance)} was marked as not approved on the server; it is not counted.",
        f"Kiriman {shown(instance)} ditandai tidak disetujui di server; tidak dihitung.",
    )


def no_instance(place: int) -> Pair:
    """A submission without an id."""
    return (
        f"Submission number {place} bears no instance id (_uuid, meta/instanceID); it was not taken. Export it with "
        "its ids.",
        f"Kiriman nomor {place} tidak memiliki id (_uuid, meta/instanceID); tidak diambil. Ekspor beserta id-nya.",
    )


def unanswered(question: str) -> Pair:
    """A required question without an answer."""
    return (
        f'The question "{question}" is not answered, but must be. Edit the submission on the server and export again.',
        f'Pertanyaan "{question}" belum dijawab, padahal wajib. Ubah kiriman di server lalu ekspor ulang.',
    )


def at(instance: str, question: str, pair: Pair) -> Pair:
    """A message with the submission and question before it."""
    return (
        f'Submission {shown(instance)}, question "{shown(question)}": {pair[0]}',
        f'Kiriman {shown(instance)}, pertanyaan "{shown(question)}": {pair[1]}',
    )
