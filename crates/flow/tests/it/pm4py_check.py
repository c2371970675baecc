"""Reads exported logs with pm4py and prints what it counts in each, as JSON.

usage: pm4py_check.py DIRECTORY    (which holds log.xes, log.jsonocel, log.xmlocel, log.sqlite)
"""

import collections
import json
import sys
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")

import pandas  # noqa: E402
import pm4py  # noqa: E402


def figures(log):
    """Counts of a log whose traces are in the order of the file."""
    variants = collections.Counter(tuple(event["concept:name"] for event in trace) for trace in log)
    follows, starts, ends = pm4py.discover_dfg(log)
    seconds = [
        (trace[-1]["time:timestamp"] - trace[0]["time:timestamp"]).total_seconds() for trace in log
    ]
    return {
        "cases": len(log),
        "events": sum(len(trace) for trace in log),
        "variants": len(pm4py.get_variants(log)),
        "top": sorted((count, " > ".join(states)) for states, count in variants.items())[-5:],
        "follows": sorted([a, b, count] for (a, b), count in dict(follows).items()),
        "starts": sorted([a, count] for a, count in dict(starts).items()),
        "ends": sorted([a, count] for a, count in dict(ends).items()),
        "seconds": sum(seconds),
        "median": pandas.Series(seconds).median(),
    }


def flat(ocel):
    """The requests of an object-centric log, each with its events in the order that the log gives."""
    frame = pm4py.ocel_flattening(ocel, "request")
    frame["order"] = pandas.to_numeric(frame["order"])
    frame = frame.sort_values(["case:concept:name", "order"], kind="stable")
    log = pm4py.objects.log.obj.EventLog()
    for key, rows in frame.groupby("case:concept:name", sort=True):
        trace = pm4py.objects.log.obj.Trace(attributes={"concept:name": key})
        for name, at in zip(rows["concept:name"], rows["time:timestamp"]):
            trace.append(pm4py.objects.log.obj.Event({"concept:name": name, "time:timestamp": at}))
        log.append(trace)
    return log


def objects(ocel):
    """How many objects, relations and events an object-centric log has."""
    counts = ocel.objects["ocel:type"].value_counts()
    qualifiers = ocel.relations.groupby(["ocel:type", "ocel:qualifier"]).size()
    between = ocel.o2o.groupby("ocel:qualifier").size()
    return {
        "objects": sorted([kind, int(count)] for kind, count in counts.items()),
        "relations": sorted([*key, int(count)] for key, count in qualifiers.items()),
        "between": sorted([key, int(count)] for key, count in between.items()),
    }


def main():
    directory = Path(sys.argv[1])
    answer = {"version": pm4py.__version__}
    answer["xes"] = figures(pm4py.read_xes(str(directory / "log.xes"), return_legacy_log_object=True))
    for name, read in [
        ("jsonocel", pm4py.read_ocel2_json),
        ("xmlocel", pm4py.read_ocel2_xml),
        ("sqlite", pm4py.read_ocel2_sqlite),
    ]:
        ocel = read(str(directory / f"log.{name}"))
        answer[name] = figures(flat(ocel)) | objects(ocel)
    json.dump(answer, sys.stdout)


main()
