package io.consonance.audio.cli;

import java.io.IOError;
import java.io.IOException;
import java.util.EnumSet;
import java.util.function.Consumer;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.NonBlockingReader;

/**
 * The space key of the terminal this runs on, watched by a thread of its own. The terminal shows no keys meanwhile; Ctrl-C
 * works as always.
 */
final class TalkKeys implements AutoCloseable {

    private static final long LOOK_MILLIS = 50;

    private final Terminal terminal;
    private final NonBlockingReader reader;
    private final Thread thread = new Thread(this::watch, "consonance-talk-key");
    private Consumer<Boolean> talking;
    private volatile boolean closed;

    /**
     * Takes the terminal over.
     *
     * @throws IOException if this does not run on one
     */
    TalkKeys() throws IOException {
        try {
            terminal = TerminalBuilder.builder()
                    .system(true)
                    .dumb(false)
                    .nativeSignals(false)
                    .graphemeCluster(false)
                    .build();
        } catch (IllegalStateException e) {
            throw new IOException("this is none", e);
        }
        reader = terminal.reader();
        Attributes keys = terminal.getAttributes();
        // key by key and unseen; signals stay, so that Ctrl-C is one
        keys.setLocalFlags(EnumSet.of(LocalFlag.ICANON, LocalFlag.ECHO), false);
        keys.setControlChar(ControlChar.VMIN, 0);
        keys.setControlChar(ControlChar.VTIME, 1);
        try {
            terminal.setAttributes(keys);
        } catch (IOError e) {
            terminal.close();
            throw new IOException("this is not in the foreground of one", e);
        }
    }

    /** Tells from now on when the key goes down and when it is let go. */
    void start(Consumer<Boolean> listener) {
        talking = listener;
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        TalkKey key = new TalkKey();
        boolean down = false;
        try {
            while (!closed) {
                int read = reader.read(LOOK_MILLIS);
                if (read == ' ') {
                    key.pressed(System.nanoTime());
                } else if (read != NonBlockingReader.READ_EXPIRED && read < 0) {
                    break;
                }
                if (down != key.isDown(System.nanoTime())) {
                    down = !down;
                    talking.accept(down);
                }
            }
        } catch (IOException e) {
            // the terminal is gone, and the key with it
        }
        talking.accept(false);
    }

    /** Gives the terminal back as it was. */
    @Override
    public void close() throws IOException {
        closed = true;
        terminal.close();
    }
}
