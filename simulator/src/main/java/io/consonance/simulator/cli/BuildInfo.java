package io.consonance.simulator.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What this program was built from.
 *
 * @param version of the project
 * @param commit abbreviated id, with "-dirty" where the sources had been changed since; "unknown" outside a repository
 */
public record BuildInfo(String version, String commit) {

    private static final String RESOURCE = "build.properties";

    /** Reads what the build wrote down. */
    public static BuildInfo load() {
        Properties properties = new Properties();
        try (InputStream in = BuildInfo.class.getResourceAsStream(RESOURCE)) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String commit = known(properties, "commit");
        boolean dirty = !commit.equals("unknown") && "true".equals(properties.getProperty("dirty"));
        return new BuildInfo(known(properties, "version"), dirty ? commit + "-dirty" : commit);
    }

    /** A property the build had no value for still has its placeholder. */
    private static String known(Properties properties, String key) {
        String value = properties.getProperty(key, "");
        return value.isBlank() || value.startsWith("${") ? "unknown" : value;
    }

    @Override
    public String toString() {
        return version + " (commit " + commit + ")";
    }
}
