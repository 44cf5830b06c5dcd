package io.consonance.benchmarks.relay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The report as one HTML page that needs no network. Stateless. */
final class RelayPage {

    private static final String ECHARTS = "/META-INF/resources/webjars/echarts/5.3.1/dist/echarts.common.min.js";

    private RelayPage() {}

    static String of(RelayReport report) throws JsonProcessingException {
        // A closing tag inside a string would end the script.
        String data = new ObjectMapper().writeValueAsString(report).replace("<", "\\u003c");
        String page = resource("relay.html");
        int script = page.indexOf("@@ECHARTS@@");
        int json = page.indexOf("@@DATA@@");
        return page.substring(0, script)
                + resource(ECHARTS)
                + page.substring(script + "@@ECHARTS@@".length(), json)
                + data
                + page.substring(json + "@@DATA@@".length());
    }

    private static String resource(String name) {
        try (InputStream in = RelayPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
