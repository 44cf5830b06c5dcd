package io.consonance.actors.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SelectorLoopTest {

    private final BlockingQueue<Throwable> uncaught = new LinkedBlockingQueue<>();
    private final BlockingQueue<Selector> opened = new LinkedBlockingQueue<>();
    private final List<DatagramChannel> sockets = new ArrayList<>();
    private volatile boolean openerFails;
    private final SelectorLoop loop = SelectorLoop.start(
            task -> {
                Thread thread = new Thread(task, "loop");
                thread.setUncaughtExceptionHandler((failed, failure) -> uncaught.add(failure));
                return thread;
            },
            () -> {
                if (openerFails) {
                    throw new IOException("no descriptors left");
                }
                Selector selector = new CountingSelector(Selector.open());
                opened.add(selector);
                return selector;
            });

    @AfterEach
    void stop() throws Exception {
        loop.shutdown();
        assertThat(loop.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        for (DatagramChannel socket : sockets) {
            socket.close();
        }
    }

    @Test
    void shouldRunTasksOfOtherThreadsInOrderOnItsOwnThread() throws Exception {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            int number = i;
            loop.execute(() -> order.add(number));
        }
        assertThat(onLoop(SelectorLoop::current)).isSameAs(loop);
        assertThat(onLoop(() -> List.copyOf(order))).hasSize(1_000).isSorted();
        assertThat(SelectorLoop.current()).isNull();
        assertThatThrownBy(SelectorLoop::required)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not a selector loop");
    }

    @Test
    void shouldRunTasksWithoutAnySocket() throws Exception {
        for (int i = 0; i < 100; i++) {
            assertThat(onLoop(() -> 7)).isEqualTo(7);
        }
        assertThat(opened).as("a selector costs descriptors").isEmpty();
    }

    @Test
    void shouldTellReadinessOnTheLoopsThread() throws Exception {
        DatagramChannel socket = socket();
        Probe probe = watch(socket);
        send(socket, 1);
        assertThat(probe.next()).isEqualTo(1);
        assertThat(probe.thread).isEqualTo("loop");
    }

    @Test
    void shouldNotWakeTheSelectorForTasksOfItsOwnThread() throws Exception {
        watch(socket());
        CountingSelector selector = (CountingSelector) opened.take();
        int before = selector.wakeups.get();
        CountDownLatch chain = new CountDownLatch(10_000);
        CompletableFuture<Integer> after = new CompletableFuture<>();
        loop.execute(new Runnable() {
            @Override
            public void run() {
                chain.countDown();
                if (chain.getCount() > 0) {
                    loop.execute(this);
                } else {
                    after.complete(selector.wakeups.get());
                }
            }
        });
        assertThat(after.get(20, TimeUnit.SECONDS) - before).isLessThanOrEqualTo(1);
    }

    @Test
    void shouldServeSocketsWhileTasksKeepComing() throws Exception {
        DatagramChannel socket = socket();
        Probe probe = watch(socket);
        Runnable endless = new Runnable() {
            @Override
            public void run() {
                if (probe.received.isEmpty() && !loop.isShutdown()) {
                    loop.execute(this);
                }
            }
        };
        loop.execute(endless);
        send(socket, 5);
        assertThat(probe.received.poll(20, TimeUnit.SECONDS)).isEqualTo(5);
    }

    @Test
    void shouldRunTasksOfOthersWhileItsOwnKeepComing() throws Exception {
        CountDownLatch stranger = new CountDownLatch(1);
        loop.execute(new Runnable() {
            @Override
            public void run() {
                if (stranger.getCount() > 0 && !loop.isShutdown()) {
                    loop.execute(this);
                }
            }
        });
        loop.execute(stranger::countDown);
        assertThat(stranger.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldRunTasksWhileASocketStaysReady() throws Exception {
        DatagramChannel socket = socket();
        AtomicInteger told = new AtomicInteger();
        onLoop(() -> loop.register(socket, SelectionKey.OP_WRITE, new SelectorLoop.Handler() {
            @Override
            public void ready() {
                told.incrementAndGet();
            }

            @Override
            public void failed(Throwable cause) {
                uncaught.add(cause);
            }
        }));
        for (int i = 0; i < 100; i++) {
            onLoop(told::get);
        }
        assertThat(told).hasPositiveValue();
    }

    @Test
    void shouldHearNothingWithoutInterest() throws Exception {
        DatagramChannel socket = socket();
        Probe probe = watch(socket);
        onLoop(() -> {
            probe.registration.interest(0);
            return 0;
        });
        send(socket, 9);
        for (int i = 0; i < 10; i++) {
            onLoop(() -> 0);
        }
        assertThat(probe.received).isEmpty();
        onLoop(() -> {
            probe.registration.interest(SelectionKey.OP_READ);
            return 0;
        });
        assertThat(probe.next()).isEqualTo(9);
    }

    @Test
    void shouldReportATaskThatThrowsAndGoOn() throws Exception {
        IllegalStateException failure = new IllegalStateException("task");
        loop.execute(() -> {
            throw failure;
        });
        assertThat(uncaught.poll(20, TimeUnit.SECONDS)).isSameAs(failure);
        assertThat(onLoop(() -> 3)).isEqualTo(3);
    }

    @Test
    void shouldForgetAnInterruptBeforeItClosesASocket() throws Exception {
        DatagramChannel socket = socket();
        Probe probe = watch(socket);
        loop.execute(() -> Thread.currentThread().interrupt());
        send(socket, 2);
        assertThat(probe.next()).isEqualTo(2);
        assertThat(socket.isOpen()).isTrue();
    }

    @Test
    void shouldFailTheHandlerThatThrows() throws Exception {
        DatagramChannel socket = socket();
        Probe probe = watch(socket);
        probe.throwsNext = true;
        send(socket, 1);
        assertThat(probe.failures.poll(20, TimeUnit.SECONDS)).hasMessage("handler");
        assertThat(socket.isOpen()).isTrue();
        assertThat(probe.failures).isEmpty();
    }

    @Test
    void shouldTellThatASocketWasClosedByAnotherThread() throws Exception {
        DatagramChannel socket = socket();
        Probe probe = watch(socket);
        Probe other = watch(socket());
        socket.close();
        assertThat(probe.failures.poll(20, TimeUnit.SECONDS)).isInstanceOf(ClosedChannelException.class);
        assertThat(other.failures).isEmpty();
    }

    @Test
    void shouldStaySilentAfterCancel() throws Exception {
        DatagramChannel socket = socket();
        Probe probe = watch(socket);
        onLoop(() -> {
            probe.registration.cancel();
            return 0;
        });
        send(socket, 1);
        socket.close();
        for (int i = 0; i < 10; i++) {
            onLoop(() -> 0);
        }
        assertThat(probe.received).isEmpty();
        assertThat(probe.failures).isEmpty();
    }

    @Test
    void shouldReplaceASelectorThatFails() throws Exception {
        DatagramChannel socket = socket();
        Probe probe = watch(socket);
        opened.take().close();
        onLoop(() -> 0);
        send(socket, 4);
        assertThat(probe.next()).isEqualTo(4);
        assertThat(opened.poll(20, TimeUnit.SECONDS)).isNotNull();
        assertThat(probe.failures).isEmpty();
    }

    @Test
    void shouldReplaceASelectorThatThrowsWhateverItThrows() throws Exception {
        DatagramChannel socket = socket();
        Probe probe = watch(socket);
        ((CountingSelector) opened.take()).failure = new IllegalStateException("defect");
        onLoop(() -> 0);
        send(socket, 4);
        assertThat(probe.next()).isEqualTo(4);
        assertThat(probe.failures).isEmpty();
    }

    @Test
    void shouldGoOnAsPlainExecutorWhenNoSelectorCanBeHad() throws Exception {
        DatagramChannel socket = socket();
        Probe probe = watch(socket);
        openerFails = true;
        opened.take().close();
        assertThat(probe.failures.poll(20, TimeUnit.SECONDS)).hasMessage("no descriptors left");
        assertThat(onLoop(() -> 8)).isEqualTo(8);
        assertThatThrownBy(() -> watch(socket())).hasRootCauseMessage("no descriptors left");

        openerFails = false;
        Probe later = watch(socket);
        send(socket, 6);
        assertThat(later.next()).isEqualTo(6);
    }

    @Test
    void shouldRunWhatItAcceptedAndCloseSocketsWhenShutDown() throws Exception {
        DatagramChannel socket = socket();
        Probe probe = watch(socket);
        CountDownLatch gate = new CountDownLatch(1);
        AtomicInteger ran = new AtomicInteger();
        loop.execute(() -> {
            try {
                gate.await();
            } catch (InterruptedException interrupted) {
                uncaught.add(interrupted);
            }
        });
        for (int i = 0; i < 500; i++) {
            loop.execute(() -> {
                ran.incrementAndGet();
                loop.execute(ran::incrementAndGet);
            });
        }
        loop.shutdown();
        assertThatThrownBy(() -> loop.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        gate.countDown();
        assertThat(loop.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        assertThat(loop.isTerminated()).isTrue();
        assertThat(ran).hasValue(1_000);
        assertThat(socket.isOpen()).isFalse();
        assertThat(probe.failures.poll()).isInstanceOf(ClosedChannelException.class);
        assertThat(opened.take().isOpen()).isFalse();
        assertThat(uncaught).isEmpty();
    }

    @Test
    void shouldAcceptOrRejectEveryTaskDuringShutdownButLoseNone() throws Exception {
        int threads = 4;
        AtomicInteger accepted = new AtomicInteger();
        AtomicInteger ran = new AtomicInteger();
        CountDownLatch started = new CountDownLatch(threads);
        List<Thread> strangers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread stranger = new Thread(() -> {
                started.countDown();
                try {
                    while (true) {
                        loop.execute(ran::incrementAndGet);
                        accepted.incrementAndGet();
                    }
                } catch (RejectedExecutionException expected) {
                    assertThat(loop.isShutdown()).isTrue();
                }
            });
            strangers.add(stranger);
            stranger.start();
        }
        started.await();
        loop.shutdown();
        for (Thread stranger : strangers) {
            stranger.join();
        }
        assertThat(loop.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        assertThat(ran.get()).isEqualTo(accepted.get());
    }

    @Test
    void shouldRefuseStrangersAtItsRegistrations() {
        assertThatThrownBy(() -> loop.register(socket(), SelectionKey.OP_READ, new Probe(socket())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not from the loop");
    }

    private <T> T onLoop(Callable<T> task) throws Exception {
        return loop.submit(task).get(20, TimeUnit.SECONDS);
    }

    private DatagramChannel socket() throws IOException {
        DatagramChannel socket = DatagramChannel.open();
        sockets.add(socket);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket.configureBlocking(false);
        return socket;
    }

    private void send(DatagramChannel to, int value) throws IOException {
        try (DatagramChannel from = DatagramChannel.open()) {
            from.send(ByteBuffer.wrap(new byte[] {(byte) value}), to.getLocalAddress());
        }
    }

    private Probe watch(DatagramChannel socket) throws Exception {
        Probe probe = new Probe(socket);
        probe.registration = onLoop(() -> loop.register(socket, SelectionKey.OP_READ, probe));
        return probe;
    }

    private static final class Probe implements SelectorLoop.Handler {

        final BlockingQueue<Integer> received = new LinkedBlockingQueue<>();
        final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
        final ByteBuffer buffer = ByteBuffer.allocate(16);
        final DatagramChannel socket;
        volatile String thread;
        volatile boolean throwsNext;
        Registration registration;

        Probe(DatagramChannel socket) {
            this.socket = socket;
        }

        @Override
        public void ready() {
            thread = Thread.currentThread().getName();
            if (throwsNext) {
                throw new IllegalStateException("handler");
            }
            try {
                while (socket.receive(buffer.clear()) != null) {
                    received.add((int) buffer.get(0));
                }
            } catch (IOException failure) {
                failures.add(failure);
            }
        }

        @Override
        public void failed(Throwable cause) {
            failures.add(cause);
        }

        int next() throws InterruptedException {
            Integer value = received.poll(20, TimeUnit.SECONDS);
            assertThat(value).as("nothing received").isNotNull();
            return value;
        }
    }
}
