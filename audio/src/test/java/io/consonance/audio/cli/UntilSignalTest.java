package io.consonance.audio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.SECONDS)
class UntilSignalTest {

    private final CompletableFuture<Integer> halted = new CompletableFuture<>();
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private final UntilSignal signal = new UntilSignal(halted::complete);

    @Test
    void shouldAbandonJoiningForASignalThatCameBefore() throws Exception {
        Thread hook = signalled();
        assertThat(signal.asked(Long.MAX_VALUE)).isTrue();

        signal.whileJoining(() -> done.add("abandoned"));

        assertThat(halted.get()).isEqualTo(1);
        assertThat(done).containsExactly("abandoned");
        hook.join();
    }

    @Test
    void shouldAbandonJoiningWhenASignalComes() throws Exception {
        signal.whileJoining(() -> done.add("abandoned"));

        signalled().join();

        assertThat(halted).isCompletedWithValue(1);
        assertThat(done).containsExactly("abandoned");
    }

    @Test
    void shouldWaitForWhatIsOpenOnceItHasJoinedAndEndWithTheCommandsCode() throws Exception {
        signal.whileJoining(() -> done.add("abandoned"));
        signal.joined();
        Thread hook = signalled();
        assertThat(signal.asked(Long.MAX_VALUE)).isTrue();
        assertThat(halted).isNotDone();

        signal.done(3);

        assertThat(halted.get()).isEqualTo(3);
        assertThat(done).isEmpty();
        hook.join();
    }

    private Thread signalled() {
        Thread hook = new Thread(signal::signalled, "signal");
        hook.start();
        return hook;
    }
}
