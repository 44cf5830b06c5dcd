package io.consonance.audio.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.DataLine;
import javax.sound.sampled.Line;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.Mixer;
import javax.sound.sampled.SourceDataLine;
import javax.sound.sampled.TargetDataLine;

/**
 * The machine's microphones and speakers. On Linux the device called {@code default} is PulseAudio or PipeWire, where one of
 * them runs. Stateless; the devices that are there are looked up anew with every call.
 */
public final class JavaSound {

    /** Two blocks: smaller buffers have gaps on PulseAudio. */
    private static final int LINE_BYTES = 2 * SoundFormat.BLOCK_SAMPLES * SoundFormat.SAMPLE_BYTES;

    private static final Line.Info MICROPHONE = new DataLine.Info(TargetDataLine.class, SoundFormat.PCM);
    private static final Line.Info SPEAKER = new DataLine.Info(SourceDataLine.class, SoundFormat.PCM);

    private JavaSound() {}

    /** The names of all devices that can record what we need. */
    public static List<String> inputs() {
        return names(MICROPHONE);
    }

    /** The names of all devices that can play what we need. */
    public static List<String> outputs() {
        return names(SPEAKER);
    }

    /**
     * Refuses a name that no microphone has, or more than one; null is the system's choice.
     *
     * @throws SoundUnavailableException with the names there are
     */
    public static void requireInput(String name) throws SoundUnavailableException {
        require("microphone", name, MICROPHONE);
    }

    /**
     * Refuses a name that no speaker has, or more than one; null is the system's choice.
     *
     * @throws SoundUnavailableException with the names there are
     */
    public static void requireOutput(String name) throws SoundUnavailableException {
        require("speaker", name, SPEAKER);
    }

    /**
     * Opens a microphone.
     *
     * @param name of one of {@link #inputs}, or a part of it in any case; null for the system's choice
     * @throws SoundUnavailableException if there is none, or not of that name
     */
    public static SoundInput openInput(String name) throws SoundUnavailableException {
        try {
            TargetDataLine line = (TargetDataLine) line("microphone", name, MICROPHONE);
            line.open(SoundFormat.PCM, LINE_BYTES);
            line.start();
            return new MicrophoneLine(line);
        } catch (LineUnavailableException | IllegalArgumentException | SecurityException e) {
            throw unavailable("microphone", name, e);
        }
    }

    /**
     * Opens a speaker.
     *
     * @param name of one of {@link #outputs}, or a part of it in any case; null for the system's choice
     * @throws SoundUnavailableException if there is none, or not of that name
     */
    public static SoundOutput openOutput(String name) throws SoundUnavailableException {
        try {
            SourceDataLine line = (SourceDataLine) line("speaker", name, SPEAKER);
            line.open(SoundFormat.PCM, LINE_BYTES);
            line.start();
            return new SpeakerLine(line);
        } catch (LineUnavailableException | IllegalArgumentException | SecurityException e) {
            throw unavailable("speaker", name, e);
        }
    }

    private static void require(String kind, String name, Line.Info info) throws SoundUnavailableException {
        if (name != null) {
            choose(kind, name, names(info));
        }
    }

    private static Line line(String kind, String name, Line.Info info)
            throws LineUnavailableException, SoundUnavailableException {
        if (name == null) {
            return AudioSystem.getLine(info);
        }
        List<Mixer.Info> mixers = mixers(info);
        List<String> names = mixers.stream().map(Mixer.Info::getName).toList();
        return AudioSystem.getMixer(mixers.get(choose(kind, name, names))).getLine(info);
    }

    /** The place of the one name that is meant: the name itself, else the only one it is a part of. */
    static int choose(String kind, String wanted, List<String> names) throws SoundUnavailableException {
        List<Integer> matches = new ArrayList<>();
        String part = wanted.toLowerCase(Locale.ROOT);
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(wanted)) {
                return i;
            }
            if (names.get(i).toLowerCase(Locale.ROOT).contains(part)) {
                matches.add(i);
            }
        }
        if (matches.size() != 1) {
            String all = names.isEmpty()
                    ? "there is none"
                    : names.stream().map(n -> "\"" + n + "\"").collect(Collectors.joining(", ", "there are ", ""));
            throw new SoundUnavailableException(
                    (matches.isEmpty() ? "no " : "more than one ") + kind + " is called \"" + wanted + "\"; " + all);
        }
        return matches.get(0);
    }

    private static List<String> names(Line.Info info) {
        return mixers(info).stream().map(Mixer.Info::getName).toList();
    }

    private static List<Mixer.Info> mixers(Line.Info info) {
        List<Mixer.Info> found = new ArrayList<>();
        for (Mixer.Info mixer : AudioSystem.getMixerInfo()) {
            if (AudioSystem.getMixer(mixer).isLineSupported(info)) {
                found.add(mixer);
            }
        }
        return found;
    }

    /** Without any device Java Sound throws IllegalArgumentException, with a busy one LineUnavailableException. */
    private static SoundUnavailableException unavailable(String kind, String name, Exception cause) {
        String what = name == null ? "no " + kind + " can be opened" : kind + " \"" + name + "\" cannot be opened";
        boolean missing = cause instanceof IllegalArgumentException;
        return new SoundUnavailableException(
                what + (missing ? ": there is none for 48 kHz mono" : ": " + cause.getMessage()), cause);
    }
}
