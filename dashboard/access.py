"""Who may see what: one row filter, used by every query."""

from dataclasses import dataclass
from enum import StrEnum


class ViewerRole(StrEnum):
    """In which capacity somebody looks at the dashboard."""

    FACILITATOR = "facilitator"  # PERPAMSI's team: everything, also the contacts
    BOARD = "board"  # National Board: every partnership, no contacts
    PARTNER = "partner"  # mentor, mentee or supporting partner: the partnerships it takes part in


@dataclass(frozen=True)
class Viewer:
    """Who is looking. `party_id` is needed for a partner and empty for the others."""

    role: ViewerRole
    party_id: str | None = None

    @property
    def sees_all_partnerships(self) -> bool:
        """Whether every partnership is visible."""
        return self.role is not ViewerRole.PARTNER

    @property
    def sees_contacts(self) -> bool:
        """Whether names, telephones and e-mails of contact persons are visible."""
        return self.role is ViewerRole.FACILITATOR

    def parameters(self) -> dict[str, object]:
        """What the row filter binds."""
        return {
            "sees_all": self.sees_all_partnerships,
            "sees_contacts": self.sees_contacts,
            "viewer_party": self.party_id,
        }


LOCAL_VIEWER = Viewer(ViewerRole.FACILITATOR)

VISIBLE = """
visible AS (
    SELECT *
    FROM mart.partnership
    WHERE ($sees_all OR $viewer_party IN (mentor_id, mentee_id, supporting_partner_id))
),
visible_programme AS (
    SELECT *
    FROM mart.programme
    WHERE ($sees_all OR programme_id IN (SELECT programme_id FROM visible))
)"""

# The same in a build published before it was kept who the supporting partner is.
WITHOUT_SUPPORTING_PARTNER = VISIBLE.replace(
    "SELECT *\n", "SELECT *, CAST(NULL AS VARCHAR) AS supporting_partner_id\n", 1
)

# A view of a self-assessment is seen by its author, and by the counterpart once it has sent its own about itself.
VISIBLE_LEDGER = """
submitted AS (
    SELECT DISTINCT partnership_id
    FROM mart.self_assessment_value
    WHERE viewpoint = 'self' AND author_party_id = $viewer_party
),
visible_view AS (
    SELECT v.*
    FROM mart.self_assessment_value AS v
    JOIN visible AS p USING (partnership_id)
    WHERE $sees_all OR v.viewpoint = 'computed' OR v.author_party_id = $viewer_party
        OR (v.role IN ('mentor', 'mentee') AND v.partnership_id IN (SELECT partnership_id FROM submitted))
),
visible_answer AS (
    SELECT a.*
    FROM mart.self_assessment_answer AS a
    JOIN visible AS p USING (partnership_id)
    WHERE $sees_all OR a.author_party_id = $viewer_party
        OR (a.role IN ('mentor', 'mentee') AND a.partnership_id IN (SELECT partnership_id FROM submitted))
),
visible_gap AS (
    SELECT g.*
    FROM mart.self_assessment_gap AS g
    JOIN visible AS p USING (partnership_id)
    WHERE $sees_all
        OR (g.role IN ('mentor', 'mentee') AND g.partnership_id IN (SELECT partnership_id FROM submitted))
)"""

# The files of self-assessments whose views this viewer may not see: closed_file. One that was refused as a whole has no
# view; it is seen by who handed it in on a page.
CLOSED_FILES = (
    VISIBLE_LEDGER
    + """,
ledger_file AS (
    SELECT file_sha256, viewer_party FROM quality.file_outcome WHERE template = 'self_assessment'
),
closed_file AS (
    SELECT file_sha256
    FROM (
        SELECT file_sha256 FROM mart.self_assessment_value
        UNION
        SELECT file_sha256 FROM mart.self_assessment_answer
        UNION
        SELECT file_sha256 FROM ledger_file
    )
    WHERE NOT $sees_all AND file_sha256 IS NOT NULL
        AND file_sha256 NOT IN (
            SELECT file_sha256 FROM visible_view WHERE file_sha256 IS NOT NULL
            UNION ALL
            SELECT file_sha256 FROM visible_answer WHERE file_sha256 IS NOT NULL
            UNION ALL
            SELECT file_sha256 FROM ledger_file WHERE viewer_party = $viewer_party
        )
)"""
)

# The same in a build published before it was kept who hands a file in.
CLOSED_FILES_WITHOUT_VIEWER = CLOSED_FILES.replace(
    "SELECT file_sha256, viewer_party FROM", "SELECT file_sha256, CAST(NULL AS VARCHAR) AS viewer_party FROM"
)

# The same in a build published before the ledger was kept.
NO_CLOSED_FILES = """
closed_file AS (
    SELECT CAST(NULL AS VARCHAR) AS file_sha256
    WHERE FALSE
)"""
