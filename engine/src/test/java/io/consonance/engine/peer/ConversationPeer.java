package io.consonance.engine.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consonance.engine.conversation.Conversation;
import io.consonance.engine.conversation.Conversation.Row;
import io.consonance.engine.peer.PeerEvent.PlayerEnteredRoom;
import io.consonance.engine.peer.PeerEvent.PlayerExitedRoom;
import io.consonance.engine.peer.PeerEvent.PlayerJoined;
import io.consonance.engine.peer.PeerEvent.PlayerLeft;
import io.consonance.engine.peer.PeerEvent.SessionLost;
import io.consonance.engine.peer.PeerEvent.StartedSpeaking;
import io.consonance.engine.peer.PeerEvent.StoppedSpeaking;
import io.consonance.engine.peer.PeerEvent.VoiceReceived;
import io.consonance.engine.wire.ChannelPriority;
import io.consonance.engine.wire.CodecSettings;
import io.consonance.engine.wire.RecipientType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.BiConsumer;
import org.apache.pekko.util.ByteString;

/**
 * A client of a recorded conversation, played by our machine: carries out scripted actions, takes packets, and writes down
 * packets and events in the form of the recording.
 */
final class ConversationPeer implements PeerOutbox {

    /** Events of ours that a recording does not have. */
    private static final List<Class<? extends PeerEvent>> UNRECORDED =
            List.of(PeerEvent.Joined.class, SessionLost.class);

    final String place;
    final List<String> packets = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    /** Without ticks. */
    final List<String> eventsOfReject = new ArrayList<>();

    final List<PeerDrop> drops = new ArrayList<>();

    private final BiConsumer<ByteString, Boolean> toHost;
    private final Queue<ByteString> inbox = new ArrayDeque<>();
    private final Map<String, Integer> channels = new HashMap<>();
    private PeerSession session;
    private FrameOutbox frame = new FrameOutbox(this);
    private CodecSettings codec;
    private boolean connecting;
    private boolean kicked;
    private boolean rejected;
    private int tick;

    ConversationPeer(String place, BiConsumer<ByteString, Boolean> toHost) {
        this.place = place;
        this.toHost = toHost;
    }

    /** What the recording says this client sent, one line per packet. */
    static List<String> recordedPackets(List<Row> rows, String place) {
        return rows.stream()
                .filter(row -> row.isToServer() && row.source().equals(place))
                .map(row -> packetLine(row.tick(), row.reliable(), row.packet()))
                .toList();
    }

    /** What the recording says this client raised, one line per event. */
    static List<String> recordedEvents(List<Row> rows, String place) {
        return rows.stream()
                .filter(row ->
                        row.kind() == Conversation.Kind.EVT && row.source().equals(place))
                .map(row -> row.tick() + " " + row.type() + " " + row.json())
                .toList();
    }

    void take(ByteString packet) {
        if (session != null && !kicked) {
            inbox.add(packet);
        }
    }

    boolean wasKicked() {
        return kicked;
    }

    /** The client's turn: what the server sent since its last one, then what time brings, then what it queued. */
    void update(int nowTick) {
        tick = nowTick;
        if (session == null || kicked) {
            return;
        }
        if (connecting) {
            connecting = false;
            session.handleConnected(nowNanos(), frame);
        }
        while (!inbox.isEmpty()) {
            session.handlePacket(nowNanos(), inbox.remove(), frame);
        }
        session.handleWake(nowNanos(), frame);
        frame.flush();
        if (rejected) {
            int before = events.size();
            disconnect();
            List<String> raised = events.subList(before, events.size());
            raised.forEach(line -> eventsOfReject.add(line.substring(line.indexOf(' ') + 1)));
            raised.clear();
        }
    }

    /** The host closes the link when everything it sent before was seen; what that raises is kept apart. */
    void reject() {
        rejected = session != null;
    }

    /** The link to the host is gone. */
    void disconnect() {
        if (session != null && !kicked) {
            session.handleDisconnected(nowNanos(), frame);
        }
        session = null;
        inbox.clear();
        frame = new FrameOutbox(this);
    }

    void act(Row row) {
        tick = row.tick();
        JsonNode json = row.json();
        switch (row.type()) {
            case "connect" -> {
                codec = new CodecSettings(
                        json.get("codec").asInt(),
                        json.get("frame").asLong(),
                        json.get("rate").asInt());
                start(json.get("name").asText());
            }
            case "restartClient" -> start(json.get("name").asText());
            case "disconnect" -> disconnect();
            default -> {
                if (session != null && !kicked) {
                    actInSession(row, json);
                }
            }
        }
    }

    @Override
    public void sendToHost(ByteString packet, boolean reliable) {
        if (!kicked) {
            packets.add(packetLine(tick, reliable, packet));
            toHost.accept(packet, reliable);
        }
    }

