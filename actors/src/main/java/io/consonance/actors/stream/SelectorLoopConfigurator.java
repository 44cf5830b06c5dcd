package io.consonance.actors.stream;

import com.typesafe.config.Config;
import java.util.concurrent.ThreadFactory;
import org.apache.pekko.dispatch.DispatcherPrerequisites;
import org.apache.pekko.dispatch.ExecutorServiceConfigurator;
import org.apache.pekko.dispatch.ExecutorServiceFactory;
import org.apache.pekko.dispatch.MonitorableThreadFactory;

/**
 * Makes a Pekko dispatcher of a {@link SelectorLoop}: name this class as the {@code executor} of a dispatcher of type
 * {@code Dispatcher}. The thread lives as long as the dispatcher has actors (and {@code shutdown-timeout} longer).
 */
public final class SelectorLoopConfigurator extends ExecutorServiceConfigurator {

    /** Called by Pekko with the dispatcher's settings; none of them concern the loop itself. */
    public SelectorLoopConfigurator(Config config, DispatcherPrerequisites prerequisites) {
        super(config, prerequisites);
    }

    @Override
    public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threads) {
        ThreadFactory named = threads instanceof MonitorableThreadFactory monitorable
                ? monitorable.withName(monitorable.name() + "-" + id)
                : threads;
        return () -> SelectorLoop.start(named);
    }
}
