"""Every dependency comes from the default registry under a licence that deny.toml allows."""
import json
import pathlib
import re
import subprocess
import sys
import tomllib

allowed = set(tomllib.loads(pathlib.Path("deny.toml").read_text())["licenses"]["allow"])
metadata = json.loads(subprocess.check_output(
    ["cargo", "metadata", "--locked", "--format-version", "1", "--filter-platform", "x86_64-unknown-linux-gnu"]))
wrong = []
for package in metadata["packages"]:
    if package["source"] is None:
        continue
    if not package["source"].startswith("registry+"):
        wrong.append(f"{package['name']}: source {package['source']}")
    licence = (package["license"] or "none stated").replace("/", " OR ")
    # An expression holds if, of each "A OR B", one is allowed, and so for each part joined by AND.
    parts = [re.split(r"\s+OR\s+", part.strip("() ")) for part in re.split(r"\s+AND\s+", licence)]
    if not all(any(choice.strip("() ") in allowed for choice in part) for part in parts):
        wrong.append(f"{package['name']}: licence {licence}")
print(f"{len(metadata['packages'])} packages, {len(wrong)} not as deny.toml allows")
print("\n".join(wrong))
sys.exit(bool(wrong))
