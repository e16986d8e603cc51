"""A result folder is whole and its figures add up. Uses nothing but the standard library."""
import collections
import csv
import hashlib
import json
import pathlib
import sys

folder = pathlib.Path(sys.argv[1])
tables = ["balance", "demand", "supply", "openings", "population", "forecasts", "backtest"]
failures = []


def expect(holds, message):
    if not holds:
        failures.append(message)


for name in [f"{t}.{e}" for t in tables for e in ("csv", "parquet")] + [
        "datapackage.json", "results.json", "results.xlsx", "summary.md", "manifest.json"]:
    path = folder / name
    expect(path.is_file() and path.stat().st_size > 0, f"{name} is missing or empty")
for chart in ["balance", "fan-total", "heatmap", "pyramid", "waterfall"]:
    for ending in ("svg", "png", "csv"):
        expect((folder / "charts" / f"{chart}.{ending}").is_file(), f"charts/{chart}.{ending} is missing")

manifest = json.loads((folder / "manifest.json").read_text())
for entry in manifest["files"]:
    path = folder / entry["name"]
    digest = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "absent"
    expect(digest == entry["sha256"], f"{entry['name']}: {digest} is not what the manifest says")


def read(table):
    with open(folder / f"{table}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# Sectors sum to the total, in the mean, for every measure in persons.
checked = 0
for table in ("balance", "demand", "supply", "openings"):
    sums, totals = collections.Counter(), {}
    for row in read(table):
        if row["unit"] != "persons":
            continue
        key = (row["scenario"], row["area"], row["year"], row["measure"])
        if row["sector"] == "TOTAL":
            totals[key] = float(row["mean"])
        else:
            sums[key] += float(row["mean"])
    for key, parts in sums.items():
        total = totals.get(key)
        if key[3] == "known_projects":
            continue
        expect(total is not None, f"{table}: no total for {key}")
        if total is not None:
            scale = max(1.0, abs(total))
            expect(abs(parts - total) <= 1e-6 * scale + 1e-3, f"{table}: {key}: sectors {parts}, total {total}")
            checked += 1

# gap = supply − demand, and the attribution sums to the gap.
value = {}
for table in ("balance", "demand", "supply"):
    for row in read(table):
        value[row["scenario"], row["sector"], row["year"], row["measure"]] = float(row["mean"])
for (scenario, sector, year, measure), gap in list(value.items()):
    for when in ("before", "after"):
        if measure == f"gap_{when}_mobility":
            supply = value[scenario, sector, year, f"supply_{when}_mobility"]
            demand = value[scenario, sector, year, "demand"]
            expect(abs(supply - demand - gap) <= 1e-3 + 1e-9 * demand, f"gap of {sector} {year} is not supply − demand")
            checked += 1
    if measure == "gap_after_mobility":
        parts = sum(v for (s, c, y, m), v in value.items()
                    if (s, c, y) == (scenario, sector, year) and m.startswith("attribution_"))
        expect(abs(parts - gap) <= 1e-3 + 1e-9 * abs(gap), f"attribution of {sector} {year} sums to {parts}, gap {gap}")
        checked += 1

expect(checked > 100, f"only {checked} sums were checked")
print(f"{folder}: {checked} sums checked, {len(failures)} failures")
print("\n".join(failures[:20]))
sys.exit(bool(failures))
