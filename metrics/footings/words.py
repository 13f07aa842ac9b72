"""Why a place has no total on a footing, and what changed in a region, as sentences."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from metrics.footings.members import MemberChanges
from metrics.footings.sums import Footed, Reason, Total
from provinces.queries import Places


def why(reason: Reason | None) -> str:
    """Why there is no value; empty when there is one."""
    match reason:
        case Reason.NOTHING:
            return _("No figures have been recorded.")
        case Reason.INCOMPLETE:
            return _("Not a total: the others have no figures yet.")
        case Reason.DISAGREE:
            return _("No total: sources disagree, and no headline has been chosen.")
        case Reason.UNCLEAR:
            return _("No total: a source gives a range, or a number that cannot be converted.")
        case Reason.NOT_ADDITIVE:
            return _("No total: this indicator is not added over provinces.")
        case Reason.RECOMPUTE:
            return _("No total: a ratio is recomputed from sums, never added or averaged.")
        case Reason.SPLIT:
            return _(
                "Reported by the unit formed later: its figure is never split back into those "
                "it was formed from."
            )
        case Reason.BREAK:
            return _("Not a total: boundaries changed in between, so the figures do not connect.")
        case Reason.ACROSS:
            return _("No total: the region holds only a part of some units of that day.")
    return ""


def of_units(footed: Footed) -> str:
    """ "1/2 đơn vị trước sắp xếp có số liệu"; empty of a figure of its own."""
    if footed.is_own:
        return ""
    return ngettext(
        "%(n)s of %(m)s unit it was formed from has figures",
        "%(n)s of %(m)s units it was formed from have figures",
        len(footed.parts),
    ) % {"n": footed.answered, "m": len(footed.parts)}


def of_members(found: Total) -> str:
    """ "14/15 tỉnh, thành phố có số liệu" (F6)."""
    return _("%(n)s of %(N)s provinces") % {"n": found.answered, "N": found.asked}


def changes(found: MemberChanges, places: Places) -> list[str]:
    """What changed in a set of members, a sentence each; nothing when nothing did."""

    def names(ids: tuple[int, ...]) -> str:
        return ", ".join(places.by_id[pk].label for pk in ids)

    said = []
    for one in found.merged:
        said.append(
            (
                _("%(new)s was formed from %(old)s.")
                if one.exact
                else _("%(new)s was formed from %(old)s and from units outside the region.")
            )
            % {"new": names((one.unit,)), "old": names(one.formed_from)}
        )
    for old, new in found.renamed:
        if names((old,)) != names((new,)):
            said.append(_("%(old)s is now %(new)s.") % {"old": names((old,)), "new": names((new,))})
    if found.joined:
        said.append(_("Joined: %(names)s.") % {"names": names(found.joined)})
    if found.left:
        said.append(_("No longer a member: %(names)s.") % {"names": names(found.left)})
    return said
