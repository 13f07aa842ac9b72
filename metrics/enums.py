from django.db import models
from django.utils.translation import gettext_lazy as _


class Quantity(models.TextChoices):
    """What a unit measures; only units of one quantity convert into each other (F2)."""

    VND = "vnd", _("Vietnamese đồng")
    USD = "usd", _("US dollars")
    COUNT = "count", _("count")
    PERCENT = "percent", _("percent")
    POINT = "percentage_point", _("percentage point")
    AREA = "area", _("area")
    ENERGY = "energy", _("energy")
    INDEX = "index", _("index")


class Topic(models.TextChoices):
    """Under which heading an indicator stands."""

    TRADE = "trade", _("Trade")
    INDUSTRY = "industry", _("Industry")
    PROMOTION = "promotion", _("Industrial promotion (khuyến công)")
    PRODUCTS = "products", _("Typical rural industrial products")
    CLUSTERS = "clusters", _("Industrial clusters and parks")
    NETWORK = "network", _("Commercial network")
    BUSINESS = "business", _("Enterprises and labour")
    EVENT = "event", _("The conference itself")


class Kind(models.TextChoices):
    """What sort of quantity an indicator is."""

    FLOW = "flow", _("over a period")
    STOCK = "stock", _("at a date")
    INDEX = "index", _("index")
    RATIO = "ratio", _("ratio")
    COUNT = "count", _("count")


class Aggregation(models.TextChoices):
    """How provinces come to a regional total (reference of the indicator)."""

    SUM = "sum", _("added over provinces")
    LAST = "last", _("added over provinces at one date")
    RECOMPUTE = "recompute", _("recomputed from sums, never averaged")
    NONE = "none", _("not additive")


class Scope(models.TextChoices):
    """What kind of place a figure is about (F1)."""

    NATION = "nation", _("whole country")
    REGION = "region", _("region")
    PROVINCE = "province", _("province or city")
    CONFERENCE = "conference", _("conference")


class Basis(models.TextChoices):
    """Whether it happened, is estimated, or was planned."""

    ACTUAL = "actual", _("Actual")
    ESTIMATE = "estimate", _("Estimate")
    PRELIMINARY = "preliminary", _("Preliminary")
    PLAN = "plan", _("Plan")


class Measure(models.TextChoices):
    """What is said of the indicator: how much, how fast, which share (F1)."""

    LEVEL = "level", _("level")
    GROWTH = "growth", _("growth")
    SHARE = "share", _("share")
    COMPLETION = "completion", _("share of the plan")
    RATE_CHANGE = "rate_change", _("change of a rate")
    PROVINCES = "provinces", _("number of provinces")


class Against(models.TextChoices):
    """What growth is measured against."""

    SAME_PERIOD = "same_period", _("same period of the year before")
    PLAN = "plan", _("plan")
    PREVIOUS_PLAN = "previous_plan", _("plan of the year before")
    PREVIOUS_PERIOD = "previous_period", _("previous period")
    NOT_STATED = "not_stated", _("not stated")


class ChangeIn(models.TextChoices):
    """Whether a change of a rate is in percent or in percentage points, as the source says it."""

    PERCENT = "percent", _("in percent")
    POINT = "point", _("in percentage points")
    UNCLEAR = "unclear", _("percent or points: not clear")


class Qualifier(models.TextChoices):
    """How exact a source says a number is (F2)."""

    EXACT = "exact", _("exactly")
    OVER = "over", _("over")
    ALMOST = "almost", _("almost")
    ABOUT = "about", _("about")
