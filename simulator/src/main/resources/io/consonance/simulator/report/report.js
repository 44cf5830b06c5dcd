"use strict";
const report = JSON.parse(document.getElementById("report").textContent);
const threshold = name => report.thresholds.find(t => t.name === name);

document.getElementById("key-delivered").innerHTML = report.expected ? "<b>" + percent(100 * report.exactlyOnce / report.expected) + "</b> arrived exactly once" : "nobody spoke to anybody";
document.getElementById("key-p99").innerHTML = report.latencyMillis.count ? "p99 latency <b>" + decimal(report.latencyMillis.p99) + " ms</b>" : "";
document.getElementById("key-joined").innerHTML = "<b>" + whole(report.peersJoined) + "</b> of " + whole(report.scenario.peers) + " peers joined";

document.querySelectorAll("#thresholds td").forEach((cell, i) => cell.classList.add(report.thresholds[i].holds ? "ok" : "missed"));

const nodeEvents = report.events || [];

(function events() {
  if (!nodeEvents.length) {
    return;
  }
  document.getElementById("events-panel").hidden = false;
  const millis = value => whole(Math.round(value));
  document.getElementById("key-gap").innerHTML = "longest silence <b>" + millis(Math.max(...nodeEvents.flatMap(e => [e.gapMillis.max, e.othersGapMillis.max]))) + " ms</b>";
  fillTable(document.getElementById("events"), [["", "at, s", "sessions", "listeners", "silent for p50, ms", "p99, ms", "longest, ms", "others, longest, ms", "kept their ids", "ghosts"]].concat(nodeEvents.map(e =>
    [e.what, decimal(e.at), whole(e.sessions), whole(e.listeners), millis(e.gapMillis.p50), millis(e.gapMillis.p99), millis(e.gapMillis.max), millis(e.othersGapMillis.max),
      percent(100 * e.keptIdentity), whole(e.ghosts)])), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
})();

(function latency() {
  const ratio = 1.1;
  const buckets = report.latencyMillis.distribution.slice();
  const limit = threshold("p99 one-way latency");
  // the axis goes on to the threshold, so that its line is always in the picture
  while (buckets.length && limit && buckets[buckets.length - 1].upToMillis < limit.limit * ratio) {
    buckets.push({ upToMillis: buckets[buckets.length - 1].upToMillis * ratio, count: 0 });
  }
  const place = value => buckets.findIndex(b => value <= b.upToMillis);
  const short = value => value >= 10 ? value.toFixed(0) : value >= 1 ? value.toFixed(1) : value.toFixed(2);
  const marks = [];
  if (report.latencyMillis.count) {
    marks.push(mark("p50 " + decimal(report.latencyMillis.p50), BLUE, { xAxis: place(report.latencyMillis.p50) }, "right"));
    marks.push(mark("p99 " + decimal(report.latencyMillis.p99), ORANGE, { xAxis: place(report.latencyMillis.p99) }, place(report.latencyMillis.p99) > buckets.length / 2 ? "right" : "left"));
    // above the other label, which may be close
    marks[1].label.distance = 18;
    if (limit) marks.push(mark("limit " + decimal(limit.limit), RED, { xAxis: place(limit.limit) }, "left"));
  }
  draw("latency", {
    grid: { left: 70, right: 50, top: 40, bottom: 52 },
    tooltip: { trigger: "axis", formatter: p => "up to " + short(buckets[p[0].dataIndex].upToMillis) + " ms: " + whole(p[0].value) + " deliveries" },
    xAxis: axis("latency up to (ms, logarithmic)", { type: "category", nameGap: 32, axisLabel: Object.assign({ interval: Math.ceil(buckets.length / 10) - 1 }, text), data: buckets.map(b => short(b.upToMillis)) }),
    yAxis: axis("deliveries", { type: "value", nameGap: 52, axisLabel: Object.assign({ formatter: v => v >= 1000 ? v / 1000 + "k" : v }, text) }),
    series: [{ type: "bar", barCategoryGap: "8%", itemStyle: { color: "#5b9fd0" }, data: buckets.map(b => b.count), markLine: { symbol: "none", data: marks } }]
  });
})();

const groups = report.groups || [];

(function heardByListeners() {
  if (!groups.length) {
    return;
  }
  for (const id of ["joining-panel", "heard-panel", "delay-panels", "worst-panel"]) document.getElementById(id).hidden = false;
  // a group "all", if there is one, sums up; else the group with the lowest score is what decides
  const key = groups.find(g => g.name === "all") || groups.reduce((a, b) => a.mos <= b.mos ? a : b);
  document.getElementById("key-mos").innerHTML = "MOS <b>" + decimal(key.mos) + "</b> (" + decimal(key.mosLow) + " to " + decimal(key.mosHigh) + "), " + scoreWords(key.mos);
  document.getElementById("key-join").innerHTML = "in their room after <b>" + whole(Math.round(key.joinMillis.p50)) + " ms</b>, 99 of 100 within " + whole(Math.round(key.joinMillis.p99)) + " ms";
  document.getElementById("heard-note").textContent = "Scores: " + key.model + ".";
  fillTable(document.getElementById("heard"), [["", "peers", "network", "MOS", "from", "to", "worst 5 % below", "", "% missing", "mouth to ear p50, ms"]].concat(groups.map(group =>
    [group.name, whole(group.peers), group.network, decimal(group.mos), decimal(group.mosLow), decimal(group.mosHigh), decimal(group.mosWorst), scoreWords(group.mos),
      decimal(100 * group.missingFraction), decimal(group.mouthToEarMillis.p50)])), [1, 3, 4, 5, 6, 8, 9]);
  fillTable(document.getElementById("joining"), [["", "peers", "network", "joined", "half of them within, ms", "99 of 100, ms", "all, ms"]].concat(groups.map(group =>
    [group.name, whole(group.peers), group.network, whole(group.joinMillis.count)].concat(["p50", "p99", "max"].map(of => whole(Math.round(group.joinMillis[of])))))), [1, 3, 4, 5, 6]);
  const lines = (field, times) => groups.map(group => ({ name: group.name, data: heard(report, group, field, times) }));
  overTime("heard-mos", "mean opinion score", lines("mos", 1), { min: 1, max: 4.5 }, report.scenario.events);
  overTime("heard-loss", "% missing", lines("missingFraction", 100), { min: 0 }, report.scenario.events);
  overTime("mouth-time", "mouth to ear, ms", lines("mouthToEarMillis", 1), { min: 0 }, report.scenario.events);
  cumulativeChart("mouth", groups.map(group => ({ name: group.name, data: cumulative(group.mouthToEarMillis.distribution) })));
})();

(function decoded() {
  // the first group is everybody
  const decoded = groups.length && groups[0].decoded;
  if (!decoded) {
    return;
  }
  document.getElementById("decoded-panel").hidden = false;
  document.getElementById("decoded-note").textContent = whole(decoded.listeners) + " listeners put real packets through decoder and playout. Each point is one: the model's score, and how far the network took what it heard"
    + " from what was said, beyond the codec's own " + decimal(decoded.codecAloneDb) + " dB (log spectral distance of speech, 50 dB of dynamic range)."
    + (decoded.correlation === undefined ? "" : " Correlation " + decimal(decoded.correlation) + "; near -1 if the model orders listeners as the signal does.");
  draw("decoded", {
    color: [BLUE],
    grid: { left: 70, right: 20, top: 24, bottom: 52 },
    tooltip: { trigger: "item", formatter: p => { const l = decoded.each[p.dataIndex]; return l.name + " in " + l.room + ": MOS " + decimal(l.mos) + ", " + decimal(l.distanceDb) + " dB (codec " + decimal(l.codecAloneDb) + "), " + decimal(100 * l.missingFraction) + " % missing"; } },
    xAxis: axis("mean opinion score by the model", { type: "value", nameGap: 32, scale: true }),
    yAxis: axis("dB added by the network", { type: "value", nameGap: 52, scale: true }),
    series: [{ type: "scatter", symbolSize: 8, data: decoded.each.map(l => [l.mos, l.distanceDb - l.codecAloneDb]) }]
  });
})();

(function worst() {
  const cell = (row, tag, words, colour) => {
    const element = document.createElement(tag);
    element.textContent = words;
    if (colour) {
      element.style.background = colour;
      element.style.color = inkOn(colour);
    }
    row.append(element);
  };
  document.getElementById("worst").append(scoreLegend());
  const all = groups.filter(g => g.name === "all");
  for (const group of all.length ? all : groups) {
    for (const room of group.worstRooms || []) {
      const heading = document.createElement("p");
      heading.textContent = (all.length ? "" : group.name + ", ") + room.room;
      const table = document.createElement("table");
      table.className = "heat";
      const head = table.insertRow();
      cell(head, "th", "heard by \\ speaker");
      room.speakers.forEach(name => cell(head, "th", name));
      room.mos.forEach((scores, i) => {
        const row = table.insertRow();
        cell(row, "th", room.listeners[i]);
        scores.forEach(mos => cell(row, "td", mos ? mos.toFixed(2) : "", mos ? scoreColour(mos) : null));
      });
      document.getElementById("worst").append(heading, table);
    }
  }
})();

(function seeds() {
  const across = report.acrossSeeds;
  if (!across) {
    return;
  }
  document.getElementById("seeds-panel").hidden = false;
  document.getElementById("seeds-note").textContent = across.seeds.length + " seeds (" + across.seeds.join(", ") + "), " + across.passed + " of them passed; means with their "
    + decimal(100 * across.confidence) + " % intervals by Student's t. Everything else on this page but thresholds and time is the run of seed " + report.seed + ".";
  fillTable(document.getElementById("seeds"), [["", "mean", "from", "to", "unit"]].concat(across.measures.map(m =>
    [m.name, decimal(m.mean), decimal(m.low), decimal(m.high), m.unit])), [1, 2, 3]);
})();

(function load() {
  const load = report.run.load;
  if (!load) {
    return;
  }
  document.getElementById("load-panel").hidden = false;
  document.getElementById("load-note").textContent = report.scenario.host === "embedded"
    ? "Host and peers together, they share a process; " + report.run.cores + " cores."
    : "The peers only: the host is another process; " + report.run.cores + " cores.";
  overTime("load", "cores busy", [
    { name: "cores busy", data: load.cpuCores },
    { name: "heap, MiB", yAxisIndex: 1, data: load.heapMiB }
  ], { min: 0 }, report.scenario.events, axis("heap used, MiB", { type: "value", nameGap: 48, min: 0, splitLine: { show: false } }));
})();

(function packets() {
  // the last entry is the second after the talk, in which only stragglers arrive
  const seconds = Math.max(1, Math.ceil(report.durationSeconds));
  const rates = { sent: report.packetsPerSecond.sent.slice(0, seconds), delivered: report.packetsPerSecond.delivered.slice(0, seconds) };
  draw("packets", {
    color: [ORANGE, BLUE],
    grid: { left: 70, right: 20, top: 40, bottom: 52 },
    legend: { top: 4, textStyle: text },
    tooltip: { trigger: "axis" },
    xAxis: axis("second of the talk", { type: "category", nameGap: 32, data: rates.sent.map((_, i) => i) }),
    yAxis: axis("packets per second", { type: "value", nameGap: 52, axisLabel: Object.assign({ formatter: v => v >= 1000 ? v / 1000 + "k" : v }, text) }),
    series: [
      { name: "sent", type: "line", showSymbol: false, lineStyle: { width: 2 }, data: rates.sent },
      { name: "delivered", type: "line", showSymbol: false, lineStyle: { width: 2 }, data: rates.delivered, markLine: { symbol: "none", data: nodeEvents.map(e =>
        mark(e.what, SOFT, { xAxis: Math.min(seconds - 1, Math.floor(e.at)) }, e.at > seconds / 2 ? "right" : "left")) } }
    ]
  });
})();

(function rooms() {
  const values = report.rooms.map(r => r.expected ? 100 * r.delivered / r.expected : null);
  const limit = threshold("not delivered exactly once");
  const demanded = limit ? 100 - limit.limit : 100;
  const lowest = Math.min(demanded, ...values.filter(v => v !== null));
  // five steps of a round width that reach below both the limit and the worst room
  const wanted = Math.max(100 - lowest, 0.005) * 1.15 / 5;
  const power = Math.pow(10, Math.floor(Math.log10(wanted)));
  const step = [1, 2, 2.5, 5, 10].map(f => f * power).find(f => f >= wanted);
  const floor = Math.max(0, 100 - 5 * step);
  draw("rooms", {
    grid: { left: 84, right: 84, top: 24, bottom: 52 },
    tooltip: { trigger: "item", formatter: p => { const r = report.rooms[p.dataIndex]; return r.name + " (" + r.members + " members): " + whole(r.delivered) + " of " + whole(r.expected) + ", " + percent(p.value); } },
    xAxis: axis("room", { type: "category", nameGap: 32, axisLabel: Object.assign({ hideOverlap: true }, text), data: report.rooms.map(r => r.name) }),
    yAxis: axis("delivered (%)", { type: "value", nameGap: 62, min: floor, max: 100, interval: (100 - floor) / 5, axisLabel: Object.assign({ formatter: v => decimal(v) }, text) }),
    series: [{ type: "scatter", symbolSize: 9, itemStyle: { color: BLUE }, data: values,
      markLine: { symbol: "none", data: limit ? [mark("limit " + decimal(demanded), RED, { yAxis: demanded })] : [] } }]
  });
})();

(function talk() {
  const rows = [];
  const series = report.talk.map((room, index) => {
    // silent members have no row: a room of five hundred has a handful of speakers
    const speakers = [...new Set(room.spurts.map(s => s.speaker))].sort((a, b) => a - b);
    const row = new Map(speakers.map((speaker, i) => [speaker, rows.length + i]));
    speakers.forEach(speaker => rows.push(room.room + " / " + (speaker + 1)));
    const points = [];
    room.spurts.forEach(s => points.push([s.startSeconds, row.get(s.speaker)], [s.endSeconds, row.get(s.speaker)], [null, null]));
    return { name: room.room, type: "line", symbol: "none", data: points, lineStyle: { width: 7, cap: "butt", color: SERIES_COLOURS[index % SERIES_COLOURS.length] } };
  });
  document.getElementById("talk-note").textContent = "Planned by " + report.scenario.talkModel + "; " + report.talk.length + " of " + report.rooms.length + " rooms, one row per member who spoke.";
  document.getElementById("talk").style.height = Math.max(180, 70 + rows.length * 16) + "px";
  draw("talk", {
    grid: { left: 110, right: 20, top: 10, bottom: 52 },
    xAxis: axis("seconds of the talk", { type: "value", nameGap: 32, min: 0, max: Math.max(1, report.durationSeconds) }),
    yAxis: { type: "category", inverse: true, data: rows, axisLabel: { color: INK, fontSize: 11, interval: 0 }, axisTick: { show: false }, splitLine: { show: true, lineStyle: { color: "#eef1f4" } } },
    series
  });
})();
