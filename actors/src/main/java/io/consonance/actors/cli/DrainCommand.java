package io.consonance.actors.cli;

import io.consonance.actors.client.HostAddress;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code drain}: has a node of a cluster give its sessions away, leave and end. */
@Command(
        name = "drain",
        mixinStandardHelpOptions = true,
        description = "Have a node of a cluster give its sessions to the others, leave the cluster and end.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the node has ended", "1:it cannot be reached, or did not end in time", "2:a wrong address"})
public final class DrainCommand implements Callable<Integer> {
    private static final Pattern SELF = Pattern.compile("\"selfNode\"\\s*:\\s*\"pekko://([^\"]+)\"");
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "HOST:PORT",
            description = "The node's consonance.cluster.address and consonance.cluster.management-port.")
    private String node;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(ANSWER).build();

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        String root;
        try {
            root = "http://" + HostAddress.parse(node);
        } catch (IllegalArgumentException e) {
            err.println("consonance drain: " + e.getMessage());
            return ExitCode.USAGE;
        }
        try {
            Matcher self = SELF.matcher(send(request(root + "/cluster/members/").GET()));
            if (!self.find()) {
                throw new IOException("it does not say which node it is");
            }
            send(request(root + "/cluster/members/" + pathSegment(self.group(1)))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .PUT(HttpRequest.BodyPublishers.ofString("operation=leave")));
        } catch (IOException e) {
            err.println("consonance drain: no node of a cluster answers at " + node + ": " + reason(e));
            return ExitCode.SOFTWARE;
        }
        return awaitEnd(root);
    }

    private int awaitEnd(String root) throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (System.nanoTime() < deadline) {
            try {
                send(request(root + "/alive").GET());
            } catch (ConnectException ended) {
                spec.commandLine().getOut().println("drained " + node);
                return ExitCode.OK;
            } catch (IOException busy) {
                // A node that is late to answer, or breaks off, has not ended yet.
            }
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        }
        spec.commandLine()
                .getErr()
                .println("consonance drain: " + node + " has not ended within " + LONGEST.toSeconds() + " s");
        return ExitCode.SOFTWARE;
    }

    private static String reason(IOException e) {
        if (e instanceof ConnectException) {
            if (e.getCause() instanceof UnresolvedAddressException
                    || e.getCause() != null && e.getCause().getCause() instanceof UnresolvedAddressException) {
                return "no such address";
            }
            return "it accepts no connection";
        }
        if (e instanceof ProtocolException || e.getCause() instanceof ProtocolException) {
            return "what answers there is no management port (consonance.cluster.management-port)";
        }
        return e instanceof HttpTimeoutException ? "no answer within " + ANSWER.toSeconds() + " s" : e.getMessage();
    }

    /** The brackets of an IPv6 address are not allowed in a path. */
    private static String pathSegment(String text) {
        return text.replace("[", "%5B").replace("]", "%5D");
    }

    private static HttpRequest.Builder request(String uri) {
        return HttpRequest.newBuilder(URI.create(uri)).timeout(ANSWER);
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("answer " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }
}
