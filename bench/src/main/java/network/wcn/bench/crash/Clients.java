package network.wcn.bench.crash;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import network.wcn.bench.storage.DatabaseProcess;
import network.wcn.bench.storage.Links;
import network.wcn.domain.record.RecordVersion;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.time.WallClock;

/** Everybody who writes to a database under test; they outlive its processes. */
final class Clients {
  private static final int CONNECTIONS = 4;

  private final List<Client> clients = new ArrayList<>();
  private final Tally tally;
  private final AtomicLong version = new AtomicLong();

  /**
   * @param first number of the first; those of others are to be others
   */
  Clients(int first, int count, SplittableRandom random, Tally tally) {
    this.tally = tally;
    for (int i = 0; i < count; i++) {
      clients.add(new Client(first + i, random.split()));
    }
  }

  /** Returns connections for all of them; the caller closes these. */
  static List<RpcLink> connect(Links links, DatabaseProcess database) throws IOException {
    List<RpcLink> connections = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      connections.add(links.to(database.target("primary")));
    }
    return connections;
  }

  /** All write at once, each until the database is gone or all of its records are in doubt. */
  void write(List<RpcLink> connections) throws IOException, InterruptedException {
    write(connections, () -> true);
  }

  /** The same, and each only as long as {@code goesOn}. */
  void write(List<RpcLink> connections, BooleanSupplier goesOn)
      throws IOException, InterruptedException {
    each(
        connections,
        (client, database) -> client.write(database, this::nextVersion, tally, goesOn));
  }

  /** All write each of their records once. */
  void writeOnce(List<RpcLink> connections) throws IOException, InterruptedException {
    each(connections, (client, database) -> client.writeOnce(database, this::nextVersion, tally));
  }

  /** All read their records and note what is wrong; what is in doubt stays so. */
  void look(List<RpcLink> connections) throws IOException, InterruptedException {
    each(connections, (client, database) -> client.look(database, tally));
  }

  /** The same, their maps too, and a read may be refused with {@code reason}. */
  void examine(List<RpcLink> connections, String reason) throws IOException, InterruptedException {
    each(connections, (client, database) -> client.examine(database, tally, reason));
  }

  /** All read everything that they wrote and note what is missing or wrong. */
  void check(List<RpcLink> connections) throws IOException, InterruptedException {
    each(connections, (client, database) -> client.check(database, tally));
  }

  /** Returns the time in microseconds, but never one twice. */
  private RecordVersion nextVersion() {
    long now = WallClock.system().unixMicros();
    return new RecordVersion(version.updateAndGet(last -> Math.max(last + 1, now)));
  }

  /** What all clients do at once. */
  private interface Work {
    void with(Client client, Conversation database);
  }

  private void each(List<RpcLink> connections, Work work) throws IOException, InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < clients.size(); i++) {
        Client client = clients.get(i);
        Conversation database = new Conversation(connections.get(i % CONNECTIONS));
        running.add(threads.submit(() -> work.with(client, database)));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("a client failed: " + e.getCause(), e);
    }
  }
}
