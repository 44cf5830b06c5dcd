package io.consonance.audio.playout;

/** How far the last 128 packets were from where their sequence number puts them. */
final class ArrivalWindow {

    private static final int PACKETS = 128;

    private final float[] offsetsMillis = new float[PACKETS];
    private int packets;
    private int next;
    private double sum;
    private double sumOfSquares;

    void add(long offsetNanos) {
        float offset = offsetNanos * 1e-6f;
        if (packets == PACKETS) {
            float oldest = offsetsMillis[next];
            sum -= oldest;
            sumOfSquares -= (double) oldest * oldest;
        } else {
            packets++;
        }
        offsetsMillis[next] = offset;
        next = (next + 1) % PACKETS;
        sum += offset;
        sumOfSquares += (double) offset * offset;
    }

    double confidence() {
        return packets / (double) PACKETS;
    }

    double deviationSeconds() {
        if (packets == 0) {
            return 0;
        }
        double mean = sum / packets;
        return Math.sqrt(Math.max(0, sumOfSquares / packets - mean * mean)) * 1e-3;
    }
}
