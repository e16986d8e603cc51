"""Writes the tables of this folder from the .dat files and certified.json of NIST StRD.

python3 extract.py FOLDER     FOLDER holds linear/, univariate/, anova/ and certified.json
"""
import json
import pathlib
import re
import sys

source = pathlib.Path(sys.argv[1])
certified = json.loads((source / "certified.json").read_text())


def rows(kind, name):
    text = (source / kind / f"{name}.dat").read_text().splitlines()
    first, last = map(int, re.search(r"Data *:? *\(?lines +(\d+) to +(\d+)", "\n".join(text)).groups())
    return [line.split() for line in text[first - 1 : last]]


def write(name, lines):
    pathlib.Path(name).write_text("\n".join(lines) + "\n")


linear, univariate, anova = (certified[kind] for kind in ("linear", "univariate", "anova"))
write("linear.csv", ["set,y,x1,x2,x3,x4,x5,x6"] + [
    ",".join([name] + row) for name in linear for row in rows("linear", name)
])
write("linear_certified.csv", ["set,coefficient,standard_error"] + [
    f"{name},{b},{s}" for name in linear for b, s in zip(linear[name]["coef"], linear[name]["se"])
])
write("univariate.csv", ["set,mean,sd,r1,values"] + [
    ",".join([name, *(univariate[name]["certified"][k] for k in ("mean", "sd", "r1"))])
    + "," + " ".join(row[0] for row in rows("univariate", name))
    for name in univariate
])


def groups(name):
    found = {}
    for group, value in rows("anova", name):
        found.setdefault(group, []).append(value)
    return list(found.values())


def pattern(base, n):
    """Simon & Lesage's sets: nine groups, a first value, then 0.1 below and above in turn."""
    tenths = [int(g[0].split(".")[1]) for g in base]
    whole = base[0][0].split(".")[0]
    return [[f"{whole}.{t}"] + [f"{whole}.{t - 1 if i % 2 == 0 else t + 1}" for i in range(n - 1)]
            for t in tenths]


lines = ["set,f,values"]
for name in anova:
    found = groups(name)
    if name.startswith("SmLs"):
        assert found == pattern(found, len(found[0])), name
        lines.append(f"{name},{anova[name]['F']},{len(found[0])}: " + " ".join(g[0] for g in found))
    else:
        lines.append(f"{name},{anova[name]['F']}," + " | ".join(" ".join(g) for g in found))
write("anova.csv", lines)
