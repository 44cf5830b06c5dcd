package io.consonance.actors.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostAddressTest {
    @Test
    void shouldReadNamesAndAddressesOfBothKinds() {
        assertThat(HostAddress.parse("voice.example:7400")).isEqualTo(new HostAddress("voice.example", 7400));
        assertThat(HostAddress.parse("192.0.2.1:1")).isEqualTo(new HostAddress("192.0.2.1", 1));
        assertThat(HostAddress.parse("[2001:db8::1]:65535")).isEqualTo(new HostAddress("2001:db8::1", 65_535));
    }

    @Test
    void shouldWriteWhatItReads() {
        for (String text : new String[] {"voice.example:7400", "192.0.2.1:1", "[2001:db8::1]:65535"}) {
            assertThat(HostAddress.parse(text)).hasToString(text);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "host", ":7400", "host:", "host:x", "host:0", "host:65536", "2001:db8::1:7400", "[]:7400"})
    void shouldRefuseWhatIsNoAddress(String text) {
        assertThatThrownBy(() -> HostAddress.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"127.0.0.1", "::1", "2001:db8::1", "::ffff:192.0.2.1", "fe80::1%eth0", "::", "255.249.199.0"})
    void shouldNeedNoResolverForLiterals(String host) throws Exception {
        assertThat(HostAddress.isLiteral(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "example.com",
                "1.2.3",
                "a.b.c.d",
                "cafe",
                "1.2.3.4.example",
                "999.999.999.999",
                "256.1.1.1",
                "1..2.3",
                ".:1"
            })
    void shouldNeedAResolverForNames(String host) {
        assertThat(HostAddress.isLiteral(host)).isFalse();
    }
}
