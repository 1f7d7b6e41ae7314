"""Fetches the submissions of a form from ODK Central into the inbox, by pyodk (the extra `forms`).

Address and sign-in stand in the environment and go nowhere else: not into a file, a log or a message.

    WOPS_ODK_URL        address of the server, for example https://odk.example.org
    WOPS_ODK_TOKEN      token of a session, or
    WOPS_ODK_EMAIL and WOPS_ODK_PASSWORD of a web user who may read the submissions
"""

import json
import logging
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from warehouse.durable import write_whole
from warehouse.explained import ExplainedError
from warehouse.extras import install_command

PAGE: Final = 250
URL, TOKEN, EMAIL, PASSWORD = "WOPS_ODK_URL", "WOPS_ODK_TOKEN", "WOPS_ODK_EMAIL", "WOPS_ODK_PASSWORD"
INSTALL: Final = install_command("forms")

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_UNSAFE = re.compile(r"[^\w.-]+")


class NotFetched(ExplainedError):
    """The submissions could not be fetched; the message says why and what to do."""


def fetch(inbox: Path, project: int, form: str, environment: Mapping[str, str]) -> tuple[Path, int]:
    """Write all submissions of a form as one file into the inbox. Returns its path and their number.

    The file has the same name each time, so that a build receives it again only where it changed. Raises NotFetched.
    """
    _quieten()
    session = _session(environment)
    submissions, context = _all_pages(session, project, form)
    export = {"@odata.context": context, "value": submissions}
    inbox.mkdir(parents=True, exist_ok=True)
    path = inbox / f"odk-{project}-{_UNSAFE.sub('_', form)}.json"
    write_whole(path, json.dumps(export, ensure_ascii=False, indent=1, sort_keys=True).encode())
    return path, len(submissions)


def _all_pages(session: Any, project: int, form: str) -> tuple[list[dict[str, Any]], str]:
    """Every submission with its groups that repeat, and the feed's own address. Raises NotFetched."""
    from pyodk._endpoints.submissions import SubmissionService
    from pyodk.errors import PyODKError
    from requests.exceptions import RequestException

    service = SubmissionService(session=session, default_project_id=project)
    found: list[dict[str, Any]] = []
    context = ""
    before: list[Any] = []
    try:
        while True:
            page = service.get_table(form_id=form, skip=len(found), top=PAGE, expand="*")
            if not isinstance(page.get("value"), list):
                raise NotFetched(
                    "The server's answer is no list of submissions. Check the address.",
                    "Jawaban server bukan daftar kiriman. Periksa alamatnya.",
                )
            context = str(page.get("@odata.context", context))
            if page["value"] and page["value"] == before:
                raise _repeating()
            before = page["value"]
            found += before
            if len(page["value"]) < PAGE:
                return found, context
    except PyODKError as error:
        raise _refused(error, form) from None
    except (RequestException, ValueError):
        raise NotFetched(
            "ODK Central cannot be reached, or gave no usable answer. Check WOPS_ODK_URL and the connection, then try "
            "again.",
            "ODK Central tidak dapat dihubungi, atau jawabannya tidak dapat dipakai. Periksa WOPS_ODK_URL dan "
            "sambungan internet, lalu coba lagi.",
        ) from None


def _repeating() -> NotFetched:
    return NotFetched(
        "The server sends the same submissions again and again instead of the next ones. Nothing was written. Download "
        "the form's submissions in ODK Central and put the file into the inbox.",
        "Server terus mengirim kiriman yang sama, bukan kiriman berikutnya. Tidak ada yang disimpan. Unduh kiriman "
        "formulir di ODK Central dan taruh berkasnya di kotak masuk (inbox).",
    )


def _session(environment: Mapping[str, str]) -> Any:
    """A session of pyodk that keeps its token in memory only. Raises NotFetched."""
    try:
        from pyodk._utils.session import Session
    except ImportError:
        raise NotFetched(
            f"Fetching forms needs the extra “forms”. Install it with: {INSTALL}",
            f"Mengambil formulir memerlukan tambahan “forms”. Pasang dengan: {INSTALL}",
        ) from None
    url = environment.get(URL, "").rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise NotFetched(
            f"Set {URL} to the address of ODK Central, for example https://odk.example.org.",
            f"Isi {URL} dengan alamat ODK Central, misalnya https://odk.example.org.",
        )
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise NotFetched(
            f"{URL} begins with http://, which would send the token in clear text. Use https://.",
            f"{URL} diawali http://, sehingga token terkirim tanpa enkripsi. Gunakan https://.",
        )
    token, email, password = (environment.get(name, "") for name in (TOKEN, EMAIL, PASSWORD))
    if not token and not (email and password):
        raise NotFetched(
            f"Set {TOKEN}, or {EMAIL} and {PASSWORD}, in the environment.",
            f"Isi {TOKEN}, atau {EMAIL} dan {PASSWORD}, di lingkungan (environment).",
        )
    session = Session(base_url=url, api_version="v1", username=email, password=password, cache_path=None)
    session.trust_env = False  # no netrc file may add or replace a sign-in
    if token:
        session.headers["Authorization"] = f"Bearer {token}"
    return session


def _refused(error: Exception, form: str) -> NotFetched:
    response = error.args[1] if len(error.args) > 1 else None
    status = getattr(response, "status_code", None)
    if status in (401, 403):
        return NotFetched(
            "ODK Central does not accept the sign-in, or it may not read this form. Renew the token, or ask for the "
            "role Project Viewer.",
            "ODK Central menolak akses, atau akun ini tidak boleh membaca formulir itu. Perbarui token, atau minta "
            "peran Project Viewer.",
        )
    if status == 404:
        return NotFetched(
            f"ODK Central knows no form “{form}” in this project. Check the number of the project and the form's id.",
            f"ODK Central tidak mengenal formulir “{form}” dalam proyek ini. Periksa nomor proyek dan id formulirnya.",
        )
    return NotFetched(
        f"ODK Central refused the request (status {status or '?'}). Try again later.",
        f"ODK Central menolak permintaan (status {status or '?'}). Coba lagi nanti.",
    )


def _quieten() -> None:
    """pyodk logs the server's answers; they are not for a log."""
    logging.getLogger("pyodk").setLevel(logging.CRITICAL + 1)
