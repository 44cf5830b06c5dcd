/** One report of one run: a terminal table, JSON, and a page with charts, all from the same model. */
package io.consonance.simulator.report;
