/** Virtual peers over real sockets: they join, talk by the plan, come and go, and are measured. */
package io.consonance.simulator.live;
