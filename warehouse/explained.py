"""What users read when something cannot be done: errors in both languages, values fit to stand in a message."""

LONGEST_SHOWN = 60
_SIGNS_SWAPPED = str.maketrans(",.", ".,")


class ExplainedError(Exception):
    """Something that a user can mend: both messages say what is wrong and what to do.

    `args` stay those of the constructor, so that a worker process can hand over an error of any subclass.
    """

    def __init__(self, message_en: str, message_id: str) -> None:
        self.message_en = message_en
        self.message_id = message_id

    def __str__(self) -> str:
        return self.message_en


def shown(value: object) -> str:
    """A value fit to stand in a message: one line, printable, at most 60 characters."""
    text = str(value)
    printable = "".join(letter if letter.isprintable() else " " for letter in text[:LONGEST_SHOWN])
    return printable + ("…" if len(text) > LONGEST_SHOWN else "")


def in_indonesian_form(figure: str) -> str:
    """A figure written as 1,234.5 in the Indonesian form: 1.234,5."""
    return figure.translate(_SIGNS_SWAPPED)
