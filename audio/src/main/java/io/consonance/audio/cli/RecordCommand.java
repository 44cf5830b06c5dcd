package io.consonance.audio.cli;

import io.consonance.actors.client.HostAddress;
import io.consonance.actors.client.JoinFailedException;
import io.consonance.actors.settings.InvalidSettingException;
import io.consonance.audio.client.AudioClient;
import io.consonance.audio.device.SoundUnavailableException;
import io.consonance.audio.playout.MixerSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code record}: one WAV file per speaker of a room and one of the mix, aligned in time. */
@Command(
        name = "record",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Record a room until Ctrl-C, or for 12 h 25 min: one WAV file per speaker and mix.wav, aligned in time.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the files are complete",
            "1:could not join, could not write everything, was sent away, or was not connected in the end",
            "2:a wrong option or folder"
        })
public final class RecordCommand implements Callable<Integer> {

    private static final long LOOK_MILLIS = 200;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "HOST:PORT", converter = AddressText.class, description = "Where the host is.")
    private HostAddress address;

    @Option(names = "--room", required = true, paramLabel = "ROOM", description = "What is recorded.")
    private String room;

    @Option(
            names = "--dir",
            required = true,
            paramLabel = "DIR",
            description = "Folder for the files; made if there is none. One with a recording is refused.")
    private Path folder;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "Recorder",
            description = "Under which the others see it (default: ${DEFAULT-VALUE}).")
    private String name;

    private final UntilSignal signal;

    /** Ends with the process's signals. */
    public RecordCommand() {
        this(new UntilSignal());
    }

    RecordCommand(UntilSignal signal) {
        this.signal = signal;
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        if (name.isBlank() || room.isBlank()) {
            throw new ParameterException(spec.commandLine(), "--name and --room: use names that are not empty");
        }
        signal.install();
        int code = ExitCode.SOFTWARE;
        try {
            code = recordTo(new RecordingFolder(folder), err);
        } catch (IOException | SoundUnavailableException e) {
            err.println("consonance record: " + e.getMessage());
            code = ExitCode.USAGE;
        } catch (JoinFailedException | InvalidSettingException e) {
            // a reason may be the host's own words
            err.println("consonance record: " + Printable.of(e.getMessage()));
        } finally {
            signal.done(code);
        }
        return code;
    }

    private int recordTo(RecordingFolder made, PrintWriter err) throws SoundUnavailableException, InterruptedException {
        try {
            RoomRecording recording = new RoomRecording(made.path(), notice -> err.println(Printable.of(notice)));
            signal.whileJoining(() -> {
                recording.close();
                made.removeIfEmpty();
            });
            int code;
            try (recording) {
                code = record(recording, err);
            }
            return recording.failed() ? ExitCode.SOFTWARE : code;
        } finally {
            made.removeIfEmpty();
        }
    }

    private int record(RoomRecording recording, PrintWriter err) throws InterruptedException {
        MixerSettings everybody = new MixerSettings(Integer.MAX_VALUE, 1, Duration.ZERO, Duration.ZERO);
        Consumer<String> notices = notice -> err.println("consonance record: " + Printable.of(notice));
        ConnectionNotices connection = new ConnectionNotices(address, notices);
        try (AudioClient client = AudioClient.builder(name)
                .address(address)
                .room(room)
                .mixing(everybody)
                .sound(recording)
                .listener(connection)
                .notices(notices)
                .join()) {
            signal.joined();
            err.println("recording " + room + " to " + folder + "; Ctrl-C ends it");
            CompletableFuture<?> gone = client.whenStopped().toCompletableFuture();
            while (!gone.isDone() && !signal.asked(LOOK_MILLIS)) {
                if (recording.isOver()) {
                    break;
                }
            }
            return connection.isConnected() ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }
}
