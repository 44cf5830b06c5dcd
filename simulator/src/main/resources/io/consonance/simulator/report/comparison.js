"use strict";
const comparison = JSON.parse(document.getElementById("comparison").textContent);
// of several seeds the charts have the first only, and say so
const runs = [[comparison.leftName, comparison.left], [comparison.rightName, comparison.right]]
  .map(([name, run]) => [run.acrossSeeds ? name + ", seed " + run.seed : name, run]);
// a line per run and group; a run with one group is its own name
const groupLines = runs.flatMap(([name, run]) => (run.groups || []).map(group =>
  ({ run, name: run.groups.length > 1 ? name + ": " + group.name : name, group })));

cumulativeChart("latency", runs.map(([name, run]) => ({ name, data: cumulative(run.latencyMillis.distribution) })));
if (groupLines.length) {
  document.getElementById("heard-panels").hidden = false;
  document.getElementById("mouth-panel").hidden = false;
  overTime("mos", "mean opinion score", groupLines.map(line => ({ name: line.name, data: heard(line.run, line.group, "mos", 1) })), { min: 1, max: 4.5 });
  overTime("missing", "% missing", groupLines.map(line => ({ name: line.name, data: heard(line.run, line.group, "missingFraction", 100) })), { min: 0 });
  cumulativeChart("mouth", groupLines.map(line => ({ name: line.name, data: cumulative(line.group.mouthToEarMillis.distribution) })));
}
