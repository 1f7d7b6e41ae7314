"""How a kind of programme is understood: its stages, its documents, what is assumed and what does not apply."""

import streamlit as st

from dashboard.components.context import Context
from dashboard.components.drawn import on_demand
from dashboard.components.table import Column, safe, table
from dashboard.language import is_missing
from dashboard.queries import catalogue
from dashboard.words import BASIS, CRITERIA, ROLES
from warehouse.vocabulary import Language


def stage_strip(here: Context, kind: str, stage: str | None) -> str:
    """The stages of a kind in order, the present one in bold."""
    names = here.kinds.stages_of(kind)
    return " › ".join(f"**{safe(name)}**" if code == stage else f":gray[{safe(name)}]" for code, name in names.items())


def blueprint(here: Context, kind: str) -> None:
    """The blueprint of a kind, closed until asked for."""
    title = here.translator.gettext("How this kind of programme is read: {kind}").format(kind=here.kinds.name(kind))
    on_demand(here, safe(title), "blueprint_data", ":material/account_tree:", lambda: _blueprint(here, kind))


def _blueprint(here: Context, kind: str) -> None:
    translator = here.translator
    _ = translator.gettext
    suffix = "id" if translator.language is Language.INDONESIAN else "en"
    documents = here.ask(catalogue.of_kind, catalogue.BLUEPRINT_DOCUMENTS, kind)
    assumptions = here.ask(catalogue.of_kind, catalogue.ASSUMPTIONS, kind)
    left_out = here.ask(catalogue.of_kind, catalogue.NOT_APPLYING, kind)
    st.markdown(stage_strip(here, kind, None))
    if len(assumptions):
        st.markdown(_("**Assumed**, because the document does not say it:"))
        st.markdown("\n".join(f"- {safe(text)}" for text in assumptions[f"text_{suffix}"]))
    if len(documents):
        st.markdown(_("**Documents it knows**"))
        table(
            here,
            "blueprint_documents",
            documents.assign(
                stage=[here.kinds.stage(kind, stage) for stage in documents["stage"]],
                compiled_by=[None if is_missing(roles) else _roles(here, roles) for roles in documents["compiled_by"]],
            ),
            [
                Column(f"name_{suffix}", _("Document")),
                Column("compiled_by", _("Compiled by")),
                Column("stage", _("Stage")),
                Column("basis", _("Basis"), words=BASIS),
                Column("clause", _("Stated in"), translator.place, optional=True),
            ],
            alt=_("Documents it knows"),
        )
    if len(left_out):
        st.markdown(_("**Indicators that do not apply**"))
        table(
            here,
            "blueprint_left_out",
            left_out,
            [
                Column(f"name_{suffix}", _("Indicator")),
                Column("role", _("Role"), lambda code: translator.word(ROLES, code)),
                Column("criterion", _("Criterion"), lambda code: translator.word(CRITERIA, code)),
                Column(f"reason_{suffix}", _("Why")),
            ],
            alt=_("Indicators that do not apply"),
        )


def _roles(here: Context, roles: str) -> str:
    return here.translator.listing([here.translator.word(ROLES, role.strip()) for role in roles.split(",")])
