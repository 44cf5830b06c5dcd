package io.consonance.audio.device;

import javax.sound.sampled.SourceDataLine;

/** A speaker. One thread writes; any may close. */
final class SpeakerLine implements SoundOutput {

    private final SourceDataLine line;
    private byte[] bytes = new byte[SoundFormat.BLOCK_SAMPLES * SoundFormat.SAMPLE_BYTES];

    SpeakerLine(SourceDataLine line) {
        this.line = line;
    }

    @Override
    public void write(short[] pcm, int samples) throws SoundUnavailableException {
        int length = samples * SoundFormat.SAMPLE_BYTES;
        if (bytes.length < length) {
            bytes = new byte[length];
        }
        SoundFormat.toBytes(pcm, samples, bytes);
        if (line.write(bytes, 0, length) < length) {
            // a line that is closed, or whose device is gone, returns early
            throw new SoundUnavailableException("the speaker is gone");
        }
    }

    @Override
    public void close() {
        line.close();
    }
}
