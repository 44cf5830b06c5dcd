package io.consonance.audio.device;

/** An output that takes as long to write as it takes to hear. One owner. */
public final class PacedOutput implements SoundOutput {

    private final SoundOutput output;
    private final Metronome metronome;

    /** Paces an output; closing closes it too. */
    public PacedOutput(SoundOutput output, Metronome metronome) {
        this.output = output;
        this.metronome = metronome;
    }

    /** Nothing is heard, at the pace of sound. */
    public static PacedOutput silent() {
        return new PacedOutput(
                new SoundOutput() {
                    @Override
                    public void write(short[] pcm, int samples) {}

                    @Override
                    public void close() {}
                },
                Metronome.realTime());
    }

    @Override
    public void write(short[] pcm, int samples) throws SoundUnavailableException {
        metronome.await(samples);
        output.write(pcm, samples);
    }

    @Override
    public void close() {
        output.close();
    }
}
