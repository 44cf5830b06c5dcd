package io.consonance.simulator.workers;

import com.typesafe.config.ConfigFactory;
import io.consonance.actors.client.HostAddress;
import io.consonance.simulator.live.LiveResult;
import io.consonance.simulator.live.LiveSettings;
import io.consonance.simulator.live.LiveShare;
import io.consonance.simulator.live.Progress;
import io.consonance.simulator.live.RunNames;
import io.consonance.simulator.live.Share;
import io.consonance.simulator.scenario.Scenario;
import io.consonance.simulator.scenario.ScenarioReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A share of a live run, made of what the coordinator says about it. */
final class ShareWork implements WorkerActor.Work {

    private final HostAddress host;
    private final LiveShare share;

    /** Lays the share out and encodes its voices. */
    ShareWork(WorkerMessage.Job job, Progress progress) {
        Scenario scenario = ScenarioReader.read(
                ConfigFactory.parseString(job.scenario()), job.name(), Path.of(job.folder()), job.sessionSize());
        host = HostAddress.parse(job.host());
        LiveSettings settings =
                new LiveSettings(scenario, Duration.ofMillis(job.warmUpMillis()), job.seed(), Optional.of(host));
        share = LiveShare.of(settings, new RunNames(job.mark()), new Share(job.share(), job.shares()), progress);
    }

    @Override
    public int join() throws IOException {
        share.join(List.of(host));
        return share.joined();
    }

    @Override
    public LiveResult talk() {
        share.talk();
        share.leave();
        return share.result();
    }

    @Override
    public void interrupt() {
        share.interrupt();
    }

    @Override
    public void close() {
        share.close();
    }
}
