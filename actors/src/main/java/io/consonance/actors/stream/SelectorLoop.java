package io.consonance.actors.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An executor of one thread that runs tasks, and waits in {@code Selector.select()} when it has none, so that a socket
 * and the actors and streams that serve it share a thread and never wake one another.
 *
 * <p>Tasks and sockets take turns: after at most {@value #TASKS_PER_POLL} tasks the sockets are looked at, and what is
 * ready is told to its {@link Handler} before the next task runs. A task from another thread wakes the selector at most
 * once per wait; a task from the loop's own thread never does.
 *
 * <p>{@link #execute} may be called by any thread, {@link #register} and everything about a registration by the loop's
 * own thread only (see {@link #current()}). A task that throws is reported to the thread's uncaught exception handler
 * and ends nothing. A selector that fails is replaced and the sockets are registered anew; where that is impossible,
 * every handler hears {@link Handler#failed} and the loop goes on as a plain executor. After {@link #shutdown()} the
 * tasks already accepted run, then sockets that are still registered are closed, the selector too, and the thread ends.
 */
public final class SelectorLoop extends AbstractExecutorService {

    /** What is told of a registered socket, in the loop's thread. */
    public interface Handler {

        /** The socket is ready for an operation of interest; told again after the next poll while it stays ready. */
        void ready() throws IOException;

        /**
         * The registration is gone, because the socket was closed by somebody, {@link #ready()} threw, or no selector
         * could be had. Told at most once, and not after {@link Registration#cancel()}.
         */
        void failed(Throwable cause);
    }

    static final int TASKS_PER_POLL = 64;

    private static final int SCRATCH_BYTES = 65_536;

    /** How long a wait lasts at most: after it, sockets that were closed by another thread are noticed. */
    private static final long LONGEST_WAIT_MILLIS = 1_000;

    private static final ThreadLocal<SelectorLoop> CURRENT = new ThreadLocal<>();

    private enum Phase {
        RUNNING,
        STOPPING,
        TERMINATING,
        TERMINATED
    }

    private final Queue<Runnable> remoteTasks = new ConcurrentLinkedQueue<>();
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final AtomicBoolean waiting = new AtomicBoolean();
    private final CountDownLatch terminated = new CountDownLatch(1);
    private final SocketSelector sockets;
    private final Thread thread;
    private volatile Phase phase = Phase.RUNNING;
    private ByteBuffer scratch;

    private SelectorLoop(ThreadFactory threads, SocketSelector.Opener opener) {
        sockets = new SocketSelector(opener);
        thread = threads.newThread(this::run);
    }

    static SelectorLoop start(ThreadFactory threads) {
        return start(threads, java.nio.channels.Selector::open);
    }

    static SelectorLoop start(ThreadFactory threads, SocketSelector.Opener opener) {
        SelectorLoop loop = new SelectorLoop(threads, opener);
        loop.sockets.owner(loop.thread);
        loop.thread.start();
        return loop;
    }

    /** The loop whose thread calls, or null. */
    public static SelectorLoop current() {
        return CURRENT.get();
    }

    /**
     * The loop whose thread calls.
     *
     * @throws IllegalStateException if this is not the thread of a loop
     */
    public static SelectorLoop required() {
        SelectorLoop loop = CURRENT.get();
        if (loop == null) {
            throw new IllegalStateException("thread " + Thread.currentThread().getName()
                    + " is not a selector loop; run this on one of the dispatchers of SelectorDispatchers");
        }
        return loop;
    }

    /**
     * Watches a non-blocking socket for the operations of interest ({@code SelectionKey.OP_...}). The socket stays its
     * owner's: closing it ends the registration. Call {@link Registration#cancel()} before closing it to hear no more.
     */
    public Registration register(SelectableChannel socket, int interestOps, Handler handler) throws IOException {
        checkOwnThread();
        return sockets.register(socket, interestOps, handler);
    }

    /** What a socket is watched for; 0 also when it is not registered. */
    int interestIn(SelectableChannel socket) {
        checkOwnThread();
        return sockets.interestIn(socket);
    }

    /**
     * A direct buffer of {@value #SCRATCH_BYTES} bytes, cleared, for use within the current task or callback: whoever
     * runs next in this loop gets the same one.
     */
    public ByteBuffer scratch() {
        checkOwnThread();
        if (scratch == null) {
            scratch = ByteBuffer.allocateDirect(SCRATCH_BYTES);
        }
        return scratch.clear();
    }

    @Override
    public void execute(Runnable task) {
        if (Thread.currentThread() == thread) {
            if (phase == Phase.TERMINATED) {
                throw new RejectedExecutionException("selector loop has terminated");
            }
            tasks.add(task);
            return;
        }
        if (phase != Phase.RUNNING) {
            throw new RejectedExecutionException("selector loop is shut down");
        }
        remoteTasks.add(task);
        // The loop empties the queue once more after it said TERMINATING: what is still there now, nobody will run.
        if (phase.compareTo(Phase.TERMINATING) >= 0 && remoteTasks.remove(task)) {
            throw new RejectedExecutionException("selector loop is shut down");
        }
        wake();
    }

    private void wake() {
        if (waiting.get() && waiting.compareAndSet(true, false)) {
            sockets.wakeup();
        }
    }

    private void run() {
        CURRENT.set(this);
        while (phase == Phase.RUNNING || !tasks.isEmpty() || !remoteTasks.isEmpty()) {
            try {
                turn();
            } catch (Throwable failure) {
                // A thread that ended here would leave a dispatcher that takes no message any more.
                report(failure);
            }
        }
        terminate();
        CURRENT.remove();
    }

    private void turn() {
        runTasks();
        if (tasks.isEmpty() && remoteTasks.isEmpty()) {
            await();
        } else {
            sockets.poll(0);
        }
        // An interrupt meant for one task would close the sockets that the next one touches.
        Thread.interrupted();
    }

    private void runTasks() {
        takeRemoteTasks();
        for (int i = 0; i < TASKS_PER_POLL; i++) {
            Runnable task = tasks.poll();
            if (task == null) {
                takeRemoteTasks();
                task = tasks.poll();
                if (task == null) {
                    return;
                }
            }
            runTask(task);
        }
    }

    /** Takes as many as one round runs: more would only move the queue. */
    private void takeRemoteTasks() {
        for (int i = 0; i < TASKS_PER_POLL; i++) {
            Runnable task = remoteTasks.poll();
            if (task == null) {
                return;
            }
            tasks.add(task);
        }
    }

    private void runTask(Runnable task) {
        try {
            task.run();
        } catch (Throwable failure) {
            report(failure);
        }
    }

    private void await() {
        waiting.set(true);
        // Checked after the flag is up: a task added before this line is seen here, one added after it wakes us.
        if (remoteTasks.isEmpty() && phase == Phase.RUNNING) {
            sockets.poll(LONGEST_WAIT_MILLIS);
        }
        waiting.set(false);
    }

    private void terminate() {
        phase = Phase.TERMINATING;
        drain();
        sockets.close();
        drain();
        phase = Phase.TERMINATED;
        terminated.countDown();
    }

    private void drain() {
        takeRemoteTasks();
        while (!tasks.isEmpty() || !remoteTasks.isEmpty()) {
            runTasks();
        }
    }

    private void report(Throwable failure) {
        try {
            thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
        } catch (Throwable again) {
            // The handler of last resort has failed; there is nobody left to tell, and the tasks behind this one wait.
            return;
        }
    }

    private void checkOwnThread() {
        if (Thread.currentThread() != thread) {
            throw new IllegalStateException(
                    "called from " + Thread.currentThread().getName() + ", not from the loop");
        }
    }

    @Override
    public void shutdown() {
        synchronized (terminated) {
            if (phase == Phase.RUNNING) {
                phase = Phase.STOPPING;
            }
        }
        wake();
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        List<Runnable> neverRun = new ArrayList<>();
        Runnable task = remoteTasks.poll();
        while (task != null) {
            neverRun.add(task);
            task = remoteTasks.poll();
        }
        return neverRun;
    }

    @Override
    public boolean isShutdown() {
        return phase != Phase.RUNNING;
    }

    @Override
    public boolean isTerminated() {
        return phase == Phase.TERMINATED;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return terminated.await(timeout, unit);
    }
}
