/** The {@code consonance} program: its commands, put together. */
package io.consonance.simulator.cli;
