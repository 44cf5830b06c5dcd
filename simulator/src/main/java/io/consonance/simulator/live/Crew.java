package io.consonance.simulator.live;

import io.consonance.actors.client.ClientActor;
import io.consonance.actors.client.ClientListener;
import io.consonance.actors.client.ClientSettings;
import io.consonance.engine.peer.ChannelOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * The virtual peers of one selector-loop thread: makes them, lets them speak, sends them away. It runs on that same thread, so
 * that a batch of frames for a hundred peers costs one wake-up.
 */
final class Crew extends AbstractBehavior<Crew.Command> {

    private static final int CHANNEL = 1;

    /** What the run tells its crews. */
    sealed interface Command {}

    /** A peer comes, or comes back; whoever had that number before goes without goodbye. */
    record Enter(int peer, ClientSettings settings, ClientListener listener) implements Command {}

    /** How a peer goes. */
    enum Departure {
        /** It says goodbye. */
        LEAVE,
        /** Its connection is cut. */
        VANISH,
        /** It stops to read and write, its sockets stay open. */
        FALL_SILENT
    }

    /** A peer goes. */
    record Depart(int peer, Departure how) implements Command {}

    /** Frames are due. */
    record Speak(FrameBatch frames) implements Command {}

    private final IntFunction<String> roomOf;
    private final Map<Integer, Stay> peers = new HashMap<>();
    private long stays;

    /** One client from its start to its end. */
    private static final class Stay {
        private final ActorRef<ClientActor.Command> client;
        /** A peer that comes back in the middle of its talkspurt has to open the channel anew. */
        private boolean channelOpen;

        Stay(ActorRef<ClientActor.Command> client) {
            this.client = client;
        }
    }

    /** A crew without peers; {@code roomOf} names the room a peer talks to. */
    static Behavior<Command> create(IntFunction<String> roomOf) {
        return Behaviors.setup(context -> new Crew(context, roomOf));
    }

    private Crew(ActorContext<Command> context, IntFunction<String> roomOf) {
        super(context);
        this.roomOf = roomOf;
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Speak.class, this::onSpeak)
                .onMessage(Enter.class, this::onEnter)
                .onMessage(Depart.class, this::onDepart)
                .build();
    }

    private Behavior<Command> onEnter(Enter enter) {
        Behavior<ClientActor.Command> client = ClientActor.create(enter.settings(), enter.listener());
        String actor = "peer-" + enter.peer() + "-" + stays++;
        Stay stay = new Stay(getContext().spawn(client, actor, DispatcherSelector.sameAsParent()));
        Stay before = peers.put(enter.peer(), stay);
        if (before != null) {
            before.client.tell(new ClientActor.Vanish());
        }
        return this;
    }

    private Behavior<Command> onDepart(Depart depart) {
        Stay stay = peers.remove(depart.peer());
        if (stay != null) {
            stay.client.tell(
                    switch (depart.how()) {
                        case LEAVE -> new ClientActor.Leave(null);
                        case VANISH -> new ClientActor.Vanish();
                        case FALL_SILENT -> new ClientActor.FallSilent();
                    });
        }
        return this;
    }

    private Behavior<Command> onSpeak(Speak speak) {
        FrameBatch frames = speak.frames();
        for (int i = 0; i < frames.size(); i++) {
            Stay stay = peers.get(frames.peer(i));
            if (stay != null) {
                speak(stay, frames, i);
            }
        }
        return this;
    }

    private void speak(Stay stay, FrameBatch frames, int i) {
        int peer = frames.peer(i);
        if (!stay.channelOpen) {
            stay.channelOpen = true;
            stay.client.tell(new ClientActor.OpenRoomChannel(CHANNEL, roomOf.apply(peer), ChannelOptions.DEFAULT));
        }
        if (frames.closes(i)) {
            stay.channelOpen = false;
            stay.client.tell(new ClientActor.CloseChannel(CHANNEL));
        }
        stay.client.tell(new ClientActor.SendVoice(frames.payload(i)));
    }
}
