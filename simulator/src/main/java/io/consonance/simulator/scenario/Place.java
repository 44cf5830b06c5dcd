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

    /**
     * A plane they walk on, in square cells; a cell is a room that peers join and leave as they walk. The plane is their
     * own, and they share a session.
     *
     * @param width metres, 1 to 100,000
     * @param height metres, 1 to 100,000
     * @param cell metres, 1 to 100,000
     * @param positional whether voices are to be heard from where their speakers are
     */
    record Plane(double width, double height, double cell, boolean positional, Walk walk) implements Place {

        /** Checks the ranges. */
        public Plane {
            Limits.requireWithin("width", width, 1, 100_000);
            Limits.requireWithin("height", height, 1, 100_000);
            Limits.requireWithin("cell", cell, 1, 100_000);
            Limits.require(
                    Math.ceil(width / cell) * Math.ceil(height / cell) <= 65_535,
                    "cell",
                    cell,
                    "cells so large that there are at most 65535 of them");
        }

        /** The column of a place, from 0. */
        int column(double x) {
            return index(x, width);
        }

        /** The row of a place, from 0. */
        int row(double y) {
            return index(y, height);
        }

        private int index(double metres, double length) {
            int last = (int) Math.ceil(length / cell) - 1;
            return (int) Math.max(0, Math.min(last, Math.floor(metres / cell)));
        }
    }
}
