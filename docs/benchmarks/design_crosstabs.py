"""36 crosstabs by region with design-based standard errors of every cell: verkosto beside those that can, and a C loop.

Run: python docs/benchmarks/design_crosstabs.py [rows] [turns]     (extra `bench`; pip install svy samplics)

The design has 5 strata of 200 sampling units each, which cut across 19 regions. Contenders start from tables in
memory with columns of small codes and run turn by turn; the median counts. First it is checked that all find the same
estimates (1e-9) and standard errors (1e-8). Peers that are not installed are left out, and so is what needs a C
compiler (`cc`) or R with its package survey (`Rscript`).

At `rows` rows, a loop in C, DuckDB and polars do the counting alone: totals of weights for each sampling unit, region
and answer, and counts of rows. At 100 000 rows svy, samplics and R's survey make the same table as verkosto; they are
asked for a few of the 36 questions, which tells what all of them would take. The data are invented and always the same.
"""

from __future__ import annotations

import ctypes
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
import warnings
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import crosstabs
import numpy as np
from attrs import evolve, frozen

import verkosto as vk
from verkosto.responses import Coded, Responses

STRATA, UNITS, REGIONS, ANSWERS = 5, 1000, 19, crosstabs.ANSWERS
QUESTIONS = crosstabs.QUESTIONS
DESIGN = vk.Design(weights="paino", strata="ryhma", psu="osasto")
PEER_ROWS, PEER_QUESTIONS = 100_000, 2
PACKAGES = ("verkosto", "numpy", "scipy", "duckdb", "polars", "svy", "samplics")

LOOP = """
#include <stdint.h>
void count(long rows, const int16_t *unit, const int8_t *region, const int8_t *answer, const double *w,
           double *totals, int64_t *counts) {
    for (long i = 0; i < rows; i++) {
        long level = answer[i] + 1;
        totals[(unit[i] * %(regions)d + region[i]) * %(levels)d + level] += w[i];
        counts[region[i] * %(levels)d + level]++;
    }
}
"""

R_SCRIPT = """
suppressPackageStartupMessages(library(survey))
args <- commandArgs(TRUE)
data <- read.csv(args[1])
questions <- grep("^q", names(data), value = TRUE)
for (q in questions) data[[q]] <- factor(data[[q]])
design <- svydesign(ids = ~unit, strata = ~stratum, weights = ~w, data = data)
started <- proc.time()[["elapsed"]]
found <- lapply(questions, function(q) {
  svyby(as.formula(paste0("~", q)), ~region, design, svymean, na.rm = TRUE)
})
cat(proc.time()[["elapsed"]] - started, "\\n")
first <- found[[1]]
columns <- grep("^q", names(first))
table <- data.frame(
  region = rep(first$region, length(columns)), answer = rep(seq_along(columns) - 1, each = nrow(first)),
  est = unlist(first[columns]), se = as.vector(as.matrix(SE(first)))
)
write.csv(format(table, digits = 17), args[2], row.names = FALSE, quote = FALSE)
"""


