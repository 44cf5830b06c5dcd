package io.consonance.engine.peer;

import io.consonance.engine.peer.PeerEvent.PlayerEnteredRoom;
import io.consonance.engine.peer.PeerEvent.PlayerExitedRoom;
import io.consonance.engine.peer.PeerEvent.PlayerJoined;
import io.consonance.engine.peer.PeerEvent.PlayerLeft;
import io.consonance.engine.wire.ClientInfo;
import io.consonance.engine.wire.ClientState;
import io.consonance.engine.wire.DeltaChannelState;
import io.consonance.engine.wire.HandshakeResponse;
import io.consonance.engine.wire.HandshakeResponse.RoomListeners;
import io.consonance.engine.wire.RoomId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps the players and their rooms as the host tells them, raises the events, and tells those who depend on it: room
 * index, channels, direct links, voice reception. Sections 4 and 5.
 */
final class Roster {

    private final Identity identity;
    private final Players players;
    private final RoomIndex index;
    private final ChannelList channels;
    private final DirectLinks links;
    private final VoiceReception reception;

    Roster(
            Identity identity,
            Players players,
            RoomIndex index,
            ChannelList channels,
            DirectLinks links,
            VoiceReception reception) {
        this.identity = identity;
        this.players = players;
        this.index = index;
        this.channels = channels;
        this.links = links;
        this.reception = reception;
    }

    /** Name and codec of a known id are not changed; its rooms are replaced. */
    void handle(long nowNanos, ClientState packet, PeerOutbox out) {
        Player player = players.get(packet.client().clientId());
        if (player == null) {
            player = add(nowNanos, packet.client(), out);
        }
        List<String> before = player.rooms();
        player.replaceRooms(packet.rooms());
        for (int i = before.size() - 1; i >= 0; i--) {
            if (!player.isIn(before.get(i))) {
                exited(player, before.get(i), out);
            }
        }
        Set<String> known = new HashSet<>(before);
        for (String room : packet.rooms()) {
            if (known.add(room)) {
                entered(player, room, out);
            }
        }
    }

    void handle(DeltaChannelState packet, PeerOutbox out) {
        Player player = players.get(packet.clientId());
        if (player == null) {
            out.dropped(PeerDrop.UNKNOWN_PLAYER);
        } else if (packet.joined()) {
            enter(player, packet.room(), out);
        } else if (player.exit(packet.room())) {
            exited(player, packet.room(), out);
        }
    }

    void handleRemoved(long nowNanos, int clientId, PeerOutbox out) {
        Player player = players.get(clientId);
        if (player == null) {
            out.dropped(PeerDrop.UNKNOWN_PLAYER);
        } else {
            remove(nowNanos, player, out);
        }
    }

    /**
     * Applies the lists of a handshake response; who is not in them leaves. Current servers send empty lists, and
     * everybody's state behind them.
     */
    void handle(long nowNanos, HandshakeResponse packet, PeerOutbox out) {
        Map<Integer, ClientInfo> listed = new HashMap<>();
        packet.clients().forEach(client -> listed.put(client.clientId(), client));
        Map<Integer, String> roomNames = new HashMap<>();
        packet.roomNames().forEach(room -> roomNames.putIfAbsent(RoomId.of(room), room));
        Map<Integer, Set<String>> listedRooms = new HashMap<>();
        for (RoomListeners room : packet.listeners()) {
            for (int clientId : room.clientIds()) {
                listedRooms.computeIfAbsent(clientId, id -> new HashSet<>()).add(roomNames.get(room.roomId()));
            }
        }

        players.forEach(player -> {
            if (!player.info.equals(listed.get(player.id()))) {
                remove(nowNanos, player, out);
            } else {
                Set<String> rooms = listedRooms.getOrDefault(player.id(), Set.of());
                exitAll(player, rooms, out);
            }
        });
        for (ClientInfo client : packet.clients()) {
            if (players.get(client.clientId()) == null) {
                add(nowNanos, client, out);
            }
        }
        for (RoomListeners room : packet.listeners()) {
            for (int clientId : room.clientIds()) {
                Player player = players.get(clientId);
                if (player == null) {
                    out.dropped(PeerDrop.UNKNOWN_PLAYER);
                } else {
                    enter(player, roomNames.get(room.roomId()), out);
                }
            }
        }
    }

    /** Everybody leaves: we are not in the session any more. */
    void clear(long nowNanos, PeerOutbox out) {
        players.forEach(player -> remove(nowNanos, player, out));
        players.clear();
    }

    private Player add(long nowNanos, ClientInfo info, PeerOutbox out) {
        Player player = players.add(info);
        out.event(new PlayerJoined(info.name(), info.codec()));
        channels.playerJoined(player);
        links.playerJoined(nowNanos, player, out);
        return player;
    }

    private void remove(long nowNanos, Player player, PeerOutbox out) {
        reception.playerLeaving(player, out);
        exitAll(player, Set.of(), out);
        channels.playerLeaving(player);
        links.playerLeaving(nowNanos, player, out);
        players.remove(player);
        // The original never tells a client that it left itself.
        if (!player.name().equals(identity.name())) {
            out.event(new PlayerLeft(player.name()));
        }
    }

    private void exitAll(Player player, Set<String> except, PeerOutbox out) {
        List<String> rooms = player.rooms();
        for (int i = rooms.size() - 1; i >= 0; i--) {
            String room = rooms.get(i);
            if (!except.contains(room)) {
                player.exit(room);
                exited(player, room, out);
            }
        }
    }

    private void enter(Player player, String room, PeerOutbox out) {
        if (player.enter(room)) {
            entered(player, room, out);
        }
    }

    private void entered(Player player, String room, PeerOutbox out) {
        index.entered(player, room);
        out.event(new PlayerEnteredRoom(player.name(), room));
    }

    private void exited(Player player, String room, PeerOutbox out) {
        index.exited(player, room);
        out.event(new PlayerExitedRoom(player.name(), room));
    }
}
