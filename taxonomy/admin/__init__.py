"""The canon's admin, a module a subject.

Rules are the models' constraints; here is only what an editor sees and may touch.
"""

from taxonomy.admin import functions, levels, proficiencies, profiles, search, skills

__all__ = ["functions", "levels", "proficiencies", "profiles", "search", "skills"]
