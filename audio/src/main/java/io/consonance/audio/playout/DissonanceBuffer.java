package io.consonance.audio.playout;

/**
 * Playout as Dissonance does it (docs/protocol/dissonance.md 13), to compare with.
 *
 * <p>A speech begins to play a while after its first packet: 2.5 standard deviations of the arrival times once 128 packets
 * are known, 100 ms before that. From then on one frame is taken per frame period, and a wall clock is followed by
 * resampling, which is not noticed below 1 %. When nothing was there nine times in a row, the position goes back by three.
 */
public final class DissonanceBuffer extends SpeechBuffer {

    private static final double FIRST_DELAY_SECONDS = 0.1;
    private static final double MAX_DELAY_SECONDS = 0.75;
    private static final double MIN_DELAY_FRAMES = 1.5;
    private static final double DEVIATIONS = 2.5;
    private static final double DEAD_BAND_SECONDS = 0.029;
    private static final double SPEED_PER_SECOND = 0.15;
    private static final double UNHEARD_SPEED = 0.01;
    private static final double HURRY = 0.25;
    private static final double TOO_LATE_SECONDS = 1;
    private static final double OVERSIZE_SECONDS = 0.033;
    private static final int EMPTY_READS = 9;
    private static final int FRAMES_BACK = 3;

    private final boolean correction;
    private final ArrivalWindow arrivals = new ArrivalWindow();

    private long firstArrivalNanos;
    private long beganNanos;
    private long playedNanos;
    private double speed = 1;
    private int emptyReads;

    /** An empty buffer that uses error correction where packets carry it, as the original does by default. */
    public DissonanceBuffer(long frameNanos) {
        this(frameNanos, true);
    }

    /**
     * An empty buffer.
     *
     * @param frameNanos the duration of every frame, 1 to 120 ms
     * @param correction whether to use in-band error correction
     */
    public DissonanceBuffer(long frameNanos, boolean correction) {
        super(frameNanos);
        this.correction = correction;
    }

    @Override
    public void start(long nowNanos) {
        super.start(nowNanos);
        firstArrivalNanos = Long.MIN_VALUE;
    }

    @Override
    void learn(long nowNanos, long sequence, boolean corrects) {
        if (firstArrivalNanos == Long.MIN_VALUE) {
            firstArrivalNanos = nowNanos - sequence * frameNanos;
        }
        arrivals.add(nowNanos - firstArrivalNanos - sequence * frameNanos);
    }

    @Override
    PlayoutStep decide(long nowNanos) {
        if (playing && (window.first() == speechStart && !begun() || isOver())) {
            playing = false;
        }
        if (!playing) {
            if (window.isEmpty() || nowNanos <= firstArrivalNanos + targetDelayNanos()) {
                return PlayoutStep.SILENCE;
            }
            begin(nowNanos);
        }
        followClock(nowNanos);
        PlayoutStep step = read(nowNanos);
        playedNanos += frameNanos;
        return step;
    }

    @Override
    public long targetDelayNanos() {
        double wanted = FIRST_DELAY_SECONDS
                + (DEVIATIONS * arrivals.deviationSeconds() - FIRST_DELAY_SECONDS) * arrivals.confidence();
        double least = MIN_DELAY_FRAMES * frameNanos * 1e-9;
        return Math.round(Math.max(least, Math.min(MAX_DELAY_SECONDS, wanted)) * 1e9);
    }

    @Override
    public long jitterNanos() {
        return Math.round(arrivals.deviationSeconds() * 1e9);
    }

    private boolean begun() {
        return beganNanos >= firstArrivalNanos && firstArrivalNanos != Long.MIN_VALUE;
    }

    private void begin(long nowNanos) {
        window.moveTo(window.firstPresent());
        double delaySeconds = targetDelayNanos() * 1e-9;
        double waited = Math.max(0, (nowNanos - firstArrivalNanos) * 1e-9 - delaySeconds);
        double buffered = (received() - window.first()) * frameNanos * 1e-9;
        if (buffered > 3 * delaySeconds + OVERSIZE_SECONDS + waited) {
            long excessFrames = (long) ((buffered - delaySeconds) / (frameNanos * 1e-9));
            counts.framesSkipped += excessFrames;
            window.moveTo(window.first() + excessFrames);
        }
        playing = true;
        begins = true;
        beganNanos = nowNanos;
        playedNanos = 0;
        speed = 1;
        emptyReads = 0;
    }

    private void followClock(long nowNanos) {
        double behind = (nowNanos - beganNanos - playedNanos) * 1e-9;
        if (behind > TOO_LATE_SECONDS) {
            long frames = (long) (behind / (frameNanos * 1e-9));
            counts.framesSkipped += frames;
            window.moveTo(window.first() + frames);
            playedNanos += frames * frameNanos;
            behind -= frames * frameNanos * 1e-9;
        }
        double desync = Math.signum(behind) * Math.max(0, Math.abs(behind) - DEAD_BAND_SECONDS);
        double wanted = 1 + SPEED_PER_SECOND * Math.max(-1, Math.min(1, desync));
        speed = wanted < speed ? wanted : speed + HURRY * (wanted - speed);
        if (Math.abs(speed - 1) > UNHEARD_SPEED) {
            stepNanos = Math.round(frameNanos / speed);
        }
    }

    private PlayoutStep read(long nowNanos) {
        long frame = window.first();
        if (window.isEmpty() && ++emptyReads == EMPTY_READS) {
            counts.timesDry++;
            emptyReads = 0;
            // not before this speech: what was played is over
            window.moveTo(Math.max(Math.min(frame, speechStart), frame - FRAMES_BACK));
            return counted(PlayoutStep.CONCEAL);
        }
        emptyReads = window.isEmpty() ? emptyReads : 0;
        PlayoutStep step;
        if (window.has(frame)) {
            use(frame, nowNanos - firstArrivalNanos - (frame - speechStart) * frameNanos);
            step = PlayoutStep.DECODE;
        } else {
            step = replace(frame, correction);
        }
        window.moveTo(frame + 1);
        losses.frame(step != PlayoutStep.DECODE);
        return step;
    }
}
