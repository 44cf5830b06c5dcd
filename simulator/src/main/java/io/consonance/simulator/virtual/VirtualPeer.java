package io.consonance.simulator.virtual;

import io.consonance.engine.peer.ChannelOptions;
import io.consonance.engine.peer.PeerDrop;
import io.consonance.engine.peer.PeerEvent;
import io.consonance.engine.peer.PeerOutbox;
import io.consonance.engine.peer.PeerSession;
import io.consonance.engine.peer.PeerSettings;
import io.consonance.engine.peer.SharedPackets;
import io.consonance.engine.wire.ChannelPriority;
import io.consonance.engine.wire.CodecSettings;
import io.consonance.simulator.measure.Listener;
import io.consonance.simulator.measure.Measurement;
import io.consonance.simulator.measure.Presence;
import io.consonance.simulator.network.Impairment;
import io.consonance.simulator.scenario.PeerGroup;
import io.consonance.simulator.scenario.Place;
import io.consonance.simulator.scenario.SessionPlan;
import io.consonance.simulator.talk.RandomStreams;
import org.apache.pekko.util.ByteString;

/** One peer of a session: its machine, both directions of its network, and what it hears. Not thread-safe; one owner. */
final class VirtualPeer implements PeerOutbox {

    private static final long NOT_COMING = -1;

    final PeerSession session;
    final Impairment up;
    final Impairment down;
    final SpeechCursor speech;
    final Presence presence;
    /** When it is woken next; Long.MAX_VALUE for never. */
    long wakesAtNanos = Long.MAX_VALUE;
    /** Whether it is meant to be in the session. */
    boolean wanted;
    /** When it decided to come, until it is in its room. */
    private long comingSinceNanos = NOT_COMING;
    /** Whether it has a connection to the host. */
    boolean online;

    private final SessionRun run;
    private final int index;
    private final String name;
    private final ChannelOptions channels;
    private final Listener listener;
    private final int firstInRoom;
    private final Hearing[] hearings;
    private final long firstPlayNanos;
    private int room;
    private String roomName;
    private boolean subscribed;
    private int channel = -1;

    private VirtualPeer(
            SessionRun run,
            int index,
            String name,
            int room,
            String roomName,
            boolean positional,
            PeerSession session,
            Impairment up,
            Impairment down,
            SpeechCursor speech,
            Listener listener,
            Presence presence,
            int firstInRoom,
            int members,
            long firstPlayNanos) {
        this.run = run;
        this.index = index;
        this.name = name;
        this.room = room;
        this.roomName = roomName;
        this.channels = new ChannelOptions(ChannelPriority.NONE, 1f, positional);
        this.session = session;
        this.up = up;
        this.down = down;
        this.speech = speech;
        this.listener = listener;
        this.presence = presence;
        this.firstInRoom = firstInRoom;
        this.hearings = new Hearing[members];
        this.firstPlayNanos = firstPlayNanos;
    }

    /** One as its session's plan wants it, not connected yet. */
    static VirtualPeer of(
            SessionRun run,
            SessionPlan plan,
            int peer,
            SharedPackets decoder,
            Measurement measurement,
            RandomStreams random,
            long beginNanos) {
        int number = plan.firstPeer() + peer;
        PeerGroup group = plan.group(peer);
        String name = plan.peerName(peer);
        int room = plan.firstRoomOf(peer);
        int circle = plan.circles().roomOf(peer);
        return new VirtualPeer(
                run,
                peer,
                name,
                room,
                plan.roomName(room),
                group.place() instanceof Place.Plane plane && plane.positional(),
                new PeerSession(
                        PeerSettings.of(name, CodecSettings.opus(group.codec().frameSamples())), decoder),
                new Impairment(group.network().up(), random.stream("up", number), beginNanos),
                new Impairment(group.network().down(), random.stream("down", number), beginNanos),
                new SpeechCursor(plan.talk().speaker(peer)),
                measurement.listener(peer),
                measurement.presence(peer),
                plan.circles().firstPeer(circle),
                plan.circles().membersOf(circle),
                random.stream("sound card", number)
                        .nextLong(group.codec().frame().toNanos()));
    }

    /** Wants to be in the session from now on. */
    void come(long nowNanos) {
        if (!wanted) {
            wanted = true;
            comingSinceNanos = nowNanos;
        }
    }

    void connect(long nowNanos) {
        online = true;
        if (!subscribed) {
            subscribed = true;
            session.joinRoom(nowNanos, roomName, this);
        }
        session.handleConnected(nowNanos, this);
    }

