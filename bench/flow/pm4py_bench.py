"""The same with pm4py: reads the XES file, prints one line of JSON. Each figure is the median of five timings; reading is timed once.

    pip install pm4py==2.7.*
    python pm4py_bench.py log.xes
"""

import json
import logging
import resource
import statistics
import sys
import time
import warnings

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)


def timed(work):
    seconds = []
    for _ in range(5):
        begun = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - begun)
    return statistics.median(seconds), result


def main(path):
    import pm4py

    begun = time.perf_counter()
    log = pm4py.read_xes(path)
    load = time.perf_counter() - begun
    loaded = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    graph_s, (graph, _, _) = timed(lambda: pm4py.discover_dfg(log))
    variants_s, variants = timed(lambda: pm4py.get_variants(log))
    durations_s, durations = timed(lambda: pm4py.get_all_case_durations(log))
    print(json.dumps({
        "tool": f"pm4py {pm4py.__version__}",
        "load_s": load,
        "graph_s": graph_s,
        "variants_s": variants_s,
        "durations_s": durations_s,
        "cases": len(durations),
        "events": len(log),
        "variants": len(variants),
        "pairs": len(graph),
        "follows": sum(graph.values()),
        "mean_hours": statistics.fmean(durations) / 3600,
        "loaded_mb": loaded,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }))


main(sys.argv[1])
