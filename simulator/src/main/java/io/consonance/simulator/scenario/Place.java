package io.consonance.simulator.scenario;

/** Where the peers of a group are. Immutable. */
public sealed interface Place {

    /**
     * Rooms of their own, filled one after the other; they are called room-1, room-2 and so on through all groups.
     *
     * @param size members of a full room, 1 to 65,535
     */
    record Rooms(int size) implements Place {

        /** Checks the range. */
        public Rooms {
            Limits.requireWithin("room-size", size, 1, 65_535);
        }
    }

    /**
     * One room, together with all other groups that name it.
     *
     * @param name 1 to 64 characters
     */
    record SharedRoom(String name) implements Place {

        /** Checks the length. */
        public SharedRoom {
            Limits.require(
                    !name.isBlank() && name.length() <= 64 && !name.matches("room-\\d+"),
                    "room",
                    name,
                    "1 to 64 characters, not room- and a number");
        }
    }
}
