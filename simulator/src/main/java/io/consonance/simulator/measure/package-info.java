/** What arrived, measured per listener: stamps in the payload, receptions, the rule of what was to be expected. */
package io.consonance.simulator.measure;
