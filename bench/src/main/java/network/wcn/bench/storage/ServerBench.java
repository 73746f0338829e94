package network.wcn.bench.storage;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import network.wcn.port.rpc.RpcLink;

/**
 * A database as a server beside a process that answers at once and one that has only the bare
 * library behind the transport, asked over the same transport by the same callers in turns: with
 * one stream for all calls, which nodes of ours share where both ends know how, and with a stream
 * for each, as the network's protocol says.
 *
 * @param database holds {@code data}
 * @param transport answers reads with a value of the same size and writes with nothing
 * @param library holds nothing yet
 * @param each how long each is measured per row
 */
record ServerBench(
    DatabaseProcess database,
    RawServer transport,
    RawServer library,
    ServedData data,
    Duration each) {
  private static final int CALLERS = 100;
  private static final int MANY_CALLERS = 400;
  private static final double GET_GOAL = 0.7;
  private static final double SET_GOAL = 0.6;
  private static final String DATABASE = "database";

  private record End(String subject, RpcLink link) {}

  /** Returns a row for each operation, number of callers and end. */
  List<Figure> run(Consumer<String> told) throws IOException, InterruptedException {
    List<Figure> figures = new ArrayList<>();
    try (Links links = new Links(true)) {
      List<End> ends = ends(links, "");
      RpcLink served = ends.getLast().link;
      told.accept("Filling bare RocksDB");
      CallLoad.each(ends.get(1).link, data.sets(), CALLERS);
      for (int callers : List.of(CALLERS, MANY_CALLERS)) {
        told.accept("Measuring the server with " + callers + " callers");
        figures.addAll(besideEachOther(callers, ends));
        figures.add(alone("page of 100 fields (hscan)", data.pages(), callers, served));
        figures.add(alone("count of 256 fields (hcard)", data.counts(), callers, served));
      }
    }
    try (Links links = new Links(false)) {
      told.accept("Measuring the server with a stream for each call");
      figures.addAll(besideEachOther(CALLERS, ends(links, ", a stream each")));
    }
    return figures;
  }

  /**
   * Returns what is compared, the transport first and our database last.
   *
   * @param remark on how they are called, after their names
   */
  private List<End> ends(Links links, String remark) throws IOException {
    return List.of(
        new End("transport alone" + remark, links.to(transport.target())),
        new End("bare RocksDB" + remark, links.to(library.target())),
        new End(DATABASE + remark, links.to(database.target("primary"))));
  }

  private List<Figure> besideEachOther(int callers, List<End> ends) throws InterruptedException {
    List<Figure> figures = new ArrayList<>(beside("get", data.gets(), callers, ends, GET_GOAL));
    figures.addAll(beside("durable set", data.sets(), callers, ends, SET_GOAL));
    return figures;
  }

  private List<Figure> beside(
      String operation, Calls calls, int callers, List<End> ends, double goal)
      throws InterruptedException {
    awaitRest();
    for (End end : ends) {
      CallLoad.run(end.link, calls, callers, each);
    }
    Duration turn = each.dividedBy(Turns.COUNT);
    List<Outcome> outcomes =
        Turns.take(ends.size(), end -> CallLoad.run(ends.get(end).link, calls, callers, turn));
    List<String> subjects = ends.stream().map(End::subject).toList();
    List<Figure> figures = Figure.besideFirst(subjects, operation, callers, outcomes);
    if (callers == CALLERS) {
      figures.add(figures.removeLast().aimingAt(goal));
    }
    return figures;
  }

  private Figure alone(String operation, Calls calls, int callers, RpcLink served)
      throws InterruptedException {
    awaitRest();
    CallLoad.run(served, calls, callers, each.dividedBy(Turns.COUNT));
    return Figure.alone(
        DATABASE, operation, callers, Run.sum(List.of(CallLoad.run(served, calls, callers, each))));
  }

  private void awaitRest() throws InterruptedException {
    Rest.await(() -> database.cpuTime().plus(library.cpuTime()));
  }
}
