package io.consonance.audio.cli;

import io.consonance.actors.client.HostAddress;
import io.consonance.actors.client.JoinFailedException;
import io.consonance.actors.settings.InvalidSettingException;
import io.consonance.audio.capture.Treatment;
import io.consonance.audio.client.AudioClient;
import io.consonance.audio.client.AudioClientBuilder;
import io.consonance.audio.client.AudioStatus;
import io.consonance.audio.device.JavaSound;
import io.consonance.audio.device.Metronome;
import io.consonance.audio.device.PacedOutput;
import io.consonance.audio.device.SoundUnavailableException;
import io.consonance.audio.device.WavInput;
import io.consonance.audio.device.WavOutput;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code join}: talk and listen in a room, with microphone and speaker or with WAV files. */
@Command(
        name = "join",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Talk in a room from a terminal, until Ctrl-C, or until the file is said.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:left after Ctrl-C or at the end of the file",
            "1:could not join, could not write everything, was sent away, or was not connected in the end",
            "2:a wrong option, file or device"
        })
public final class JoinCommand implements Callable<Integer> {

    private static final long REFRESH_MILLIS = 200;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "HOST:PORT",
            converter = AddressText.class,
            description = "Where the host is; needed unless devices are listed.")
    private HostAddress address;

    @Option(names = "--name", paramLabel = "NAME", description = "Who you are; needed, and unique in the session.")
    private String name;

    @Option(names = "--room", paramLabel = "ROOM", description = "Where you talk and listen; needed.")
    private String room;

    @Option(names = "--in", paramLabel = "FILE", description = "Say this WAV file instead of what a microphone hears.")
    private Path in;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write what is heard to this WAV file, which must not be there yet, not to a speaker.")
    private Path out;

    @Option(names = "--device-in", paramLabel = "NAME", description = "Microphone; a part of its name is enough.")
    private String deviceIn;

    @Option(names = "--device-out", paramLabel = "NAME", description = "Speaker; a part of its name is enough.")
    private String deviceOut;

    @Option(names = "--push-to-talk", description = "Be heard only while the space key is held; needs a terminal.")
    private boolean pushToTalk;

    @Option(
            names = "--process",
            paramLabel = "WHAT",
            split = ",",
            converter = TreatmentText.class,
            description = "What WebRTC does to the microphone's sound: echo (cancellation), noise (suppression), gain"
                    + " (control); several with commas between them.")
    private Set<Treatment> process = Set.of();

    @Option(names = "--list-devices", description = "List microphones and speakers and do nothing else.")
    private boolean listDevices;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        if (listDevices) {
            list("microphones", JavaSound.inputs());
            list("speakers", JavaSound.outputs());
            return ExitCode.OK;
        }
        requireOptions();
        UntilSignal signal = new UntilSignal();
        WavOutput file = null;
        int code = ExitCode.SOFTWARE;
        signal.install();
        try {
            JavaSound.requireInput(deviceIn);
            JavaSound.requireOutput(deviceOut);
            if (in != null) {
                WavInput.open(in).close();
                refuseSameFile();
            }
            if (out != null) {
                file = WavOutput.create(out);
            }
            code = pushToTalk ? talkByKey(signal, file, err) : talk(signal, file, null, err);
        } catch (SoundUnavailableException e) {
            complain(err, e);
            code = ExitCode.USAGE;
        } catch (JoinFailedException | InvalidSettingException | CompletionException e) {
            complain(err, e);
        } finally {
            if (file != null && !completed(file, err)) {
                code = ExitCode.SOFTWARE;
            }
            signal.done(code);
        }
        return code;
    }

    /** A reason may be the host's own words. */
    private static void complain(PrintWriter err, Exception e) {
        err.println("consonance join: " + Printable.of(e.getMessage()));
    }

    private static boolean completed(WavOutput file, PrintWriter err) {
        try {
            file.complete();
            return true;
        } catch (SoundUnavailableException e) {
            complain(err, e);
            return false;
        }
    }

    private int talkByKey(UntilSignal signal, WavOutput file, PrintWriter err)
            throws SoundUnavailableException, InterruptedException {
        try (TalkKeys keys = new TalkKeys()) {
            return talk(signal, file, keys, err);
        } catch (IOException e) {
            err.println("consonance join: --push-to-talk needs a terminal, and " + e.getMessage());
            return ExitCode.USAGE;
        }
    }

    /** With the key if there is one, else by voice. */
    private int talk(UntilSignal signal, WavOutput file, TalkKeys keys, PrintWriter err)
            throws SoundUnavailableException, InterruptedException {
        boolean terminal = Boolean.getBoolean("consonance.terminal");
        Consumer<String> notices =
                notice -> err.println((terminal ? StatusLine.CLEAR : "") + "consonance join: " + Printable.of(notice));
        ConnectionNotices connection = new ConnectionNotices(address, notices);
        AudioClientBuilder builder = AudioClient.builder(name)
                .address(address)
                .room(room)
                .pushToTalk(keys != null)
                .processing(process)
                .listener(connection)
                .notices(notices);
        if (in == null) {
            builder.input(() -> JavaSound.openInput(deviceIn));
        }
        AtomicReference<WavOutput> once = new AtomicReference<>(file);
        builder.output(() -> {
            if (out == null) {
                return JavaSound.openOutput(deviceOut);
            }
            WavOutput first = once.getAndSet(null);
            if (first == null) {
                throw new SoundUnavailableException(out + " cannot be written any more");
            }
            return new PacedOutput(first, Metronome.realTime());
        });
        signal.whileJoining(() -> abandon(file, keys));
        try (AudioClient client = builder.join()) {
            signal.joined();
            err.println("joined " + room + " as " + name + "; Ctrl-C leaves" + (keys == null ? "" : ", space talks"));
            if (keys != null) {
                keys.start(client::setTalking);
            }
            CompletableFuture<?> said =
                    in == null ? new CompletableFuture<>() : client.play(in).toCompletableFuture();
            CompletableFuture<?> gone = client.whenStopped().toCompletableFuture();
            while (!said.isDone() && !gone.isDone() && !signal.asked(REFRESH_MILLIS)) {
                if (terminal) {
                    AudioStatus status = client.status().toCompletableFuture().join();
                    err.print(StatusLine.CLEAR + StatusLine.of(status));
                    err.flush();
                }
            }
            if (terminal) {
                err.print(StatusLine.CLEAR);
                err.flush();
            }
            if (said.isDone()) {
                said.join();
            }
            return connection.isConnected() ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    /** Leaves neither an empty file nor a terminal without echo. */
    private static void abandon(WavOutput file, TalkKeys keys) {
        if (file != null) {
            file.close();
        }
        try {
            if (keys != null) {
                keys.close();
            }
        } catch (IOException e) {
            // the terminal is gone already
        }
    }

    private void requireOptions() {
        if (address == null || name == null || room == null) {
            List<String> missing = Stream.of(
                            address == null ? "HOST:PORT" : "",
                            name == null ? "--name=NAME" : "",
                            room == null ? "--room=ROOM" : "")
                    .filter(option -> !option.isEmpty())
                    .toList();
            throw new ParameterException(
                    spec.commandLine(),
                    "Missing: " + String.join(", ", missing)
                            + "; such as consonance join 127.0.0.1:7400 --name Ann --room Lobby (or --list-devices alone)");
        }
        if (name.isBlank() || room.isBlank()) {
            throw new ParameterException(spec.commandLine(), "--name and --room: use names that are not empty");
        }
        if (pushToTalk && in != null) {
            throw new ParameterException(
                    spec.commandLine(), "--push-to-talk is for the microphone, --in takes its place: use one of them");
        }
        if (!process.isEmpty() && in != null) {
            throw new ParameterException(
                    spec.commandLine(), "--process is for the microphone, --in takes its place: use one of them");
        }
    }

    private void refuseSameFile() throws SoundUnavailableException {
        if (out != null
                && out.toAbsolutePath().normalize().equals(in.toAbsolutePath().normalize())) {
            throw new SoundUnavailableException("--out " + out + " is the file that --in reads; use another one");
        }
    }

    private void list(String kind, List<String> names) {
        PrintWriter stdout = spec.commandLine().getOut();
        stdout.println(kind + (names.isEmpty() ? ": none" : ":"));
        names.forEach(device -> stdout.println("  " + device));
        stdout.flush();
    }
}
