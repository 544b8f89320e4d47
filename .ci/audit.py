"""Ask an advisory source about every locked package; say so where none can be reached.

    python .ci/audit.py requirements-test.lock

Ends with 1 when a package has a known vulnerability. One that does not concern the site is listed
in ACCEPTED with the reason."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCES = ("pypi", "osv")
SECONDS = 20  # for one answer
ACCEPTED: dict[str, str] = {}  # "GHSA-…": why it does not concern the site


def ask(source: str, lock: Path) -> list[dict]:
    """What this source says of each package; nothing when it cannot be reached."""
    with tempfile.NamedTemporaryFile("r", suffix=".json") as answer:
        words = [sys.executable, "-m", "pip_audit", "--vulnerability-service", source]
        words += ["--disable-pip", "--require-hashes", "--requirement", str(lock)]
        words += ["--format", "json", "--output", answer.name]
        words += ["--progress-spinner", "off", "--timeout", str(SECONDS)]
        for each in ACCEPTED:
            words += ["--ignore-vuln", each]
        subprocess.run(words, capture_output=True, check=False)
        text = answer.read()
    return json.loads(text)["dependencies"] if text else []


def main(lock: Path) -> int:
    pinned = sum("==" in line for line in lock.read_text(encoding="utf-8").splitlines())
    for source in SOURCES:
        answered = [each for each in ask(source, lock) if "skip_reason" not in each]
        if not answered:
            continue
        found = [(each, vuln) for each in answered for vuln in each["vulns"]]
        for package, vuln in found:
            fixed = ", ".join(vuln["fix_versions"]) or "no version"
            print(f"{package['name']} {package['version']}: {vuln['id']}, mended in {fixed}")
        print(f"{lock}: {len(answered)} packages asked about, {len(found)} known vulnerabilities.")
        return 1 if found else 0
    print(
        f"{lock}: no advisory source can be reached from here; {pinned} packages not asked about."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
