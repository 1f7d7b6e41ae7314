"""Whether a file is an export of KoboToolbox or ODK, by its first bytes. JSON can be nothing else here."""

import re

_BEGINS_AS_JSON = re.compile(rb'\{\s*("|\}|$)|\[\s*(\{|\[|\]|"|$)')
_KOBO_CSV = re.compile(rb'(?:^|[;,\t])"?(?:_uuid|_submission_time)"?(?=[;,\t\r\n])')
_ODK_CSV = re.compile(rb'(?:^|[;,\t])"?(?:meta-instanceID|instanceID|KEY)"?(?=[;,\t\r\n])')
_FIRST_LINE = re.compile(rb"[^\r\n]*")


def looks_like_export(head: bytes) -> bool:
    """Whether the first bytes are those of submissions, as JSON or CSV."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text[:1] in (b"{", b"["):
        return _BEGINS_AS_JSON.match(text) is not None
    line = _FIRST_LINE.match(text)
    first = line[0] + b"\n" if line else b""
    return bool(_KOBO_CSV.search(first) or (_ODK_CSV.search(first) and b"SubmissionDate" in first))
