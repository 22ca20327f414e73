"""Draws the panels of grafana-dashboard.json as dashboard.png, with what its queries return from a Prometheus.

Usage: draw-dashboard.py PROMETHEUS_URL BEGIN END (seconds since the epoch); needs matplotlib.
"""

import json
import re
import sys
import urllib.parse
import urllib.request
from datetime import datetime, timezone
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.dates as dates
import matplotlib.pyplot as plt
from matplotlib.colors import LogNorm
from matplotlib.ticker import EngFormatter, FuncFormatter, MaxNLocator

FOLDER = Path(__file__).parent
STEP = 1
WINDOW = "10s"
SUFFIXES = {"wps": "/s", "rps": "/s", "cps": "/s", "ops": "/s"}
STATES = {0: ("open", "#73bf69"), 1: ("ended", "#5794f2"), 2: ("closed", "#ff9830"), 3: ("error", "#f2495c")}


def fetch(url, expression, begin, end):
    for variable in ("application", "instance", "buffer", "type"):
        expression = expression.replace("$" + variable, ".*")
    parameters = {
        "query": expression.replace("$__rate_interval", WINDOW),
        "start": begin,
        "end": end,
        "step": STEP,
    }
    with urllib.request.urlopen(f"{url}/api/v1/query_range?{urllib.parse.urlencode(parameters)}") as answer:
        return json.load(answer)["data"]["result"]


def points(series):
    times = [datetime.fromtimestamp(float(time), timezone.utc) for time, _ in series["values"]]
    return times, [float(value) for _, value in series["values"]]


def legend(template, labels):
    """There is one instance, so its name says nothing."""
    shown = {**labels, "instance": ""}
    text = re.sub(r"{{\s*(\w+)\s*}}", lambda label: shown.get(label[1], ""), template)
    return " ".join(text.split())


def formatter(unit):
    if unit == "percentunit":
        return FuncFormatter(lambda value, _: f"{value:.0%}")
    if unit == "s":
        return EngFormatter("s", sep="")
    suffix = SUFFIXES.get(unit, "")
    large = EngFormatter(suffix, sep="")
    return FuncFormatter(lambda value, _: f"{value:g}{suffix}" if abs(value) < 1000 else large(value))


def draw_lines(axes, panel, results):
    defaults = panel["fieldConfig"]["defaults"]
    dashed = [override["matcher"]["options"].strip("/") for override in panel["fieldConfig"]["overrides"]]
    names = {}
    for target, result in results:
        for series in result:
            name = legend(target["legendFormat"], series["metric"])
            colour = names.setdefault(name, f"C{len(names) % 10}")
            style = "--" if any(re.search(pattern, name) for pattern in dashed) else "-"
            axes.plot(*points(series), style, color=colour, linewidth=1.2, label=name)
    scale = defaults["custom"].get("scaleDistribution", {}).get("type", "linear")
    if scale != "linear":
        axes.set_yscale(scale)
    else:
        axes.yaxis.set_major_locator(MaxNLocator(5))
    if "min" in defaults:
        axes.set_ylim(bottom=0)
    if axes.get_ylim()[1] < 1e-6:
        axes.set_ylim(top=1)
    top = axes.get_ylim()[1]
    for step in defaults.get("thresholds", {}).get("steps", []):
        if step["value"] is not None and step["value"] <= max(top, defaults["custom"].get("axisSoftMax", 0)):
            axes.axhline(step["value"], color="#f2495c", linestyle=":", linewidth=1)
    axes.yaxis.set_major_formatter(formatter(defaults["unit"]))
    handles, labels = axes.get_legend_handles_labels()
    unique = dict(zip(labels, handles))
    columns = max(1, panel["gridPos"]["w"] * 9 // (10 + max(map(len, unique), default=0)))
    axes.legend(
        unique.values(),
        unique.keys(),
        loc="upper left",
        bbox_to_anchor=(0, -0.13),
        ncol=min(4, columns),
        fontsize=7,
        frameon=False,
        borderaxespad=0,
        handlelength=1.8,
        columnspacing=1.2,
    )


def draw_states(axes, panel, results):
    target, result = results[0]
    rows = [(legend(target["legendFormat"], series["metric"]), series) for series in result]
    for row, (_, series) in enumerate(rows):
        times, values = points(series)
        for state, (_, colour) in STATES.items():
            axes.fill_between(
                times, row - 0.35, row + 0.35, where=[value == state for value in values], color=colour, linewidth=0
            )
        axes.text(times[len(times) // 2], row, STATES[int(values[-1])][0], ha="center", va="center", fontsize=8)
    axes.set_yticks(range(len(rows)), [name for name, _ in rows])
    axes.grid(False)


def draw_heat(axes, panel, results):
    buckets = [(float(series["metric"]["le"]), dict(series["values"])) for series in results[0][1]]
    buckets.sort(key=lambda bucket: bucket[0])
    times = sorted({time for _, values in buckets for time in values})
    cells, below = [], dict.fromkeys(times, 0.0)
    for _, values in buckets[:-1]:
        row = {time: max(0.0, float(values.get(time, 0)) - below[time]) for time in times}
        cells.append([row[time] or float("nan") for time in times])
        below = {time: float(values.get(time, 0)) for time in times}
    bounds = [bound for bound, _ in buckets[:-1]]
    axes.grid(False)
    axes.pcolormesh(
        [datetime.fromtimestamp(float(time), timezone.utc) for time in times],
        bounds,
        cells,
        cmap="Oranges",
        norm=LogNorm(),
        shading="nearest",
    )
    axes.set_yscale("log")
    used = [bound for bound, row in zip(bounds, cells) if any(cell == cell for cell in row)]
    axes.set_ylim(min(used), max(used))
    axes.yaxis.set_major_formatter(EngFormatter("s", sep=""))


def main(url, begin, end):
    dashboard = json.loads((FOLDER / "grafana-dashboard.json").read_text())
    height = max(panel["gridPos"]["y"] + panel["gridPos"]["h"] for panel in dashboard["panels"])
    plt.rcParams.update({"font.size": 8, "axes.grid": True, "grid.color": "#e4e4e4", "axes.edgecolor": "#bbbbbb"})
    figure = plt.figure(figsize=(18, height * 0.42), facecolor="white")
    draw = {"timeseries": draw_lines, "state-timeline": draw_states, "heatmap": draw_heat}
    for panel in dashboard["panels"]:
        place = panel["gridPos"]
        top = 1 - place["y"] / height
        if panel["type"] == "row":
            figure.text(0.008, top - 0.5 / height, panel["title"], fontsize=12, fontweight="bold", va="center")
            continue
        axes = figure.add_axes(
            (
                place["x"] / 24 + 0.032,
                top - (place["h"] - 2.6) / height,
                place["w"] / 24 - 0.044,
                (place["h"] - 3.6) / height,
            )
        )
        axes.set_title(panel["title"], loc="left", fontsize=10)
        results = [(target, fetch(url, target["expr"], begin, end)) for target in panel["targets"]]
        draw[panel["type"]](axes, panel, results)
        axes.set_xlim(datetime.fromtimestamp(begin, timezone.utc), datetime.fromtimestamp(end, timezone.utc))
        axes.xaxis.set_major_locator(dates.MinuteLocator())
        axes.xaxis.set_major_formatter(dates.DateFormatter("%H:%M"))
    figure.savefig(FOLDER / "dashboard.png", dpi=90)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
