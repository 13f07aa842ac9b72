"""Deadlines as people speak of them."""

import datetime as dt

from django import template

from reports.deadlines import in_words

register = template.Library()


@register.filter
def from_today(day: dt.date, today: dt.date) -> str:
    """ "còn 5 ngày", "hôm nay", "quá hạn 3 ngày"."""
    return in_words(day, today)
