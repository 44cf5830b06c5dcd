package io.consonance.engine.peer;

import io.consonance.engine.wire.RoomId;
import java.util.HashMap;
import java.util.Map;

/** Room names with a property. */
final class Rooms {

    private Rooms() {}

    /** Two names with one id. */
    static String[] withTheSameId() {
        Map<Integer, String> names = new HashMap<>();
        for (int i = 0; ; i++) {
            String name = "room-" + i;
            String twin = names.put(RoomId.of(name), name);
            if (twin != null) {
                return new String[] {twin, name};
            }
        }
    }
}
