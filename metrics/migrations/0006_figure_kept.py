from django.db import migrations

from vietnamese.operations import KeptTable


class Migration(migrations.Migration):
    """PostgreSQL itself keeps figures: a corrected one and its notice are never deleted (F7)."""

    dependencies = [
        ("metrics", "0005_indicator_adds_up"),
    ]

    operations = [
        KeptTable("figure"),
    ]
