"""Errors that a user can mend, as a sentence in each language; everything else is a fault of ours."""

from warehouse.explained import ExplainedError


def explained(error: Exception) -> tuple[str, str] | None:
    """The message of an error in English and Indonesian; None where it is a fault of ours."""
    if isinstance(error, ExplainedError):
        return error.message_en, error.message_id
    if isinstance(error, FileExistsError):
        return str(error), f"Sudah ada: {error}"
    if isinstance(error, PermissionError):
        return f"No permission: {error.filename}", f"Tidak ada izin: {error.filename}"
    if isinstance(error, FileNotFoundError):
        return f"Not found: {error.filename}", f"Tidak ditemukan: {error.filename}"
    if isinstance(error, OSError):
        return f"The computer says: {error}", f"Komputer melaporkan: {error}"
    return None
