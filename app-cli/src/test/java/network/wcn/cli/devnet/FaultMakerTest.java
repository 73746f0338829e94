package network.wcn.cli.devnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import network.wcn.cli.CommandFailed;
import org.junit.jupiter.api.Test;

class FaultMakerTest {
  private static final int OPERATORS = 5;

  private final FakeNetwork network = new FakeNetwork();
  private final List<String> told = new ArrayList<>();
  private final FaultMaker faults = new FaultMaker(network, 7, told::add);

  /** A network of databases whose starts fail as often as a test says. */
  private static final class FakeNetwork implements FaultMaker.Network {
    private final Set<ServerName> running = new LinkedHashSet<>();
    private final List<ServerName> all =
        IntStream.rangeClosed(1, OPERATORS).mapToObj(ServerName::database).toList();
    private final Map<ServerName, Integer> failures = new HashMap<>();
    private int mostDown;

    FakeNetwork() {
      running.addAll(all);
    }

    private Set<ServerName> down() {
      return all.stream().filter(name -> !running.contains(name)).collect(Collectors.toSet());
    }

    @Override
    public List<ServerName> servers() {
      return all;
    }

    @Override
    public boolean isRunning(ServerName name) {
      return running.contains(name);
    }

    @Override
    public void kill(ServerName name) {
      if (!running.remove(name)) {
        throw new CommandFailed(name + " does not run");
      }
      mostDown = Math.max(mostDown, down().size());
    }

    @Override
    public void start(ServerName name) {
      int left = failures.merge(name, -1, Integer::sum);
      if (left >= 0) {
        throw new CommandFailed(name + " was not ready");
      }
      running.add(name);
    }
  }

  private void rounds(int count) {
    for (int i = 0; i < count; i++) {
      faults.round(() -> {});
    }
  }

  @Test
  void whatIsKilledRunsAgain() {
    rounds(20);
    faults.finish();

    assertEquals(Set.of(), network.down());
    assertEquals(2, network.mostDown);
    assertTrue(told.getLast().matches("killed [0-9]+ servers, all of them were started again"));
  }

  @Test
  void aServerThatDoesNotRunIsLeftAloneAndTheOthersAreDealtWith() {
    ServerName broken = ServerName.database(4);
    network.running.remove(broken);

    rounds(20);
    faults.finish();

    assertEquals(Set.of(broken), network.down());
    assertTrue(told.contains("4/db does not run, and not on our account"), told::toString);
    assertTrue(told.getLast().endsWith("all of them were started again"), told::toString);
  }

  @Test
  void aServerThatDoesNotStartAtFirstIsTriedAgainBeforeMoreAreKilled() {
    network.all.forEach(name -> network.failures.put(name, 3));

    rounds(40);
    faults.finish();

    assertEquals(Set.of(), network.down());
    assertEquals(2, network.mostDown);
    assertTrue(told.contains("cannot start 4/db: 4/db was not ready"), told::toString);
  }

  @Test
  void aServerThatNeverStartsIsNamedAtTheEndAndKeepsNoOtherDown() {
    ServerName broken = ServerName.database(4);
    network.failures.put(broken, Integer.MAX_VALUE);

    rounds(40);
    faults.finish();

    assertEquals(Set.of(broken), network.down());
    assertTrue(
        told.getLast().endsWith("still down: [4/db]; start them with wcn devnet start"),
        told::toString);
  }
}
