"""Fetching from ODK Central: pyodk against a small server on loopback that speaks the documented API."""

import json
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from typer.testing import CliRunner

from cli import app
from pipelines.content import FORM_EXPORT, content_of
from pipelines.forms import central as odk
from pipelines.forms.rows import read_export

from .conftest import central

TOKEN = "token-that-nobody-may-see-4711"
EMAIL, PASSWORD = "field@example.org", "password-that-nobody-may-see"
SUBMISSIONS = [central(f"instance-{number}", 10.0 + number) for number in range(odk.PAGE + 7)]


class _Central(BaseHTTPRequestHandler):
    """Sessions and the OData feed of one form, as documented for ODK Central."""

    asked: list[str] = []

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/v1/sessions" and said == {"email": EMAIL, "password": PASSWORD}:
            self._answer(200, {"token": TOKEN, "expiresAt": "2026-12-01T00:00:00Z"})
        else:
            self._answer(401, {"code": 401.2, "message": "Could not authenticate with the provided credentials."})

    def do_GET(self) -> None:
        self.asked.append(self.path)
        parts = urlsplit(self.path)
        if self.headers.get("Authorization") != f"Bearer {TOKEN}":
            self._answer(401, {"code": 401.2, "message": "Could not authenticate."})
        elif parts.path == "/v1/projects/7/forms/broken.svc/Submissions":
            self._answer(200, {"hello": "world"})
        elif parts.path == "/v1/projects/7/forms/deaf.svc/Submissions":
            self._answer(200, {"value": SUBMISSIONS[: odk.PAGE]})
        elif parts.path != "/v1/projects/7/forms/data_pengukuran.svc/Submissions":
            self._answer(404, {"code": 404.1, "message": "Could not find the resource you were looking for."})
        else:
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            skip, top = int(asked["$skip"]), int(asked["$top"])
            assert asked["$expand"] == "*"
            context = f"http://{self.headers['Host']}/v1/projects/7/forms/data_pengukuran.svc/$metadata#Submissions"
            self._answer(200, {"@odata.context": context, "value": SUBMISSIONS[skip : skip + top]})

    def _answer(self, status: int, content: dict[str, Any]) -> None:
        blob = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(blob)))
        self.end_headers()
        self.wfile.write(blob)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the test looks at what was asked."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a running server."""
    running = ThreadingHTTPServer(("127.0.0.1", 0), _Central)
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()


@pytest.fixture
def pyodk(require: Any) -> None:
    """The extra that fetches."""
    require(find_spec("pyodk") is not None, "the extra forms is not installed")


@pytest.mark.parametrize(
    "sign_in", [{odk.TOKEN: TOKEN}, {odk.EMAIL: EMAIL, odk.PASSWORD: PASSWORD}], ids=["token", "password"]
)
def test_every_submission_of_a_form_comes_as_one_file_into_the_inbox(
    pyodk: None, server: str, tmp_path: Path, sign_in: dict[str, str]
) -> None:
    path, count = odk.fetch(tmp_path / "inbox", 7, "data_pengukuran", {odk.URL: server, **sign_in})
    assert (path.name, count) == ("odk-7-data_pengukuran.json", len(SUBMISSIONS))
    assert content_of(path) == FORM_EXPORT
    read = read_export(path.read_bytes(), path.name)
    assert read.template == "measurements_form"
    assert [each.instance for each in read.submissions] == [f"instance-{n}" for n in range(len(SUBMISSIONS))]


def test_fetching_again_what_did_not_change_writes_the_same_bytes(pyodk: None, server: str, tmp_path: Path) -> None:
    environment = {odk.URL: server, odk.TOKEN: TOKEN}
    first = odk.fetch(tmp_path, 7, "data_pengukuran", environment)[0].read_bytes()
    assert odk.fetch(tmp_path, 7, "data_pengukuran", environment)[0].read_bytes() == first
    assert [path.name for path in tmp_path.iterdir()] == ["odk-7-data_pengukuran.json"]


