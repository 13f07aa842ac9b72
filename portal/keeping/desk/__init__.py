"""The holes and doubts of the register: each found, counted, and shown with where to mend it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.keeping.desk import chain, conferences, figures, sources
from portal.keeping.desk.reading import LIMIT, Desk, Hole
from portal.keeping.desk.sources import CHECKS

__all__ = ["CHECKS", "HOLES", "LIMIT", "SECTIONS", "Desk", "Hole"]

SECTIONS: tuple[tuple[Promise, tuple[Hole, ...]], ...] = (
    (_("Conferences"), conferences.HOLES),
    (_("Hosting history"), chain.HOLES),
    (_("Figures"), figures.HOLES),
    (_("Sources"), sources.HOLES),
)
HOLES = {hole.name: hole for _section, holes in SECTIONS for hole in holes}
HOLES[CHECKS.name] = CHECKS
