"use strict";
// What the pages of a report and of a comparison share: numbers in words, axes, charts.
const INK = "#1b2733", SOFT = "#55636f", LINE = "#d8dfe5";
const BLUE = "#0068a8", ORANGE = "#c14e00", GREEN = "#00805c", RED = "#b3001b";
const SERIES_COLOURS = [BLUE, ORANGE, GREEN, "#8b3f86", "#7a6300", "#00788c"];
// by name: texts are measured where "inherit" means nothing
const FONT = 'system-ui, "Segoe UI", "DejaVu Sans", sans-serif';
const text = { color: INK, fontSize: 13 };
const whole = value => value.toLocaleString("en-US");
const decimal = value => value.toLocaleString("en-US", { maximumFractionDigits: 3 });
const percent = value => value.toLocaleString("en-US", { maximumFractionDigits: 4 }) + " %";

function axis(name, extra) {
  return Object.assign({
    name, nameLocation: "middle", nameTextStyle: text, axisLabel: text,
    axisLine: { lineStyle: { color: SOFT } }, splitLine: { lineStyle: { color: LINE } }
  }, extra);
}
function draw(id, option) {
  const chart = echarts.init(document.getElementById(id), null, { renderer: "svg" });
  chart.setOption(Object.assign({ animation: false, textStyle: { fontFamily: FONT } }, option));
  window.addEventListener("resize", () => chart.resize());
}
function mark(label, colour, place, align) {
  return Object.assign({ lineStyle: { color: colour, width: 2, type: "dashed" }, label: { formatter: label, color: colour, fontSize: 13, position: "end", align } }, place);
}

// A quantity per second as lines; events are drawn where they happened, and shaded while they lasted.
function overTime(id, unit, series, extra, events, rightAxis) {
  const length = Math.max(...series.map(line => line.data.length));
  const second = at => Math.max(0, Math.min(length - 1, Math.round(at)));
  const happened = (events || []).filter(e => e.atSeconds < length);
  if (happened.length) {
    series[0].markLine = { symbol: "none", data: happened.map(e => mark(e.name + ": " + e.what, SOFT, { xAxis: second(e.atSeconds) }, e.atSeconds > length / 2 ? "right" : "left")) };
    series[0].markArea = { silent: true, itemStyle: { color: SOFT, opacity: 0.1 },
      data: happened.filter(e => e.untilSeconds).map(e => [{ xAxis: second(e.atSeconds) }, { xAxis: second(e.untilSeconds) }]) };
  }
  draw(id, {
    color: SERIES_COLOURS,
    grid: { left: 70, right: rightAxis ? 70 : 24, top: 64, bottom: 52 },
    legend: { top: 4, textStyle: text, type: "scroll" },
    tooltip: { trigger: "axis", valueFormatter: v => v === null || v === undefined ? "-" : decimal(v) },
    xAxis: axis("second of the talk", { type: "category", nameGap: 32, data: Array.from({ length }, (_, i) => i) }),
    yAxis: [Object.assign(axis(unit, { type: "value", nameGap: 52 }), extra)].concat(rightAxis || []),
    series: series.map(line => Object.assign({ type: "line", showSymbol: false, connectNulls: false, lineStyle: { width: 2 } }, line))
  });
}

// Seconds in which nobody was to be heard are left out, and so is what was still played when the talk was over.
function heard(run, group, field, times) {
  return group.overTime[field].slice(0, Math.max(1, Math.ceil(run.durationSeconds))).map((value, i) => group.overTime.mos[i] ? value * times : null);
}

// The share of arrivals that took at most so long.
function cumulative(distribution) {
  const total = distribution.reduce((sum, b) => sum + b.count, 0);
  let sum = 0;
  return distribution.map(b => [b.upToMillis, 100 * (sum += b.count) / Math.max(1, total)]);
}
function cumulativeChart(id, series) {
  const times = series.flatMap(line => line.data.map(point => point[0]));
  // a logarithmic axis over less than a decade has one number on it
  const wide = Math.max(...times) > 20 * Math.min(...times);
  draw(id, {
    color: SERIES_COLOURS,
    grid: { left: 70, right: 34, top: 40, bottom: 52 },
    legend: { top: 4, textStyle: text, type: "scroll" },
    tooltip: { trigger: "axis", formatter: p => "up to " + decimal(p[0].value[0]) + " ms<br>" + p.map(q => q.marker + q.seriesName + ": " + decimal(q.value[1]) + " %").join("<br>") },
    xAxis: axis(wide ? "ms, logarithmic" : "ms", { type: wide ? "log" : "value", nameGap: 32, min: wide ? "dataMin" : undefined, scale: true, axisLabel: Object.assign({ formatter: v => decimal(v) }, text) }),
    yAxis: axis("% took at most that", { type: "value", nameGap: 48, min: 0, max: 100 }),
    series: series.filter(line => line.data.length).map(line => Object.assign({ type: "line", showSymbol: false, lineStyle: { width: 2 } }, line))
  });
}

// Green where it is good, yellow where some are dissatisfied, red where nearly all are (G.107 annex B), as on a map.
function scoreColour(mos) {
  const stops = [[1, [178, 24, 43]], [2.58, [214, 96, 77]], [3.1, [244, 165, 130]], [3.6, [253, 219, 130]], [4.03, [166, 217, 150]], [4.5, [60, 150, 90]]];
  for (let i = 1; i < stops.length; i++) {
    if (mos <= stops[i][0]) {
      const share = Math.max(0, (mos - stops[i - 1][0]) / (stops[i][0] - stops[i - 1][0]));
      return "rgb(" + stops[i][1].map((c, n) => Math.round(stops[i - 1][1][n] + share * (c - stops[i - 1][1][n]))).join(",") + ")";
    }
  }
  return "rgb(60,150,90)";
}
// Dark on what is light and light on what is dark: weighted as bright as the eye takes red, green and blue (Rec. 709).
function inkOn(colour) {
  const [red, green, blue] = colour.match(/\d+/g).map(Number);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 110 ? "#1c1c1c" : "#ffffff";
}
// What the colours mean: a box for each range of scores.
function scoreLegend() {
  const legend = document.createElement("p");
  legend.className = "legend";
  [[4.03, 4.5], [3.6, 4.03], [3.1, 3.6], [2.58, 3.1], [1, 2.58]].forEach(([from, to]) => {
    const box = document.createElement("span");
    box.style.background = "linear-gradient(to right, " + scoreColour(to) + ", " + scoreColour(from) + ")";
    legend.append(box, to.toFixed(2) + " to " + from.toFixed(2) + ": " + scoreWords(from));
  });
  return legend;
}
function scoreWords(mos) {
  return mos >= 4.03 ? "satisfied" : mos >= 3.6 ? "some dissatisfied" : mos >= 3.1 ? "many dissatisfied" : mos >= 2.58 ? "nearly all dissatisfied" : "not recommended";
}

// Rows of words as a table; the first row and the first cell of each other row are headings.
function fillTable(table, rows, numberColumns) {
  rows.forEach((cells, i) => {
    const row = table.insertRow();
    cells.forEach((words, column) => {
      const element = document.createElement(i && column ? "td" : "th");
      element.textContent = words;
      if (numberColumns.includes(column)) element.className = "number";
      row.append(element);
    });
  });
}