def test_a_server_that_sends_the_same_page_without_end_is_left_with_a_message(
    pyodk: None, server: str, tmp_path: Path
) -> None:
    _Central.asked.clear()
    with pytest.raises(odk.NotFetched) as refused:
        odk.fetch(tmp_path, 7, "deaf", {odk.URL: server, odk.TOKEN: TOKEN})
    assert "again and again" in str(refused.value)
    assert len(_Central.asked) == 2 and not list(tmp_path.iterdir())


def test_token_and_password_stand_in_no_file_log_or_message(
    pyodk: None,
    server: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    with caplog.at_level(logging.DEBUG):
        odk.fetch(tmp_path / "inbox", 7, "data_pengukuran", {odk.URL: server, odk.EMAIL: EMAIL, odk.PASSWORD: PASSWORD})
        with pytest.raises(odk.NotFetched) as refused:
            odk.fetch(tmp_path / "inbox", 7, "data_pengukuran", {odk.URL: server, odk.TOKEN: TOKEN + "x"})
    written = [path.read_bytes().decode() for path in tmp_path.rglob("*") if path.is_file()]
    printed = capfd.readouterr()
    everything = "\n".join([*written, caplog.text, printed.out, printed.err, str(refused.value.args)])
    assert len(written) == 1
    assert TOKEN not in everything and PASSWORD not in everything


@pytest.mark.parametrize(
    ("environment", "form", "expected"),
    [
        ({}, "data_pengukuran", "Set WOPS_ODK_URL"),
        ({odk.URL: "odk.example.org", odk.TOKEN: TOKEN}, "data_pengukuran", "Set WOPS_ODK_URL"),
        ({odk.URL: "http://odk.example.org", odk.TOKEN: TOKEN}, "data_pengukuran", "clear text"),
        ({odk.URL: "{server}"}, "data_pengukuran", "Set WOPS_ODK_TOKEN"),
        ({odk.URL: "{server}", odk.TOKEN: "old"}, "data_pengukuran", "does not accept the sign-in"),
        ({odk.URL: "{server}", odk.EMAIL: EMAIL, odk.PASSWORD: "no"}, "data_pengukuran", "does not accept the sign-in"),
        ({odk.URL: "{server}", odk.TOKEN: TOKEN}, "another", "knows no form “another”"),
        ({odk.URL: "{server}", odk.TOKEN: TOKEN}, "broken", "no list of submissions"),
        ({odk.URL: "http://127.0.0.1:9", odk.TOKEN: TOKEN}, "data_pengukuran", "cannot be reached"),
    ],
)
def test_what_stands_in_the_way_is_said_with_a_remedy_and_leaves_no_file(
    pyodk: None, server: str, tmp_path: Path, environment: dict[str, str], form: str, expected: str
) -> None:
    stated = {name: value.replace("{server}", server) for name, value in environment.items()}
    with pytest.raises(odk.NotFetched) as refused:
        odk.fetch(tmp_path / "inbox", 7, form, stated)
    assert expected in refused.value.message_en
    assert refused.value.message_id != refused.value.message_en
    assert not (tmp_path / "inbox").exists()


def test_the_command_tells_the_file_and_the_number(
    pyodk: None, server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(odk.URL, server)
    monkeypatch.setenv(odk.TOKEN, TOKEN)
    arguments = ["forms", "pull", "--project", "7", "--form", "data_pengukuran", "--data", str(tmp_path)]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0
    assert result.output.strip() == f"{tmp_path}/inbox/odk-7-data_pengukuran.json: {len(SUBMISSIONS)} kiriman."


def test_without_the_extra_the_command_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyodk._utils.session", None)
    result = CliRunner().invoke(app, ["forms", "pull", "--project", "7", "--form", "x", "--data", str(tmp_path)])
    assert result.exit_code == 1
    assert "requirements/forms.txt" in result.output
    assert "Traceback" not in result.output