    @Override
    public void sendDirect(long directLink, ByteString packet, boolean reliable) {
        throw new AssertionError("no recording has direct links");
    }

    @Override
    public void event(PeerEvent event) {
        if (event instanceof SessionLost lost && lost.reason() == PeerEvent.LossReason.WRONG_SESSION) {
            kicked = true;
        }
        if (!kicked && !UNRECORDED.contains(event.getClass())) {
            events.add(tick + " " + recorded(event));
        }
    }

    @Override
    public void dropped(PeerDrop reason) {
        drops.add(reason);
    }

    private void start(String name) {
        session = new PeerSession(PeerSettings.of(name, codec));
        frame = new FrameOutbox(this);
        channels.clear();
        connecting = true;
    }

    private void actInSession(Row row, JsonNode json) {
        String key = json.path("key").asText();
        switch (row.type()) {
            case "joinRoom" -> session.joinRoom(nowNanos(), json.get("room").asText(), frame);
            case "leaveRoom" -> session.leaveRoom(nowNanos(), json.get("room").asText(), frame);
            case "openRoomChannel" ->
                channels.put(key, session.openRoomChannel(json.get("room").asText(), optionsOf(json)));
            case "openPlayerChannel" ->
                channels.put(key, session.openPlayerChannel(json.get("player").asText(), optionsOf(json)));
            case "closeChannel" -> session.closeChannel(channels.get(key));
            case "setAmp" ->
                session.setAmplitude(channels.get(key), json.get("amp").floatValue());
            case "defaultPriority" -> session.setDefaultPriority(priorityOf(json.asInt()));
            case "voice" ->
                session.sendVoice(nowNanos(), bytesOf(json.get("audio").asText()), frame);
            case "text" -> {
                String text = json.get("message").asText();
                if (json.get("type").asText().equals("Player")) {
                    session.sendTextToPlayer(nowNanos(), json.get("to").asText(), text, frame);
                } else {
                    session.sendTextToRoom(nowNanos(), json.get("to").asText(), text, frame);
                }
            }
            default -> throw new AssertionError("no such action: " + row);
        }
    }

    private long nowNanos() {
        return tick * Conversation.TICK_NANOS;
    }

    static String packetLine(int tick, boolean reliable, ByteString packet) {
        return tick + (reliable ? " R " : " U ") + HexFormat.of().formatHex(packet.toArray());
    }

    private static ChannelOptions optionsOf(JsonNode json) {
        return new ChannelOptions(
                priorityOf(json.get("priority").asInt()),
                json.get("amp").floatValue(),
                json.get("positional").asBoolean());
    }

    private static ByteString bytesOf(String hex) {
        return ByteString.fromArray(HexFormat.of().parseHex(hex));
    }

    private static ChannelPriority priorityOf(int number) {
        return ChannelPriority.values()[number + 2];
    }

    private static String recorded(PeerEvent event) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (event instanceof PlayerJoined joined) {
            json.put("name", joined.name()).put("codec", joined.codec().codec());
            json.put("frame", joined.codec().frameSamples());
            return "PlayerJoined " + json.put("rate", joined.codec().sampleRateHz());
        } else if (event instanceof PlayerLeft left) {
            return "PlayerLeft " + json.put("name", left.name());
        } else if (event instanceof PlayerEnteredRoom entered) {
            return "PlayerEnteredRoom " + json.put("name", entered.name()).put("room", entered.room());
        } else if (event instanceof PlayerExitedRoom exited) {
            return "PlayerExitedRoom " + json.put("name", exited.name()).put("room", exited.room());
        } else if (event instanceof StartedSpeaking started) {
            return "PlayerStartedSpeaking " + json.put("name", started.name());
        } else if (event instanceof StoppedSpeaking stopped) {
            return "PlayerStoppedSpeaking " + json.put("name", stopped.name());
        } else if (event instanceof VoiceReceived voice) {
            return "VoicePacketReceived " + voiceJson(voice, json);
        }
        throw new AssertionError("no recording has " + event);
    }

    private static ObjectNode voiceJson(VoiceReceived voice, ObjectNode json) {
        json.put("sender", voice.player()).put("seq", voice.sequence());
        json.put("priority", voice.priority().ordinal() - 2);
        json.put("ampBits", HexFormat.of().toHexDigits(Float.floatToRawIntBits(voice.amplitude())));
        json.put("positional", voice.positional());
        json.put("audio", HexFormat.of().formatHex(voice.audio().toArray()));
        for (RemoteChannel channel : voice.channels()) {
            String type = channel.type() == RecipientType.ROOM ? "Room" : "Player";
            json.withArray("channels").addObject().put("type", type).put("name", channel.name());
        }
        return json;
    }
}
