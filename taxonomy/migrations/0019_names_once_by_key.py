"""Names are unique by their folded form. A migration of its own: rows of before have theirs now."""

from django.db import migrations, models

from taxonomy.stored_sql import DropStored

# Constraint → model, fields, words.
ONCE = {
    "area_name_once_a_focus": (
        "area",
        ("focus", "folded_name"),
        "This focus has an area of this name.",
    ),
    "focus_name_once_a_function": (
        "focus",
        ("function", "folded_name"),
        "This function has a focus of this name.",
    ),
    "market_name_once": ("market", ("folded_name",), "There is a market of this name."),
    "market_code_once": ("market", ("folded_code",), "There is a market of this code."),
    "skill_name_once": ("skill", ("folded_name",), "A skill of this name exists."),
    "skill_alias_once": (
        "skillalias",
        ("folded_name",),
        "A skill has this alternative name already.",
    ),
    "alias_once_a_profile": (
        "titlealias",
        ("profile", "folded_title"),
        "This profile has this alias.",
    ),
}


class Migration(migrations.Migration):
    dependencies = [("taxonomy", "0018_name_keys")]

    operations = [
        DropStored(),
        *(
            migrations.AddConstraint(
                model,
                models.UniqueConstraint(fields=fields, name=name, violation_error_message=words),
            )
            for name, (model, fields, words) in ONCE.items()
        ),
    ]
