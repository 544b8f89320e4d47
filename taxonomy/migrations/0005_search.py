"""Tables of search, and the two extensions of PostgreSQL that it needs.

What fills the tables is in the next migration.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("taxonomy", "0004_nearest"),
    ]

    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        migrations.CreateModel(
            name="SearchQueue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=8)),
                ("key", models.CharField(max_length=140)),
            ],
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("profile", "Profile"),
                            ("function", "Function"),
                            ("focus", "Focus"),
                            ("level", "Level"),
                            ("skill", "Skill"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        help_text="Profile key, code, FUNCTION.FOCUS or slug.", max_length=140
                    ),
                ),
                ("function", models.CharField(blank=True, max_length=24)),
                ("level", models.CharField(blank=True, max_length=3)),
                ("status", models.CharField(blank=True, max_length=10)),
                ("paid", models.BooleanField(default=False)),
                (
                    "schemes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                ("standing", models.SmallIntegerField()),
                ("slot", models.SmallIntegerField()),
                ("words", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "verbose_name_plural": "search entries",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["words"], name="search_entry_words"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "key"), name="search_entry_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("word", models.TextField(primary_key=True, serialize=False)),
                ("lexeme", models.TextField(db_index=True)),
                ("entries", models.IntegerField(default=0)),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["word"], name="search_word_trigrams", opclasses=["gin_trgm_ops"]
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Synonym",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "term",
                    models.CharField(help_text="What people type: sr, hr, vp.", max_length=60),
                ),
                (
                    "meaning",
                    models.CharField(
                        db_index=True,
                        help_text="What they mean: senior, human resources.",
                        max_length=120,
                    ),
                ),
                (
                    "both_ways",
                    models.BooleanField(
                        default=False, help_text="Whoever types the meaning also finds the term."
                    ),
                ),
            ],
            options={
                "ordering": ["term", "meaning"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("term", "meaning"),
                        name="synonym_once",
                        violation_error_message="This term has this meaning already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("term", ""), _negated=True),
                            models.Q(("meaning", ""), _negated=True),
                        ),
                        name="synonym_is_whole",
                        violation_error_message="A term and its meaning have letters or digits.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("term", models.F("meaning")), _negated=True),
                        name="synonym_is_another_word",
                        violation_error_message="A term is no synonym of itself.",
                    ),
                ],
            },
        ),
    ]
