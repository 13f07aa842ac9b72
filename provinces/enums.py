from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProvinceKind(models.TextChoices):
    """What a unit of the provincial level is called."""

    PROVINCE = "province", pgettext_lazy("kind of unit", "province")
    CITY = "city", pgettext_lazy("kind of unit", "centrally governed city")


class Beginning(models.TextChoices):
    """How a unit came to be what its row says."""

    CARVED_OUT = "carved_out", _("separated from another unit")
    BOUNDARY = "boundary_change", _("boundaries changed")
    MERGER = "merger_result", _("formed by a merger")
    STATUS = "status_change", _("became a centrally governed city")
    RENAMED = "rename_and_status_change", _("renamed and became a centrally governed city")


class Ending(models.TextChoices):
    """How a unit stopped being what its row says; its successor goes on."""

    MERGED = "merged", _("merged into")
    ABSORBED = "absorbed", _("joined to")
    STATUS = "status_change", _("became a centrally governed city")
    RENAMED = "rename_and_status_change", _("renamed and became a centrally governed city")


class RegionKind(models.TextChoices):
    """Who groups provinces this way: the law, usage, or a conference."""

    STATISTICAL = "statistical", _("economic region")
    SUB_REGION = "sub_region", _("sub-region")
    CONFERENCE = "conference", _("conference region")


class Certainty(models.TextChoices):
    """Whether a source says it or the register concludes it (P4)."""

    CERTAIN = "certain", _("certain")
    INFERRED = "inferred", _("inferred")
