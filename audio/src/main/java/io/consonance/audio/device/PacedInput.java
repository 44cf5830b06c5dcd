package io.consonance.audio.device;

/** An input that takes as long to read as it takes to hear. One owner. */
public final class PacedInput implements SoundInput {

    private final SoundInput input;
    private final Metronome metronome;

    /** Paces an input; closing closes it too. */
    public PacedInput(SoundInput input, Metronome metronome) {
        this.input = input;
        this.metronome = metronome;
    }

    @Override
    public int read(short[] pcm) throws SoundUnavailableException {
        int read = input.read(pcm);
        metronome.await(pcm.length);
        return read;
    }

    @Override
    public void close() {
        input.close();
    }
}
