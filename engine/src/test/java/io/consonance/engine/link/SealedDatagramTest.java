package io.consonance.engine.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consonance.engine.link.DatagramOpener.Outcome;
import io.consonance.engine.wire.Wire;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

class SealedDatagramTest {

    private static final int LINK_ID = 0x01020304;

    private final Random random = new Random(1);
    private final ByteString key = bytes(32);
    private final DatagramSealer sealer = new DatagramSealer(key, LINK_ID);
    private final DatagramOpener opener = new DatagramOpener(key, LINK_ID);

    @Test
    void shouldHaveTheDocumentedForm() throws Exception {
        ByteString packet = bytes(90);
        sealer.seal(packet);
        ByteBuffer datagram = sealer.seal(packet).asByteBuffer();
        assertThat(datagram.remaining()).isEqualTo(90 + SealedDatagram.OVERHEAD_BYTES);
        assertThat(datagram.getShort(0) & 0xFFFF).isEqualTo(Wire.SEALED_MAGIC);
        assertThat(datagram.getInt(2)).isEqualTo(LINK_ID);
        assertThat(datagram.getLong(6)).isEqualTo(1);

        byte[] whole = new byte[datagram.remaining()];
        datagram.get(whole);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE, new SecretKeySpec(key.toArray(), "AES"), new GCMParameterSpec(128, whole, 2, 12));
        cipher.updateAAD(whole, 0, 14);
        assertThat(ByteString.fromArray(cipher.doFinal(whole, 14, whole.length - 14)))
                .isEqualTo(packet);
    }

    @Test
    void shouldOpenWhatItSealedOnce() {
        for (int length = 0; length <= 1170; length += 13) {
            ByteString packet = bytes(length);
            ByteString datagram = sealer.seal(packet);
            assertThat(opener.open(datagram)).isEqualTo(packet);
            assertThat(outcome(datagram)).isEqualTo(Outcome.REPLAYED);
        }
    }

    @Test
    void shouldOpenAnythingWithinTheWindowInAnyOrderExactlyOnce() {
        List<ByteString> datagrams = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            datagrams.add(sealer.seal(bytes(4)));
        }
        Set<Integer> opened = new HashSet<>();
        int newest = -1;
        for (int step = 0; step < 20_000; step++) {
            int i = Math.min(4999, Math.max(0, step / 4 + random.nextInt(2600) - 1300));
            boolean fresh = i > newest || (newest - i < ReplayWindow.WIDTH && !opened.contains(i));
            assertThat(outcome(datagrams.get(i))).isEqualTo(fresh ? Outcome.OPENED : Outcome.REPLAYED);
            if (fresh) {
                opened.add(i);
                newest = Math.max(newest, i);
            }
        }
    }

    @Test
    void shouldMoveItsWindowOnlyForWhatOpens() {
        ByteString first = sealer.seal(bytes(8));
        ByteBuffer forged = ByteBuffer.allocate(60);
        forged.putShort((short) Wire.SEALED_MAGIC)
                .putInt(LINK_ID)
                .putLong(1_000_000)
                .rewind();
        assertThat(outcome(ByteString.fromByteBuffer(forged))).isEqualTo(Outcome.NOT_AUTHENTIC);
        assertThat(outcome(first)).isEqualTo(Outcome.OPENED);
    }

    @Test
    void shouldNotOpenADatagramThatWasChangedAnywhereOrCut() {
        ByteString datagram = sealer.seal(bytes(40));
        byte[] whole = datagram.toArray();
        for (int i = 0; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 1;
            assertThat(opener.open(ByteString.fromArray(damaged))).isNull();
            assertThat(opener.open(datagram.take(i))).isNull();
        }
        assertThat(opener.open(datagram)).isNotNull();
    }

    @Test
    void shouldTellOtherLinksOtherKeysAndPlainPacketsApart() {
        assertThat(outcome(new DatagramSealer(key, 5).seal(bytes(9)))).isEqualTo(Outcome.OTHER_LINK);
        assertThat(outcome(new DatagramSealer(bytes(32), LINK_ID).seal(bytes(9))))
                .isEqualTo(Outcome.NOT_AUTHENTIC);
        assertThat(outcome(new LinkPing(1).encode())).isEqualTo(Outcome.NOT_SEALED);
    }

    @Test
    void shouldWorkBetweenDirectBuffersAndLeaveThemUntouchedOnFailure() {
        ByteBuffer packet = ByteBuffer.allocateDirect(20);
        ByteBuffer datagram = ByteBuffer.allocateDirect(64).position(3);
        sealer.seal(packet, datagram);
        datagram.flip().position(3);
        ByteBuffer into = ByteBuffer.allocateDirect(32).position(7);
        assertThat(opener.open(datagram, into)).isEqualTo(Outcome.OPENED);
        assertThat(into.position()).isEqualTo(27);
        datagram.position(3).put(12, (byte) 9);
        assertThat(opener.open(datagram, into.clear())).isEqualTo(Outcome.NOT_AUTHENTIC);
        assertThat(into.position()).isZero();
        assertThatThrownBy(() -> sealer.seal(packet.rewind(), ByteBuffer.allocate(49)))
                .isInstanceOf(BufferOverflowException.class);
        assertThatThrownBy(() -> new DatagramSealer(bytes(16), 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldTakeKeysAndLinkIdFromTheGreeting() {
        ByteString keys = bytes(64);
        assertThat(SealedDatagram.peerToHostKey(keys).concat(SealedDatagram.hostToPeerKey(keys)))
                .isEqualTo(keys);
        assertThat(SealedDatagram.linkIdOf(ByteString.fromInts(1, 2, 3, 4, 5, 6)))
                .isEqualTo(LINK_ID);
    }

    private Outcome outcome(ByteString datagram) {
        return opener.open(datagram.asByteBuffer(), ByteBuffer.allocate(1200));
    }

    private ByteString bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return ByteString.fromArray(bytes);
    }
}
