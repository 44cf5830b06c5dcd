package io.consonance.engine.peer;

import io.consonance.engine.peer.PeerEvent.TextReceived;
import io.consonance.engine.wire.RecipientType;
import io.consonance.engine.wire.RoomId;
import io.consonance.engine.wire.TextData;
import io.consonance.engine.wire.TextDataFlyweight;
import io.consonance.engine.wire.WireWriter;
import org.apache.pekko.util.ByteString;

/** Text messages, both ways; section 10. */
final class Texts {

    private final Identity identity;
    private final Subscriptions subscriptions;
    private final Players players;
    private final Courier courier;
    private final boolean mayGoDirectly;

    Texts(Identity identity, Subscriptions subscriptions, Players players, Courier courier, boolean mayGoDirectly) {
        this.identity = identity;
        this.subscriptions = subscriptions;
        this.players = players;
        this.courier = courier;
        this.mayGoDirectly = mayGoDirectly;
    }

    /** To everybody in the room of exactly that name, whether we are in it or not; true when there was somebody. */
    boolean sendToRoom(String room, String text, PeerOutbox out) {
        int[] ids = players.idsIn(room);
        return send(RecipientType.ROOM, RoomId.of(room), text, ids, out);
    }

    /** True when it was sent; never to ourselves. */
    boolean sendToPlayer(String name, String text, PeerOutbox out) {
        if (!identity.joined()) {
            out.dropped(PeerDrop.NOT_CONNECTED);
            return false;
        }
        Player player = players.named(name);
        if (player == null) {
            out.dropped(PeerDrop.TEXT_FOR_UNKNOWN_PLAYER);
            return false;
        }
        return send(RecipientType.PLAYER, player.id(), text, new int[] {player.id()}, out);
    }

    void handle(TextData packet, int directSpeaker, PeerOutbox out) {
        if (directSpeaker >= 0 && packet.senderId() != directSpeaker) {
            out.dropped(PeerDrop.DIRECT_FORGED);
            return;
        }
        Player sender = players.get(packet.senderId());
        if (sender == null) {
            out.dropped(PeerDrop.UNKNOWN_SENDER);
            return;
        }
        boolean toRoom = packet.recipientType() == RecipientType.ROOM;
        String recipient = toRoom ? subscriptions.roomWithId(packet.recipientId()) : playerName(packet.recipientId());
        if (recipient == null) {
            out.dropped(toRoom ? PeerDrop.TEXT_FOR_OTHER_ROOM : PeerDrop.TEXT_FOR_UNKNOWN_PLAYER);
            return;
        }
        out.event(new TextReceived(sender.name(), packet.recipientType(), recipient, packet.text()));
    }

    private boolean send(RecipientType type, int recipientId, String text, int[] ids, PeerOutbox out) {
        if (!identity.joined()) {
            out.dropped(PeerDrop.NOT_CONNECTED);
            return false;
        }
        int bytes = TextDataFlyweight.encodedBytes(WireWriter.utf8Length(text));
        if (bytes > Courier.maxInnerBytes(true)) {
            out.dropped(PeerDrop.TEXT_TOO_LONG);
            return false;
        }
        ByteString packet = new TextData(identity.session(), type, identity.clientId(), recipientId, text).encode();
        return courier.send(packet, true, mayGoDirectly, ids, ids.length, out);
    }

    private String playerName(int clientId) {
        Player player = players.get(clientId);
        return player == null ? null : player.name();
    }
}
