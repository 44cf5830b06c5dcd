package io.consonance.audio.cli;

import io.consonance.audio.client.SoundListener;
import io.consonance.audio.device.SoundUnavailableException;
import io.consonance.audio.device.WavOutput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * One WAV file per speaker and {@code mix.wav}, all beginning with the recording: what was said at the same time stands at the
 * same place. A speaker whose file fails is recorded no more, and the others are; without the mix it is over. Filled by the
 * thread that plays, closed by another when that one has ended.
 */
final class RoomRecording implements SoundListener, AutoCloseable {

    private static final int MOST_OF_A_NAME = 60;
    private static final Pattern ACCENTS = Pattern.compile("\\p{M}");
    private static final Pattern NOT_FOR_FILES = Pattern.compile("[^A-Za-z0-9._-]");
    /** Nothing, hidden files, what looks like an option, and what Windows takes for a device. */
    private static final Pattern NOT_A_FILE =
            Pattern.compile("(|[.-].*|(CON|PRN|AUX|NUL|COM\\d|LPT\\d)(\\..*)?)", Pattern.CASE_INSENSITIVE);

    private final Path folder;
    private final Consumer<String> notices;
    private final WavOutput mix;
    private final Map<String, WavOutput> speakers = new HashMap<>();
    private final Set<String> lost = new HashSet<>();
    private final TreeSet<String> files = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private volatile boolean over;
    private volatile boolean failed;

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
        if (over || lost.contains(player)) {
            return;
        }
        try {
            WavOutput file = speakers.get(player);
            if (file == null) {
                file = begin(player);
            }
            file.padTo(atSample);
            file.write(pcm, samples);
        } catch (SoundUnavailableException | RuntimeException e) {
            lost.add(player);
            fail(player + " is recorded no more: " + why(e));
        }
    }

    @Override
    public synchronized void onMix(long atSample, short[] pcm, int samples) {
        if (over) {
            return;
        }
        try {
            mix.write(pcm, samples);
        } catch (SoundUnavailableException | RuntimeException e) {
            over = true;
            fail(why(e) + "; the recording ends here");
        }
    }

    /** Whether nothing more will be recorded. */
    boolean isOver() {
        return over;
    }

    /** Whether anything is missing in what was recorded; known for sure once it is closed. */
    boolean failed() {
        return failed;
    }

    /** Makes all files equally long and completes every one that can be. */
    @Override
    public synchronized void close() {
        speakers.forEach((player, file) -> {
            try {
                file.padTo(mix.samplesWritten());
                file.complete();
            } catch (SoundUnavailableException | RuntimeException e) {
                file.close();
                if (lost.add(player)) {
                    fail(why(e));
                }
            }
        });
        try {
            mix.complete();
        } catch (SoundUnavailableException | RuntimeException e) {
            if (!over) {
                fail(why(e));
            }
        }
        over = true;
    }

    private WavOutput begin(String player) throws SoundUnavailableException {
        Path path = folder.resolve(unusedFile(player));
        WavOutput file = WavOutput.create(path);
        speakers.put(player, file);
        notices.accept("recording " + player + " to " + path);
        return file;
    }

    /** Of letters that every file system takes, whatever a player calls itself. */
    private String unusedFile(String player) {
        String unaccented = ACCENTS.matcher(Normalizer.normalize(player, Normalizer.Form.NFD))
                .replaceAll("");
        String plain = NOT_FOR_FILES.matcher(unaccented).replaceAll("_");
        String base = plain.substring(0, Math.min(MOST_OF_A_NAME, plain.length()));
        if (NOT_A_FILE.matcher(base).matches()) {
            base = "_" + base;
        }
        String file = base + ".wav";
        for (int number = 2; !files.add(file) || WavOutput.isTaken(folder.resolve(file)); number++) {
            file = base + "-" + number + ".wav";
        }
        return file;
    }

    private void fail(String notice) {
        failed = true;
        notices.accept(notice);
    }

    private static String why(Exception e) {
        return e instanceof SoundUnavailableException ? e.getMessage() : e.toString();
    }
}