@frozen(eq=False)
class Data:
    """Codes of questions (-1 is not answered), and region, weight, sampling unit and stratum of each row."""

    questions: Mapping[str, Any]
    region: Any
    weight: Any
    unit: Any

    @property
    def stratum(self) -> Any:
        return (self.unit // (UNITS // STRATA)).astype(np.int8)

    @classmethod
    def make(cls, rows: int) -> Data:
        questions, region, weight, _ = crosstabs.columns(rows)
        return cls(questions, region, weight, np.random.default_rng(7).integers(0, UNITS, rows, dtype=np.int16))

    def answers(self) -> Responses:
        plain = crosstabs.answers((self.questions, self.region, self.weight, self.unit))
        columns = (*plain.instrument.columns, vk.Column("ryhma", role="stratum"), vk.Column("osasto", role="stratum"))
        variables = dict(plain.variables)
        variables["ryhma"] = Coded(self.stratum, [str(code) for code in range(STRATA)], (), "string")
        variables["osasto"] = Coded(self.unit, [str(code) for code in range(UNITS)], (), "string")
        return Responses(evolve(plain.instrument, columns=columns), variables)

    def frame(self, questions: Sequence[str] = QUESTIONS) -> Any:
        import polars as pl

        codes = {name: (self.questions[name] + 1).astype(np.uint8) for name in questions}
        return pl.DataFrame({"unit": self.unit, "region": self.region, "w": self.weight, **codes})


Work = Callable[[], Any]


def ours(answers: Responses, questions: Sequence[str] = QUESTIONS) -> vk.Table:
    return vk.crosstab(answers, questions, by="maakunta", design=DESIGN)


def loop(data: Data) -> Work | None:
    """Return a run of the loop in C, one question after another."""
    compiler = shutil.which("cc")
    if compiler is None:
        print("left out: the loop in C (no cc)")
        return None
    folder = Path(tempfile.mkdtemp())
    source, library = folder / "loop.c", folder / "loop.so"
    source.write_text(LOOP % {"regions": REGIONS, "levels": ANSWERS + 1})
    subprocess.run([compiler, "-O3", "-shared", "-fPIC", "-o", str(library), str(source)], check=True)
    count = ctypes.CDLL(str(library)).count
    shutil.rmtree(folder)

    def pointer(array: Any) -> ctypes.c_void_p:
        return array.ctypes.data_as(ctypes.c_void_p)

    def run() -> None:
        for answer in data.questions.values():
            totals = np.zeros((UNITS, REGIONS, ANSWERS + 1))
            counts = np.zeros((REGIONS, ANSWERS + 1), dtype=np.int64)
            arrays = (data.unit, data.region, answer, data.weight, totals, counts)
            count(ctypes.c_long(len(answer)), *(pointer(array) for array in arrays))

    return run


def engines(data: Data) -> dict[str, Work]:
    """Return the counting alone, in DuckDB and polars."""
    import duckdb
    import polars as pl

    frame = data.frame()
    connection = duckdb.connect(config={"threads": os.cpu_count() or 1})
    connection.register("given", frame.to_arrow() if find_spec("pyarrow") else frame.to_pandas())
    connection.execute("CREATE TABLE rows AS SELECT * FROM given")
    query = "SELECT unit, region, {q}, count(*), sum(w) FROM rows GROUP BY unit, region, {q}"
    lazy, sums = frame.lazy(), (pl.len(), pl.col("w").sum())
    return {
        "DuckDB, counting": lambda: [connection.execute(query.format(q=q)).fetchnumpy() for q in QUESTIONS],
        "polars, counting": lambda: pl.collect_all([lazy.group_by("unit", "region", q).agg(*sums) for q in QUESTIONS]),
    }


def svy_peer(data: Data, questions: Sequence[str]) -> Callable[[], Sequence[tuple[str, int, float, float]]] | None:
    if find_spec("svy") is None:
        print("left out: svy (pip install svy)")
        return None
    import polars as pl
    import svy

    frame = data.frame(questions).with_columns(
        pl.Series("stratum", data.stratum),
        # A share is of texts; not answered is null.
        *(pl.when(pl.col(q) > 0).then((pl.col(q) - 1).cast(pl.String)).alias(q) for q in questions),
        region=pl.col("region").cast(pl.String),
    )
    sample = svy.Sample(frame, svy.Design(stratum="stratum", psu="unit", wgt="w"))

    def run() -> list[tuple[str, int, float, float]]:
        found = sample.estimation.prop(list(questions), by="region", drop_nulls=True)[0].to_polars()
        return [(row["region"], int(row[questions[0]]), row["est"], row["se"]) for row in found.iter_rows(named=True)]

    return run


def samplics_peer(data: Data, questions: Sequence[str]) -> Callable[[], Sequence[tuple[str, int, float, float]]] | None:
    if find_spec("samplics") is None:
        print("left out: samplics (pip install samplics)")
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from samplics import PopParam
        from samplics.estimation import TaylorEstimator
    columns = {q: np.where(data.questions[q] < 0, np.nan, data.questions[q]) for q in questions}

    def run() -> list[tuple[str, int, float, float]]:
        first = None
        for column in columns.values():
            found = TaylorEstimator(PopParam.prop)
            found.estimate(
                y=column,
                samp_weight=data.weight,
                stratum=data.stratum,
                psu=data.unit,
                domain=data.region,
                remove_nan=True,
            )
            first = first or found
        shares, errors = first.point_est, first.stderror
        return [(str(r), int(a), shares[r][a], errors[r][a]) for r in shares for a in shares[r]]

    return run


def r_peer(
    data: Data, questions: Sequence[str]
) -> Callable[[], tuple[float, list[tuple[str, int, float, float]]]] | None:
    """Return a run in R, which tells its own seconds: starting R and reading the data do not count."""
    if shutil.which("Rscript") is None:
        print("left out: R's survey (no Rscript)")
        return None
    import pandas as pd

    def run() -> tuple[float, list[tuple[str, int, float, float]]]:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            codes = {q: pd.array(np.where(data.questions[q] < 0, np.nan, data.questions[q])) for q in questions}
            frame = pd.DataFrame({"unit": data.unit, "stratum": data.stratum, "region": data.region, "w": data.weight})
            frame.assign(**codes).to_csv(folder / "data.csv", index=False, float_format="%.17g")
            (folder / "run.R").write_text(R_SCRIPT)
            command = ["Rscript", "run.R", "data.csv", "found.csv"]
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
            found = pd.read_csv(folder / "found.csv")
        rows = [(str(r), int(a), est, se) for r, a, est, se in found.itertuples(index=False)]
        return float(done.stdout.split()[-1]), rows

    return run


def check(name: str, found: Sequence[tuple[str, int, float, float]], table: vk.Table) -> None:
    """Stop unless a peer's shares and standard errors of the first question are ours."""
    codes = [area.code for area in vk.regions.areas("maakunta", on="2020-03-01")]
    frame = table.frame.query("variable == @QUESTIONS[0]")
    expected = {(row.maakunta, int(row.value)): row for row in frame.itertuples()}
    assert len(found) == len(expected), f"{name}: {len(found)} shares, {len(expected)} expected"
    for region, answer, share, error in found:
        row = expected[codes[int(region)], answer]
        np.testing.assert_allclose(share, row.estimate, rtol=1e-9, err_msg=name)
        np.testing.assert_allclose(error, row.se, rtol=1e-8, err_msg=name)


def seconds(work: Work) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def medians(jobs: Mapping[str, Callable[[], float]], turns: int) -> dict[str, float]:
    """Run everything once a turn; the first turn warms up."""
    taken: dict[str, list[float]] = {name: [] for name in jobs}
    for turn in range(turns + 1):
        for name, job in jobs.items():
            spent = job()
            if turn:
                taken[name].append(spent)
    return {name: statistics.median(times) for name, times in taken.items()}


def show(title: str, found: Mapping[str, float], beside: str) -> None:
    print(f"\n{title}\n{'':38s} seconds   ratio to {beside}")
    for name, spent in found.items():
        print(f"{name:38s} {spent:7.3f}   {spent / found[beside]:7.2f}")


def large(rows: int, turns: int) -> None:
    data = Data.make(rows)
    kept = data.answers()
    jobs: dict[str, Work] = {"verkosto": lambda: ours(data.answers()), "verkosto, asked before": lambda: ours(kept)}
    counting = loop(data)
    if counting is not None:
        jobs["loop in C, counting"] = counting
    jobs |= engines(data)
    found = medians({name: partial(seconds, work) for name, work in jobs.items()}, turns)
    beside = "loop in C, counting" if counting is not None else "DuckDB, counting"
    show(f"{rows} rows, median of {turns} turns", found, beside)
    fresh = data.answers()
    tracemalloc.start()
    ours(fresh)
    print(f"Peak of extra memory of verkosto: {tracemalloc.get_traced_memory()[1] / 2**20:.0f} MiB")
    tracemalloc.stop()


def growth(rows: int) -> None:
    """Tell what ten times the rows take, in turns."""
    sizes = {f"{size} rows": Data.make(size).answers() for size in (rows, 10 * rows)}

    def fresh(answers: Responses) -> float:
        again = Responses(answers.instrument, dict(answers.variables))
        return seconds(lambda: ours(again))

    found = medians({name: partial(fresh, answers) for name, answers in sizes.items()}, 3)
    show("Growth, median of 3 turns", found, f"{rows} rows")


def beside_peers(turns: int) -> None:
    data = Data.make(PEER_ROWS)
    questions = QUESTIONS[:PEER_QUESTIONS]
    few, share = data.answers(), len(QUESTIONS) / PEER_QUESTIONS
    table = ours(few)
    jobs: dict[str, Callable[[], float]] = {"verkosto": lambda: seconds(lambda: ours(data.answers()))}
    for name, peer in (("svy", svy_peer(data, questions)), ("samplics", samplics_peer(data, questions))):
        if peer is not None:
            check(name, peer(), table)
            jobs[f"{name} (from {PEER_QUESTIONS} questions)"] = partial(lambda work: seconds(work) * share, peer)
    in_r = r_peer(data, questions)
    if in_r is not None:
        check("R's survey", in_r()[1], table)
        jobs[f"R's survey (from {PEER_QUESTIONS} questions)"] = lambda: in_r()[0] * share
    show(f"{PEER_ROWS} rows, median of {turns} turns", medians(jobs, turns), "verkosto")


def versions() -> str:
    found = []
    for name in PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return ", ".join(found)


def main(rows: int, turns: int) -> None:
    print(f"{len(QUESTIONS)} crosstabs of {ANSWERS} answers by {REGIONS} regions, {STRATA} strata, {UNITS} units")
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} processors; {versions()}")
    large(rows, turns)
    growth(rows)
    beside_peers(min(turns, 3))


if __name__ == "__main__":
    main(*(int(given) for given in (*sys.argv[1:], *("1000000", "9")[len(sys.argv) - 1 :])))
