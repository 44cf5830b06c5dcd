package io.consonance.simulator.workers;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.consonance.simulator.live.LiveResult;

/** What coordinator and workers tell each other. Travels as JSON; both ends run the same version. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = WorkerMessage.Ready.class, name = "ready"),
    @JsonSubTypes.Type(value = WorkerMessage.Job.class, name = "job"),
    @JsonSubTypes.Type(value = WorkerMessage.Joined.class, name = "joined"),
    @JsonSubTypes.Type(value = WorkerMessage.Begin.class, name = "begin"),
    @JsonSubTypes.Type(value = WorkerMessage.Done.class, name = "done"),
    @JsonSubTypes.Type(value = WorkerMessage.Failed.class, name = "failed"),
    @JsonSubTypes.Type(value = WorkerMessage.Dismissed.class, name = "dismissed")
})
public sealed interface WorkerMessage {

    /**
     * A worker is there.
     *
     * @param worker its actor, as {@code ActorRefResolver} writes it
     * @param version of the program it runs
     */
    record Ready(String worker, String version) implements WorkerMessage {}

    /**
     * What a worker is to do; its peers join at once.
     *
     * @param scenario resolved HOCON, as JSON
     * @param name of the scenario if it does not say
     * @param folder that files the scenario names are looked for in
     * @param sessionSize most peers in a session if it does not say
     * @param warmUpMillis talk before that which is measured
     * @param seed of the run
     * @param host address of the host
     * @param mark stands before the names of all peers and rooms of the run
     * @param share index of the worker's share
     * @param shares how many there are
     */
    record Job(
            String scenario,
            String name,
            String folder,
            int sessionSize,
            long warmUpMillis,
            long seed,
            String host,
            String mark,
            int share,
            int shares)
            implements WorkerMessage {}

    /** The share's peers are in their rooms, or as many of them as get in. */
    record Joined(int share, int peers) implements WorkerMessage {}

    /** All shares are in: talk. */
    record Begin() implements WorkerMessage {}

    /** The share is through. */
    record Done(int share, LiveResult result) implements WorkerMessage {}

    /** The share cannot be done. */
    record Failed(int share, String why) implements WorkerMessage {}

    /** The worker is not needed any more; {@code why} is null after a run. */
    record Dismissed(String why) implements WorkerMessage {}
}
