package io.consonance.simulator.live;

import io.consonance.actors.client.ClientListener;
import io.consonance.actors.client.ClientSettings;
import io.consonance.actors.client.HostAddress;
import io.consonance.simulator.report.Report;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;

/** Several hosts the peers talk through, to which something happens meanwhile. Called by the run, in this order. */
public interface NodesUnderTest extends AutoCloseable {

    /** What the report calls them. */
    String words();

    /**
     * Starts them.
     *
     * @throws IOException if one does not start
     * @throws InterruptedIOException if {@link #interrupt} was called
     */
    void open() throws IOException;

    /** Nobody waits for them to start any more; from any thread. */
    void interrupt();

    /** Where peers reach them. */
    List<HostAddress> addresses();

    /** A listener for this peer that passes everything on to the one that measures. */
    ClientListener beside(ClientSettings client, ClientListener measured);

    /** The talk begins now, and with it the time of what happens. */
    void talkBegins();

    /** A frame was said in this session, whether or not its speaker is connected. Called by the crews' threads. */
    void spoken(String session, long nowNanos);

    /** The talk is over: what is not heard any more has not been said. */
    void talkEnds();

    /**
     * What happened and what came of it.
     *
     * @throws IOException if something could not be done to them
     */
    List<Report.NodeEvent> events() throws IOException;

    /** Nothing went wrong: nobody will want to read what they said. */
    void passed();

    /** Ends them. */
    @Override
    void close();
}
