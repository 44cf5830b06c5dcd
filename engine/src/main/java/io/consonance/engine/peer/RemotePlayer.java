package io.consonance.engine.peer;

import io.consonance.engine.wire.CodecSettings;
import java.util.List;

/**
 * A player as this peer knows it at one moment.
 *
 * @param name unique in the session
 * @param clientId 0..65535
 * @param codec how it encodes its voice
 * @param rooms those it listens to
 * @param speaking whether we hear it speak
 * @param direct whether there is a direct link to it
 */
public record RemotePlayer(
        String name, int clientId, CodecSettings codec, List<String> rooms, boolean speaking, boolean direct) {}
