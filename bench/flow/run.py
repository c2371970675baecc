"""Runs all in turn, three times round, and prints a table with ratios as Markdown.

    cargo build --release --manifest-path bench/flow/Cargo.toml
    python bench/flow/run.py bench/flow/target/release/flow-bench [EVENTS]

The Python that runs it needs pm4py; without it the table leaves pm4py out.
"""

import importlib.util
import json
import os
import statistics
import subprocess
import sys
import tempfile

FIGURES = [("load_s", "reading XES, s"), ("graph_s", "graph, s"), ("variants_s", "variants, s"), ("durations_s", "durations, s")]
AGREED = ["cases", "events", "variants", "pairs", "follows"]


def main(program, events="1000000"):
    here = os.path.dirname(os.path.abspath(__file__))
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "log.xes")
        subprocess.run([program, "write", events, path], check=True)
        commands = {"ours": [program, "ours", path], "theirs": [program, "theirs", path]}
        if importlib.util.find_spec("pm4py"):
            commands["pm4py"] = [sys.executable, os.path.join(here, "pm4py_bench.py"), path]
        runs = {name: [] for name in commands}
        for _ in range(3):
            for name, command in commands.items():
                lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
                runs[name].append(json.loads(next(line for line in reversed(lines) if line.startswith("{"))))
    ours = runs["ours"][0]
    for name, found in runs.items():
        for key in AGREED:
            assert found[0][key] == ours[key], (name, key, found[0][key], ours[key])
        assert abs(found[0]["mean_hours"] - ours["mean_hours"]) < 1e-6, name

    def middle(name, key):
        return statistics.median(run[key] for run in runs[name])

    print(f"{ours['cases']} requests, {ours['events']} steps, {ours['variants']} variants, {ours['pairs']} pairs; all agree.\n")
    print("| figure | " + " | ".join(found[0]["tool"] for found in runs.values()) + " | ours to theirs |")
    print("|---|" + "---:|" * (len(runs) + 1))
    for key, label in FIGURES + [("peak_mb", "peak memory, MiB")]:
        values = {name: middle(name, key) for name in runs}
        ratios = " / ".join(f"{values['ours'] / values[name]:.3f}" for name in runs if name != "ours")
        shown = [f"{value:.0f}" if key == "peak_mb" else f"{value:.4f}" for value in values.values()]
        print(f"| {label} | " + " | ".join(shown) + f" | {ratios} |")


main(*sys.argv[1:])
