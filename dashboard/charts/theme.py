"""One look for every figure: Okabe–Ito hues, direct labels, no decoration, right in light and dark."""

import re

import plotly.graph_objects as go

from dashboard.language import Translator
from dashboard.words import Tone

BLUE = "#2487c9"  # Okabe–Ito blue, lightened until it stands out on dark as well
GREEN = "#009e73"
ORANGE = "#e69f00"
VERMILLION = "#d55e00"
PURPLE = "#cc79a7"
GREY = "#8a95a0"
CALM_GREEN = "#8cc5b0"  # of a whole grid that is as it should be, so that the exceptions are seen

TEXT_ON_LIGHT = "#2b3640"
TEXT_ON_DARK = "#dfe5ea"
ON_FILL = "#10181f"  # text on any of the fills above: at least 4.5 to 1
FAINT = "rgba(128, 140, 152, {opacity})"
TONES = {
    Tone.GOOD: GREEN,
    Tone.FAIR: ORANGE,
    Tone.BAD: VERMILLION,
    Tone.UNSURE: PURPLE,
    Tone.QUIET: GREY,
    Tone.PLAIN: BLUE,
}
TEXT_SIZE = 13
OTHER_END = "~"  # after the name of a mark's second point: of two points with one name the second is not drawn
AXIS = {
    "fixedrange": True, "zeroline": False, "showgrid": False, "ticks": "", "automargin": True,
    "tickfont": {"size": TEXT_SIZE},
}  # fmt: skip


def faint(opacity: float) -> str:
    """A grey that lies lightly on either background."""
    return FAINT.format(opacity=opacity)


def blank(translator: Translator, height: int) -> go.Figure:
    """An empty figure in the house style."""
    return go.Figure(layout=_house_style(translator, height) | {"xaxis": AXIS, "yaxis": AXIS})


def dress(figure: go.Figure, translator: Translator, height: int) -> None:
    """Gives a figure the house style: the language's separators, no zoom, no frame."""
    figure.update_layout(_house_style(translator, height))
    figure.update_xaxes(AXIS)
    figure.update_yaxes(AXIS)


def _house_style(translator: Translator, height: int) -> dict[str, object]:
    return {
        "height": height,
        "margin": {"l": 4, "r": 8, "t": 8, "b": 4},
        "separators": translator.separators,
        "showlegend": False,
        "dragmode": False,
        "bargap": 0.35,
        "font": {"size": TEXT_SIZE},
        "hoverlabel": {"font": {"size": TEXT_SIZE}, "align": "left"},
        "plot_bgcolor": "rgba(0,0,0,0)",
        "paper_bgcolor": "rgba(0,0,0,0)",
        "uniformtext": {"minsize": 10, "mode": "show"},
    }


def make_readable(figure: go.Figure, dark: bool) -> None:
    """Writes everything in the text colour of the page: at least 7 to 1 against its background."""
    colour = TEXT_ON_DARK if dark else TEXT_ON_LIGHT
    figure.layout.font.color = colour
    for axis in (*figure.select_xaxes(), *figure.select_yaxes()):
        axis.tickfont.color = colour
    for annotation in figure.layout.annotations:
        annotation.font.color = colour
    for trace in figure.data:
        if trace.type in ("bar", "scatter"):
            trace.textfont.color = colour


def month_ticks(translator: Translator, periods: list[str], room: int = 12) -> list[str]:
    """Axis labels of months: the name, with the year under January and the first; thinned to `room` labels."""
    step = -(-len(periods) // room)
    labels = []
    for position, period in enumerate(periods):
        year, month = period.split("-")
        if position % step:
            labels.append("")
            continue
        lines = [translator.month_name(int(month))]
        if position == 0 or month == "01" or step > 1:
            lines.append(year)
        labels.append("<br>".join(lines))
    return labels


def shorten(text: str, most: int) -> str:
    """A label that fits: cut at a word, with an ellipsis. The full text stands in the hover and the table."""
    if len(text) <= most:
        return text
    cut = text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;–-")
    return f"{cut or text[: most - 1]}…"


LEGAL_FORM = re.compile(r"^(Perumda Air Minum|Perumdam|Perumda|PDAM|PT\.? Air Minum|PT\.?|BLUD|UPTD) ", re.IGNORECASE)


def short_name(name: str, most: int = 26) -> str:
    """A utility's name for an axis: without its legal form, in two lines before the place."""
    short = LEGAL_FORM.sub("", name).replace("Kabupaten ", "Kab. ")
    for place in (" Kab. ", " Kota "):
        before, found, after = short.partition(place)
        if found:
            return f"{plain(shorten(before, most))}<br>{plain(shorten(found.strip() + ' ' + after, most))}"
    return plain(shorten(short, most))


def plain(text: str) -> str:
    """Text from a workbook as data: no markup inside a figure."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
