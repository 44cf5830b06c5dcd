package io.consonance.actors.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.actors.settings.Settings;
import io.consonance.engine.link.LinkCandidate;
import io.consonance.engine.link.LinkHello;
import io.consonance.engine.link.LinkPacket;
import io.consonance.engine.link.LinkPing;
import io.consonance.engine.link.LinkPong;
import io.consonance.engine.link.LinkRedirect;
import io.consonance.engine.link.LinkReject;
import io.consonance.engine.link.RejectCode;
import io.consonance.engine.peer.PeerDrop;
import io.consonance.engine.wire.PacketType;
import io.consonance.engine.wire.Wire;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

class ClientPeerTest {

    private static final InetSocketAddress HOST = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4000);
    private static final InetSocketAddress BOB = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4001);
    private static final int BOBS_ID = 1;
    private static final int DAMAGED_LIMIT = 20;

    private final World world = new World();
    private final ClientPeer peer = new ClientPeer(
            ClientSettings.builder("ann", Settings.load().client())
                    .address(new HostAddress("127.0.0.1", 4000))
                    .build(),
            1,
            world,
            event -> {});

    ClientPeerTest() {
        ByteString token = ByteString.fromArray(new byte[16]);
        peer.handleConnected(0, HOST.getAddress());
        peer.handleFrame(
                0,
                new LinkHello(LinkHello.CANDIDATES_OFFERED, HOST.getPort(), 15, token, ByteString.emptyByteString())
                        .encode());
    }

    @Test
    void shouldEndTheLinkForDamageThatCameByTcp() {
        for (int i = 0; i < DAMAGED_LIMIT; i++) {
            assertThat(world.rejected).isNull();
            peer.handleFrame(0, damaged(PacketType.HANDSHAKE_RESPONSE));
        }
        assertThat(world.rejected.rejectCode()).isEqualTo(RejectCode.PROTOCOL_ERROR);
    }

    @Test
    void shouldKeepTheLinkWhateverDamageCameByUdp() {
        for (int i = 0; i < 2 * DAMAGED_LIMIT; i++) {
            peer.handleDatagram(0, HOST, damaged(PacketType.ERROR_WRONG_SESSION));
        }
        assertThat(world.rejected).isNull();
        assertThat(peer.sessionDrops()).containsEntry(PeerDrop.MALFORMED, 2L * DAMAGED_LIMIT);
    }

    @Test
    void shouldKeepTheLinkWhateverDamageAnotherPeerSends() throws Exception {
        peer.handleFrame(0, LinkCandidate.of(BOBS_ID, BOB).encode());
        LinkPing ping = (LinkPing) LinkPacket.decode(world.lastDatagram);
        peer.handleDatagram(0, BOB, new LinkPong(ping.opaque()).encode());
        assertThat(peer.openPaths()).isEqualTo(1);
        for (int i = 0; i < 2 * DAMAGED_LIMIT; i++) {
            peer.handleDatagram(0, BOB, damaged(PacketType.HANDSHAKE_P2P));
        }
        assertThat(world.rejected).isNull();
        assertThat(peer.sessionDrops()).containsEntry(PeerDrop.MALFORMED, 2L * DAMAGED_LIMIT);
    }

    @Test
    void shouldTakeNothingFromAddressesNobodyNamed() {
        peer.handleDatagram(0, BOB, damaged(PacketType.HANDSHAKE_P2P));
        assertThat(world.lastDrop).isEqualTo(ClientDrop.SOURCE_UNKNOWN);
        assertThat(peer.sessionDrops()).isEmpty();
    }

    /** A header without what should follow. */
    private static ByteString damaged(PacketType type) {
        return ByteString.fromArray(new byte[] {(byte) (Wire.MAGIC >> 8), (byte) Wire.MAGIC, (byte) type.code()});
    }

    private static final class World implements ClientPeer.Carriers {
        private ByteString lastDatagram;
        private ClientDrop lastDrop;
        private LinkReject rejected;

        @Override
        public void sendFrame(ByteString packet, boolean reliable) {}

        @Override
        public void sendDatagram(InetSocketAddress to, ByteString datagram) {
            lastDatagram = datagram;
        }

        @Override
        public void hello(LinkHello hello) {}

        @Override
        public void joined(long nowNanos) {}

        @Override
        public void udpBound(boolean bound) {}

        @Override
        public void rejected(LinkReject reject) {
            rejected = reject;
        }

        @Override
        public void redirected(LinkRedirect redirect) {}

        @Override
        public void close() {}

        @Override
        public void dropped(ClientDrop reason) {
            lastDrop = reason;
        }
    }
}
