"""Times the whole command as a user sees it: wall time, CPU time and peak memory, over several runs.

    cargo build --release && python3 benches/whole_run.py
"""
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else "target/release/labourcast"
CASES = {
    "one scenario, tables only": ["run", "khanh-hoa", "--outputs", "tables"],
    "default run": ["run", "khanh-hoa"],
    "six scenarios, every output": ["run", "khanh-hoa", "--scenario", "all"],
    "six scenarios, tables only": ["run", "khanh-hoa", "--scenario", "all", "--outputs", "tables"],
    # To take less than 10 s and 1 GB: 2,000 draws, 63 provinces by sector.
    "63 provinces, every output": ["run", "viet-nam-provinces"],
}


def measure(arguments):
    folder = tempfile.mkdtemp()
    command = [PROGRAM, *arguments, "--quiet", "--out", os.path.join(folder, "run")]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    shutil.rmtree(folder)
    assert status == 0, f"{command} failed"
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


print(f"{'case':32} {'wall s':>8} {'CPU s':>8} {'peak MB':>8}   (medians of 7)")
for name, arguments in CASES.items():
    runs = [measure(arguments) for _ in range(7)]
    wall, cpu, memory = (statistics.median(column) for column in zip(*runs))
    print(f"{name:32} {wall:8.2f} {cpu:8.2f} {memory:8.0f}")
