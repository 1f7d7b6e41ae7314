"""The names of the kinds of programme and of their stages, in the language of the page."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard.language import Translator
from warehouse.vocabulary import Language


@dataclass(frozen=True)
class Kinds:
    """`names`: kind to name; `stages`: kind to its stages in order, stage to name."""

    names: Mapping[str, str]
    stages: Mapping[str, Mapping[str, str]]

    def name(self, kind: str) -> str:
        """The name of a kind; one that no programme names is shown readably."""
        return self.names.get(kind) or kind.replace("_", " ")

    def stages_of(self, kind: str) -> Mapping[str, str]:
        """The stages of a kind in order, with their names."""
        return self.stages.get(kind, {})

    def stage(self, kind: str, stage: str) -> str:
        """The name of a stage, as the blueprint of the kind has it."""
        return self.stages_of(kind).get(stage) or stage.replace("_", " ")


def kinds_in_words(kinds: pd.DataFrame, stages: pd.DataFrame, translator: Translator) -> Kinds:
    """From the columns programme_kind, kind_name_* and programme_kind, stage, position, name_*."""
    suffix = "id" if translator.language is Language.INDONESIAN else "en"
    by_kind = {
        str(kind): dict(zip(rows["stage"], rows[f"name_{suffix}"], strict=True))
        for kind, rows in stages.sort_values("position").groupby("programme_kind")
    }
    names = dict(zip(kinds["programme_kind"], kinds[f"kind_name_{suffix}"], strict=True))
    return Kinds(names, by_kind)
