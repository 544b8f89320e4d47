"""Answers of the matcher are the same in every process: two workers agree on ties."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
ASKED = """
from bench.matching.canon import shipped_index
from taxonomy.matching.decision import Matcher
matcher = Matcher(shipped_index())
for row in (
    ("Customer Service Manager II", "IT Operations & Support", "L4"),
    ("Sr. Customer Service Mgr", "IT Operations & Support", ""),
    ("Senior Compliance Associate", "Information Security", ""),
    ("Cyber Security Analyst - Night shift", "Information Security", "P3"),
    ("Junior Sr. Customer Service Mgr", "IT Operations & Support", "L4"),
    ("Associate QA Manager (Contract)", "Software Engineering", ""),
):
    print(matcher.match(*row).facts)
"""


def test_ties_do_not_depend_on_the_hash_seed():
    answers = set()
    for seed in ("0", "1", "2", "3"):
        env = os.environ | {"PYTHONHASHSEED": seed, "DJANGO_SETTINGS_MODULE": "config.settings"}
        done = subprocess.run(
            [sys.executable, "-c", f"import django; django.setup()\n{ASKED}"],
            cwd=ROOT,
            env=env,
            capture_output=True,
            text=True,
            check=True,
        )
        answers.add(done.stdout)
    assert len(answers) == 1
