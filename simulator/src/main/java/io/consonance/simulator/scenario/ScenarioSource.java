package io.consonance.simulator.scenario;

import com.typesafe.config.Config;
import java.nio.file.Path;

/**
 * What a scenario is made of. Immutable.
 *
 * @param keys those of {@code docs/scenarios.md}, resolved
 * @param name it has if the keys do not say
 * @param folder that files the keys name are looked for in
 * @param usualSessionSize most peers in a session if the keys do not say and every room is that small
 */
public record ScenarioSource(Config keys, String name, Path folder, int usualSessionSize) {

    /**
     * Makes the scenario.
     *
     * @throws io.consonance.actors.settings.InvalidSettingException for a key that does not exist, and a value that cannot
     *     be
     */
    public Scenario read() {
        return ScenarioReader.read(keys, name, folder, usualSessionSize);
    }
}
