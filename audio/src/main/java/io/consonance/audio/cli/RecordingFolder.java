package io.consonance.audio.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A folder that is made where there is none, and is gone again if nothing comes into it. One owner. */
final class RecordingFolder {

    private final Path folder;
    /** That were not there before, the innermost first. */
    private final List<Path> made = new ArrayList<>();

    /**
     * Makes the folder, and those around it.
     *
     * @throws IOException if it cannot be made; what the system says of that is no more than its name, so this says why
     */
    RecordingFolder(Path folder) throws IOException {
        this.folder = folder;
        Path there = folder.toAbsolutePath();
        while (there != null && !Files.exists(there)) {
            made.add(there);
            there = there.getParent();
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            removeIfEmpty();
            String why = there == null
                    ? "nothing of its path is there"
                    : Files.isDirectory(there) ? there + " cannot be written to" : there + " is a file";
            throw new IOException("--dir " + folder + " cannot be made: " + why + "; use another folder", e);
        }
    }

    Path path() {
        return folder;
    }

    /** Leaves nothing behind of what was made, unless something is in it. */
    void removeIfEmpty() {
        try {
            for (Path each : made) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            // something is in it, or somebody else's it is by now: it stays
        }
    }
}
