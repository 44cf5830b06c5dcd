package io.consonance.audio.cli;

import io.consonance.audio.client.SoundListener;
import io.consonance.audio.device.SoundUnavailableException;
import io.consonance.audio.device.WavOutput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * One WAV file per speaker and {@code mix.wav}, all beginning with the recording: what was said at the same time stands at the
 * same place. Filled by the thread that plays, closed by another when that one has ended.
 */
final class RoomRecording implements SoundListener, AutoCloseable {

    private final Path folder;
    private final Consumer<String> notices;
    private final WavOutput mix;
    private final Map<String, WavOutput> speakers = new HashMap<>();
    private final TreeSet<String> files = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private boolean failed;

    /**
     * Begins a recording.
     *
     * @throws SoundUnavailableException if the folder has one already or cannot be written to
     */
    RoomRecording(Path folder, Consumer<String> notices) throws SoundUnavailableException {
        this.folder = folder;
        this.notices = notices;
        if (Files.exists(folder.resolve("mix.wav"))) {
            throw new SoundUnavailableException(folder + " holds a recording already; use another folder");
        }
        files.add("mix.wav");
        mix = WavOutput.create(folder.resolve("mix.wav"));
    }

    @Override
    public synchronized void onSpeaker(String player, long atSample, short[] pcm, int samples) {
        attempt(() -> {
            WavOutput file = speakers.get(player);
            if (file == null) {
                String fileName = unusedFile(player);
                file = WavOutput.create(folder.resolve(fileName));
                speakers.put(player, file);
                notices.accept("recording " + player + " to " + folder.resolve(fileName));
            }
            file.padTo(atSample);
            file.write(pcm, samples);
        });
    }

    @Override
    public synchronized void onMix(long atSample, short[] pcm, int samples) {
        attempt(() -> mix.write(pcm, samples));
    }

    boolean failed() {
        return failed;
    }

    /** Makes all files equally long and completes them. */
    @Override
    public synchronized void close() {
        for (WavOutput file : speakers.values()) {
            attempt(() -> file.padTo(mix.samplesWritten()));
            file.close();
        }
        mix.close();
    }

    private String unusedFile(String player) {
        String plain = player.replaceAll("[^\\p{L}\\p{N}._-]", "_");
        String base = plain.isEmpty() || plain.startsWith(".") ? "_" + plain : plain;
        base = base.substring(0, Math.min(60, base.length()));
        String file = base + ".wav";
        for (int number = 2; !files.add(file) || WavOutput.isTaken(folder.resolve(file)); number++) {
            file = base + "-" + number + ".wav";
        }
        return file;
    }

    private interface Writing {
        void write() throws SoundUnavailableException;
    }

    private void attempt(Writing writing) {
        if (failed) {
            return;
        }
        try {
            writing.write();
        } catch (SoundUnavailableException e) {
            failed = true;
            notices.accept(e.getMessage() + "; the recording ends here");
        }
    }
}
