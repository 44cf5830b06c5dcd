package io.consonance.audio.playout;

/** The share of frames that are lost, forgetting as it learns; a plain mean until it knows enough. */
final class LossEstimate {

    private static final int MEMORY_FRAMES = 500;

    private double lossFraction;
    private int frames;

    void frame(boolean lost) {
        frames = Math.min(frames + 1, MEMORY_FRAMES);
        lossFraction += ((lost ? 1 : 0) - lossFraction) / frames;
    }

    double lossFraction() {
        return lossFraction;
    }
}
