from django.db import migrations

from vietnamese.operations import TrigramIndex


class Migration(migrations.Migration):
    """What is found by parts of words, and may grow large, is indexed by them on PostgreSQL."""

    dependencies = [
        ("conferences", "0002_omissions_and_words"),
        ("provinces", "0002_history_of_maps"),
    ]

    operations = [
        TrigramIndex("conference"),
        TrigramIndex("source"),
        TrigramIndex("proposal"),
        TrigramIndex("organisation"),
        TrigramIndex("organisationalias"),
        TrigramIndex("person"),
        TrigramIndex("appearance"),
        TrigramIndex("presence"),
        TrigramIndex("point"),
    ]
