package io.consonance.benchmarks.relay;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Programs in C, compiled into a directory of their own that goes with {@link #close()}. */
final class CPrograms implements AutoCloseable {

    private final Path directory;

    CPrograms() throws IOException {
        directory = Files.createTempDirectory("consonance-bench");
    }

    /**
     * Compiles {@code name.c}, a resource of this package as are its headers, with gcc.
     *
     * @throws IOException which says why there is no program
     */
    Path compile(String name, String... headers) throws IOException, InterruptedException {
        Path source = directory.resolve(name + ".c");
        Path program = directory.resolve(name);
        copy(name + ".c");
        for (String header : headers) {
            copy(header);
        }
        Process gcc;
        try {
            gcc = new ProcessBuilder("gcc", "-O2", "-pthread", "-o", program.toString(), source.toString(), "-lm")
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new IOException("gcc is not installed", e);
        }
        String output = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (gcc.waitFor() != 0) {
            throw new IOException("gcc could not compile " + name + ".c: "
                    + output.lines().findFirst().orElse(""));
        }
        return program;
    }

    private void copy(String resource) throws IOException {
        try (InputStream in = CPrograms.class.getResourceAsStream(resource)) {
            Files.copy(in, directory.resolve(resource));
        }
    }

    @Override
    public void close() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
