package io.consonance.actors.client;

import org.apache.pekko.actor.typed.ActorRef;

/** An open channel of a {@link VoiceClient}: while it is open, every frame goes to its room or player. Thread-safe. */
public final class VoiceChannel implements AutoCloseable {
    private final ActorRef<ClientActor.Command> client;
    private final int number;

    VoiceChannel(ActorRef<ClientActor.Command> client, int number) {
        this.client = client;
        this.number = number;
    }

    /** How loud it is from the next frame on, 0 to 2. */
    public void setAmplitude(float amplitude) {
        client.tell(new ClientActor.SetAmplitude(number, amplitude));
    }

    /** The next frame is its last one, and the one that tells the others. Closing twice does nothing. */
    @Override
    public void close() {
        client.tell(new ClientActor.CloseChannel(number));
    }
}
