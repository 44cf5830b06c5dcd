package io.consonance.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.consonance.actors.settings.Settings;
import io.consonance.engine.host.SavedSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that talk to each other by TLS, with a key and a certificate made for the test. */
@Tag("slow")
@Timeout(240)
class ClusterTlsIT {
    private static final String PASSWORD = "changeit";

    @TempDir
    private Path files;

    private final List<ActorSystem<Void>> systems = new ArrayList<>();

    @BeforeEach
    void makeKeys() throws Exception {
        Path store = files.resolve("node.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process made = new ProcessBuilder(List.of(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "node",
                        "-keyalg",
                        "RSA",
                        "-dname",
                        "CN=consonance",
                        "-ext",
                        "bc:c=ca:true",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD))
                .inheritIO()
                .start();
        assertThat(made.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        write(
                "key.pem",
                "PRIVATE KEY",
                keys.getKey("node", PASSWORD.toCharArray()).getEncoded());
        write("certificate.pem", "CERTIFICATE", keys.getCertificate("node").getEncoded());
    }

    @AfterEach
    void stop() {
        systems.forEach(ActorSystem::terminate);
    }

    @Test
    void shouldTalkToEachOther() {
        start(null).orTimeout(100, TimeUnit.SECONDS).join();

        start(address(0)).orTimeout(100, TimeUnit.SECONDS).join();

        assertThat(Cluster.get(systems.get(0)).state().getMembers()).hasSize(2);
        assertThat(systems.get(0).settings().config().getString("pekko.remote.artery.transport"))
                .isEqualTo("tls-tcp");
    }

    private Address address(int system) {
        return Cluster.get(systems.get(system)).selfMember().address();
    }

    /** Completes when the node is ready. */
    private CompletableFuture<Void> start(Address to) {
        Config whole = Settings.with(
                ConfigFactory.load(),
                Map.of(
                        "consonance.cluster.tls.enabled",
                        "on",
                        "consonance.cluster.tls.key",
                        files.resolve("key.pem").toString(),
                        "consonance.cluster.tls.certificate",
                        files.resolve("certificate.pem").toString(),
                        "consonance.cluster.tls.authority",
                        files.resolve("certificate.pem").toString()));
        Settings settings = Settings.of(whole);
        ActorSystem<Void> system = NodeSystem.create(whole);
        systems.add(system);
        Cluster cluster = Cluster.get(system);
        cluster.manager().tell(Join.create(to == null ? cluster.selfMember().address() : to));
        CompletableFuture<Void> ready = new CompletableFuture<>();
        ClusterNode.start(system, settings.cluster(), new Host(ready), "192.0.2.1", 7400, System::nanoTime);
        return ready;
    }

    private record Host(CompletableFuture<Void> isReady) implements LocalHost {
        @Override
        public void serve(String session, SavedSession saved, Tenure tenure) {}

        @Override
        public void resumed(String session) {}

        @Override
        public void redirect(String session, String host, int port) {}

        @Override
        public void refuse(String session) {}

        @Override
        public void prepareHandOver(String session) {}

        @Override
        public void release(String session, String host, int port) {}

        @Override
        public void ready() {
            isReady.complete(null);
        }

        @Override
        public void drained() {}
    }

    private void write(String name, String kind, byte[] bytes) throws IOException {
        String lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(bytes);
        Files.writeString(
                files.resolve(name), "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n");
    }
}
