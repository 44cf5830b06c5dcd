package io.consonance.audio.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.consonance.audio.opus.VoiceSound;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The library itself, where it loads; with {@code -Dwebrtc.required}, as in CI, it has to. */
class WebRtcProcessingTest {

    private static final int BLOCK = Processing.BLOCK_SAMPLES;
    private static final int SECOND = 100;
    private static final String NATIVE_PARTS = "webrtc-java-[^-]*-";

    @TempDir
    private Path folder;

    private final SplittableRandom random = new SplittableRandom(3);
    private final short[] block = new short[BLOCK];

    @Test
    void shouldMakeNoiseSofter() {
        try (Processing processing = webRtc(Treatment.NOISE)) {
            double before = 0;
            double after = 0;
            for (int i = 0; i < 4 * SECOND; i++) {
                noise(block, 600);
                before += i < 2 * SECOND ? 0 : energy(block);
                processing.process(block);
                after += i < 2 * SECOND ? 0 : energy(block);
            }
            assertThat(decibels("noise", after, before)).isLessThan(-12);
        }
    }

    @Test
    void shouldTakeTheLoudspeakerOutOfTheMicrophoneAndLeaveTheVoice() {
        try (Processing processing = webRtc(Treatment.ECHO)) {
            short[] far = VoiceSound.speech(0, 12 * SECOND * BLOCK);
            for (int i = 0; i < far.length; i++) {
                // with pauses, as talk has: what never stops counts as noise of the room, which is left alone
                far[i] = (short) (i / (SECOND / 2 * BLOCK) % 3 == 2 ? 0 : far[i] + random.nextInt(-1_500, 1_501));
            }
            short[] near = VoiceSound.speech(5_000_000, 2 * SECOND * BLOCK);
            int delay = 3 * BLOCK + 77;
            double before = 0;
            double after = 0;
            double said = 0;
            double kept = 0;
            for (int i = 0; i < 12 * SECOND; i++) {
                boolean quiet = i >= 10 * SECOND;
                processing.played(quiet ? new short[BLOCK] : Arrays.copyOfRange(far, i * BLOCK, (i + 1) * BLOCK));
                for (int k = 0; k < BLOCK; k++) {
                    int from = i * BLOCK + k - delay;
                    double echo = from < 0 || from >= 10 * SECOND * BLOCK ? 0 : 0.4 * far[from];
                    double voice = quiet ? near[(i - 10 * SECOND) * BLOCK + k] : 0;
                    block[k] = (short) (echo + voice + random.nextInt(-8, 9));
                }
                before += i >= 5 * SECOND && !quiet ? energy(block) : 0;
                said += i >= 11 * SECOND ? energy(block) : 0;
                processing.process(block);
                after += i >= 5 * SECOND && !quiet ? energy(block) : 0;
                kept += i >= 11 * SECOND ? energy(block) : 0;
            }
            assertThat(decibels("echo", after, before)).isLessThan(-25);
            assertThat(decibels("voice", kept, said)).isGreaterThan(-3);
        }
    }

    @Test
    void shouldMakeASoftVoiceLouder() {
        try (Processing processing = webRtc(Treatment.GAIN)) {
            short[] voice = VoiceSound.speech(0, 8 * SECOND * BLOCK);
            double before = 0;
            double after = 0;
            for (int i = 0; i < 8 * SECOND; i++) {
                for (int k = 0; k < BLOCK; k++) {
                    block[k] = (short) (voice[i * BLOCK + k] / 20);
                }
                before += i < 4 * SECOND ? 0 : energy(block);
                processing.process(block);
                after += i < 4 * SECOND ? 0 : energy(block);
            }
            assertThat(decibels("soft voice", after, before)).isGreaterThan(6);
        }
    }