    /** Goes on purpose. */
    void leave(long nowNanos) {
        wanted = false;
        comingSinceNanos = NOT_COMING;
        presence.left(nowNanos);
        if (online) {
            session.leave(nowNanos, this);
            online = false;
        }
        if (channel >= 0) {
            session.closeChannel(channel);
            channel = -1;
        }
    }

    /** Loses its connection and does not want to. */
    void disconnect(long nowNanos) {
        online = false;
        session.handleDisconnected(nowNanos, this);
    }

    /** Listens and talks in another room from now on. */
    void changeRoom(long nowNanos, int newRoom, String newName) {
        presence.left(nowNanos);
        if (channel >= 0) {
            session.closeChannel(channel);
            channel = session.openRoomChannel(newName, channels);
        }
        if (subscribed) {
            session.leaveRoom(nowNanos, roomName, this);
            session.joinRoom(nowNanos, newName, this);
        }
        run.spokenRooms().changes(index, newRoom, speech.sequence());
        room = newRoom;
        roomName = newName;
    }

    /** Sends one frame. The channel is closed with the last one of a speech, which carries the closing. */
    void speak(long nowNanos, ByteString payload, boolean closes) {
        if (channel < 0) {
            channel = session.openRoomChannel(roomName, channels);
        }
        if (closes) {
            session.closeChannel(channel);
            channel = -1;
        }
        session.sendVoice(nowNanos, payload, this);
    }

    /** What it heard of the member at this place of its room; null if nothing ever came. */
    Hearing hearing(int slot) {
        return hearings[slot];
    }

    /** Plays the rest. Who decodes hears silence of those of whom nothing came. */
    void end(long nowNanos) {
        boolean decodes = run.decodes(index);
        for (int slot = 0; slot < hearings.length; slot++) {
            int speaker = firstInRoom + slot;
            boolean unheard = hearings[slot] == null && speaker != index;
            if (unheard && decodes && !run.expected(speaker, index).isEmpty()) {
                hearingOf(speaker);
            }
            if (hearings[slot] != null) {
                hearings[slot].end(nowNanos, () -> run.expected(speaker, index));
            }
        }
    }

    @Override
    public void sendToHost(ByteString packet, boolean reliable) {
        run.sendToHost(index, up, packet, reliable);
    }

    @Override
    public void event(PeerEvent event) {
        if (event instanceof PeerEvent.VoiceReceived voice) {
            hear(run.nowNanos(), run.frame(), voice.sequence());
        } else if (event instanceof PeerEvent.StartedSpeaking started) {
            hearingOf(run.peerNamed(started.name())).start(run.nowNanos());
        } else if (event instanceof PeerEvent.StoppedSpeaking stopped) {
            hearingOf(run.peerNamed(stopped.name())).stop(run.nowNanos());
        } else if (event instanceof PeerEvent.PlayerEnteredRoom entered
                && entered.name().equals(name)
                && entered.room().equals(roomName)) {
            presence.entered(run.nowNanos(), room);
            if (comingSinceNanos != NOT_COMING) {
                run.log(index).joined((run.nowNanos() - comingSinceNanos) / 1_000);
                comingSinceNanos = NOT_COMING;
            }
        }
    }

    @Override
    public void sendDirect(long directLink, ByteString packet, boolean reliable) {
        throw new IllegalStateException("nobody opens direct links in virtual time");
    }

    @Override
    public void dropped(PeerDrop reason) {
        run.countDrop();
    }

    /** {@code sequence} counts from the start of the speech. */
    private void hear(long nowNanos, SpokenFrame frame, long sequence) {
        int speaker = frame.speaker();
        if (!run.spokenRooms().isSaidIn(speaker, frame.sequence(), room)) {
            listener.strayed();
            return;
        }
        listener.received(speaker, frame.sequence(), frame.intendedNanos(), nowNanos);
        hearingOf(speaker).arrive(nowNanos, sequence, run.corrects(speaker), frame.intendedNanos(), frame.sequence());
    }

    private Hearing hearingOf(int speaker) {
        int slot = speaker - firstInRoom;
        Hearing hearing = hearings[slot];
        if (hearing == null) {
            hearing = new Hearing(
                    run.frameNanos(speaker), firstPlayNanos, run.log(index), run.ear(index, speaker, firstPlayNanos));
            hearings[slot] = hearing;
        }
        return hearing;
    }
}
