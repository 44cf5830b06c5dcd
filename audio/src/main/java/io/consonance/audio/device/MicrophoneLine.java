package io.consonance.audio.device;

import java.util.Arrays;
import javax.sound.sampled.TargetDataLine;

/** A microphone. One thread reads; any may close. */
final class MicrophoneLine implements SoundInput {

    private final TargetDataLine line;
    private byte[] bytes = new byte[SoundFormat.BLOCK_SAMPLES * SoundFormat.SAMPLE_BYTES];

    MicrophoneLine(TargetDataLine line) {
        this.line = line;
    }

    @Override
    public int read(short[] pcm) throws SoundUnavailableException {
        int wanted = pcm.length * SoundFormat.SAMPLE_BYTES;
        if (bytes.length < wanted) {
            bytes = new byte[wanted];
        }
        int read = line.read(bytes, 0, wanted);
        if (read < wanted) {
            // a line that is closed, or whose device is gone, returns early
            Arrays.fill(pcm, (short) 0);
            throw new SoundUnavailableException("the microphone is gone");
        }
        SoundFormat.toSamples(bytes, pcm.length, pcm);
        return pcm.length;
    }

    @Override
    public void close() {
        line.close();
    }
}
