package network.wcn.cli.simulate;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import network.wcn.simulator.SimulationBatch;
import network.wcn.simulator.SimulationSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code wcn simulate}: runs seeds and says which of them broke a promise. */
@Command(
    name = "simulate",
    description = {
      "Runs whole networks on one thread, one per seed: lost and late messages, crashes,",
      "partitions and migrations, with every answer checked."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Exit status: 0 every promise was kept, 1 a seed failed, 2 wrong usage."})
public final class SimulateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many seeds to run (default ${DEFAULT-VALUE}).")
  private long seeds;

  @Option(
      names = "--from",
      paramLabel = "S",
      defaultValue = "0",
      description = "The first seed (default ${DEFAULT-VALUE}).")
  private long from;

  @Override
  public Integer call() {
    if (seeds < 1) {
      throw new ParameterException(spec.commandLine(), "--seeds must be 1 or more, got " + seeds);
    }
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    long failed =
        new SimulationBatch(SimulationSettings.DEFAULT, out, System::nanoTime).run(from, seeds);
    return failed == 0 ? 0 : 1;
  }
}
