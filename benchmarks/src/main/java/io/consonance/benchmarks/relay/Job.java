package io.consonance.benchmarks.relay;

/**
 * What every relay has to do.
 *
 * @param paced whether packets come at random times at half of what the host can take (Poisson, open loop), or as fast as they go
 * @param fanOut copies of each packet, 1..250
 */
record Job(boolean paced, int fanOut) {

    String mode() {
        return paced ? "paced" : "saturated";
    }
}
