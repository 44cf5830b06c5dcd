/** Virtual peers. */
package io.consonance.simulator;
