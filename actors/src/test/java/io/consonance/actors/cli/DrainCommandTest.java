package io.consonance.actors.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** What {@code drain} makes of a node's answers. */
@Timeout(60)
class DrainCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final HttpServer node;
    private final String address;

    DrainCommandTest() throws IOException {
        node = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        address = "127.0.0.1:" + node.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        node.stop(0);
    }

    private int drain() {
        return new CommandLine(new DrainCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(address);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** One that is busy when it is looked after first, breaks off then, and has ended at last. */
    private void leave(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        if (!exchange.getRequestURI().getPath().equals("/alive")) {
            answer(exchange, 200, "{\"selfNode\": \"pekko://consonance-host@[::1]:7410\"}");
        } else if (requests.stream().filter("GET /alive"::equals).count() == 1) {
            answer(exchange, 503, "busy");
        } else {
            exchange.close();
            node.stop(0);
        }
    }

    @Test
    void shouldWaitUntilTheNodeAcceptsNoConnection() {
        node.createContext("/", this::leave);
        node.start();

        assertThat(drain()).isZero();

        assertThat(out.toString()).isEqualToIgnoringNewLines("drained " + address);
        assertThat(requests)
                .containsSubsequence(
                        "GET /cluster/members/",
                        "PUT /cluster/members/consonance-host@%5B::1%5D:7410",
                        "GET /alive",
                        "GET /alive");
    }

    @Test
    void shouldSayThatNobodyAnswers() {
        node.start();
        node.stop(0);

        assertThat(drain()).isEqualTo(1);

        assertThat(err.toString())
                .isEqualToIgnoringNewLines(
                        "consonance drain: no node of a cluster answers at " + address + ": it accepts no connection");
    }
}