    /** Threads that use it may be late when a client closes. */
    @Test
    void shouldLeaveSoundAsItIsOnceItIsClosed() {
        Processing processing = webRtc(Treatment.NOISE);
        processing.close();
        noise(block, 600);
        short[] before = block.clone();

        processing.played(block);
        assertThat(processing.process(block)).isEqualTo(Processing.Activity.UNKNOWN);
        processing.close();

        assertThat(block).isEqualTo(before);
    }

    @Test
    void shouldSayThatTheLibraryIsMissing() {
        assertThatThrownBy(() -> webRtcWithout("webrtc-java"))
                .hasMessage("the microphone's sound cannot be processed: webrtc-java is not on the class path");
    }

    @Test
    void shouldSayThatItsNativePartIsMissing() {
        assertThatThrownBy(() -> webRtcWithout(NATIVE_PARTS))
                .hasMessage("the microphone's sound cannot be processed: webrtc-java does not load here:"
                        + " there is no native part of it for this machine on the class path");
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void shouldSayAgainWhatKeepsItsNativePartFromLoading() throws Exception {
        Files.writeString(folder.resolve("libwebrtc-java-linux-x86_64.so"), "no library, whatever its name says");

        assertThatThrownBy(() -> webRtcWithout(NATIVE_PARTS, folder))
                .hasMessageStartingWith("the microphone's sound cannot be processed: webrtc-java does not load here: ")
                .hasMessageContaining("libwebrtc-java-linux-x86_64")
                .hasMessageEndingWith("file too short");
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void shouldSayThatItsNativePartIsAnother() throws Exception {
        Path another = Path.of(System.getProperty("java.home"), "lib", "libjsig.so");
        Files.copy(another, folder.resolve("libwebrtc-java-linux-x86_64.so"));

        assertThatThrownBy(() -> webRtcWithout(NATIVE_PARTS, folder))
                .hasMessageStartingWith("the microphone's sound cannot be processed: webrtc-java does not load here: ")
                .hasMessageContaining("dev.onvoid.webrtc");
    }

    /** On a class path of its own, without the jars of that name; the second time, when classes have been given up. */
    private static void webRtcWithout(String jars, Path... more) throws Throwable {
        Pattern name = Pattern.compile(jars);
        Stream<Path> others = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !name.matcher(entry.substring(entry.lastIndexOf(File.separatorChar) + 1))
                        .find())
                .map(Path::of);
        URL[] urls = Stream.concat(others, Arrays.stream(more))
                .map(WebRtcProcessingTest::url)
                .toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            Object echo = loader.loadClass(Treatment.class.getName()).getEnumConstants()[0];
            Method webRtc = loader.loadClass(Processing.class.getName()).getMethod("webRtc", Set.class);
            assertThatThrownBy(() -> webRtc.invoke(null, Set.of(echo))).isInstanceOf(InvocationTargetException.class);
            webRtc.invoke(null, Set.of(echo));
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static Processing webRtc(Treatment treatment) {
        try {
            return Processing.webRtc(Set.of(treatment));
        } catch (ProcessingUnavailableException e) {
            // there, nothing else would notice that it has stopped to load
            assumeTrue(System.getProperty("webrtc.required") != null, e.getMessage());
            throw new AssertionError("install the packages that .ci/run names: " + e.getMessage(), e);
        }
    }

    private void noise(short[] pcm, int amplitude) {
        for (int i = 0; i < BLOCK; i++) {
            pcm[i] = (short) random.nextInt(-amplitude, amplitude + 1);
        }
    }

    private static double energy(short[] pcm) {
        double sum = 0;
        for (short sample : pcm) {
            sum += (double) sample * sample;
        }
        return sum;
    }

    private static double decibels(String what, double after, double before) {
        double decibels = 10 * Math.log10(after / before);
        System.out.printf(Locale.ROOT, "%s: %.1f dB%n", what, decibels);
        return decibels;
    }

    private static URL url(Path entry) {
        try {
            return entry.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(entry.toString(), e);
        }
    }
}
