"""Writes intervals.json: what NumPy, SciPy and statsmodels say about the intervals of crates/flow/src/interval.rs.

    pip install numpy==2.* scipy==1.17.1 statsmodels==0.14.*
    python intervals.py > intervals.json
"""

import json

import numpy
import scipy
import statsmodels
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep

random = numpy.random.default_rng(20261123)


def groups():
    """Pairs of groups: long tails as lead times have, whole numbers with many ties, groups of very different size."""
    yield "log-normal", random.lognormal(3, 1, 60).round(3), random.lognormal(2.8, 1.2, 45).round(3)
    yield "ties", random.poisson(1.2, 80).astype(float), random.poisson(0.8, 120).astype(float)
    yield "unequal", random.normal(10, 1, 25).round(4), random.normal(10.1, 4, 300).round(4)
    yield "shifted far", random.normal(0, 1, 20).round(4), random.normal(9, 1, 20).round(4)
    yield "negative", random.normal(-5, 2, 33).round(4), random.normal(-7, 2, 34).round(4)


def shift(x, y):
    """All pairwise differences, written down; the ranks of Moses' interval for large groups."""
    differences = numpy.sort((y[None, :] - x[:, None]).ravel())
    n, m = len(x), len(y)
    below = round(n * m / 2 - stats.norm.ppf(0.975) * numpy.sqrt(n * m * (n + m + 1) / 12))
    return [float(numpy.median(differences)), float(differences[below - 1]), float(differences[n * m - below])]


def means(x, y):
    interval = stats.ttest_ind(y, x, equal_var=False).confidence_interval(0.95)
    return [float(y.mean() - x.mean()), float(interval.low), float(interval.high)]


def proportions(first, second):
    low, high = confint_proportions_2indep(*second, *first, compare="diff", method="newcomb", alpha=0.05)
    return [second[0] / second[1] - first[0] / first[1], float(low), float(high)]


def wilson(hits, count):
    interval = stats.binomtest(hits, count).proportion_ci(0.95, method="wilson")
    return [hits / count, float(interval.low), float(interval.high)]


shares = [((56, 70), (48, 80)), ((9, 10), (3, 10)), ((10, 10), (0, 20)), ((275, 24918), (12, 900)), ((0, 30), (0, 40))]

print(json.dumps({
    "made_with": {"numpy": numpy.__version__, "scipy": scipy.__version__, "statsmodels": statsmodels.__version__},
    "groups": [
        {"name": name, "first": x.tolist(), "second": y.tolist(), "shift": shift(x, y), "means": means(x, y)}
        for name, x, y in groups()
    ],
    "proportions": [
        {"first": a, "second": b, "distance": proportions(a, b), "wilson": wilson(*a)} for a, b in shares
    ],
}))
