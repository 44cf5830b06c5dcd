package io.consonance.actors.host;

import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Calls the program's listener, one event after another, so that neither its time nor its failures are the sessions'. */
final class EventActor {
    private EventActor() {}

    /** Where sessions put their events. */
    static Consumer<VoiceHostEvent> spawn(ActorContext<?> context, Consumer<VoiceHostEvent> listener) {
        ActorRef<VoiceHostEvent> events = context.spawn(create(listener), "events");
        return events::tell;
    }

    private static Behavior<VoiceHostEvent> create(Consumer<VoiceHostEvent> listener) {
        return Behaviors.receive((context, event) -> {
            try {
                listener.accept(event);
            } catch (RuntimeException e) {
                context.getLog().warn("The listener failed at {}", event, e);
            }
            return Behaviors.same();
        });
    }
}
