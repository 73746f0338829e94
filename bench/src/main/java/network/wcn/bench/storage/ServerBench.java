package network.wcn.bench.storage;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import network.wcn.port.rpc.RpcLink;

/**
 * A database as a server beside a process that answers at once and, for writes, one that has only
 * the bare library behind the transport; asked over the same transport by the same callers in turns
 * that begin at rest: with one stream for all calls, which nodes of ours share where both ends know
 * how, and with a stream for each, as the network's protocol says.
 *
 * @param database holds {@code data}
 * @param transport answers reads with a value of the same size and writes with nothing
 * @param library takes sets, and answers no reads
 * @param each how long each is measured, twice per row
 */
record ServerBench(
    DatabaseProcess database,
    RawServer transport,
    RawServer library,
    ServedData data,
    Duration each) {
  private static final int TURNS = 2;
  private static final int CALLERS = 100;
  private static final int MANY_CALLERS = 400;
  private static final double GET_GOAL = 0.7;
  private static final double SET_GOAL = 0.6;
  private static final String DATABASE = "database";

  /**
   * What is asked, over links of one kind.
   *
   * @param remark on that kind, after the names
   */
  private record Ends(String remark, RpcLink transport, RpcLink library, RpcLink database) {}

  /** One of those and its name in the report. */
  private record End(String subject, RpcLink link) {}

  /** Returns a row for each operation, number of callers and end. */
  List<Figure> run(Consumer<String> told) throws IOException, InterruptedException {
    List<Figure> figures = new ArrayList<>();
    try (Links links = new Links(true)) {
      Ends ends = ends("", links);
      for (int callers : List.of(CALLERS, MANY_CALLERS)) {
        told.accept("Measuring the server with " + callers + " callers");
        figures.addAll(gets(callers, ends));
        figures.addAll(sets(callers, ends));
        figures.add(alone("page of 100 fields (hscan)", data.pages(), callers, ends.database));
        figures.add(alone("count of 256 fields (hcard)", data.counts(), callers, ends.database));
      }
    }
    try (Links links = new Links(false)) {
      Ends ends = ends(", a stream each", links);
      for (int callers : List.of(CALLERS, MANY_CALLERS)) {
        told.accept("Measuring the server with a stream for each call, " + callers + " callers");
        figures.addAll(gets(callers, ends));
        figures.addAll(sets(callers, ends));
      }
    }
    return figures;
  }

  private Ends ends(String remark, Links links) throws IOException {
    return new Ends(
        remark,
        links.to(transport.target()),
        links.to(library.target()),
        links.to(database.target("primary")));
  }

  private List<Figure> gets(int callers, Ends ends) throws InterruptedException {
    List<End> compared =
        List.of(
            new End("transport alone" + ends.remark, ends.transport),
            new End(DATABASE + ends.remark, ends.database));
    return beside("get", data.gets(), callers, compared, GET_GOAL);
  }

  private List<Figure> sets(int callers, Ends ends) throws InterruptedException {
    List<End> compared =
        List.of(
            new End("transport alone" + ends.remark, ends.transport),
            new End("transport and RocksDB" + ends.remark, ends.library),
            new End(DATABASE + ends.remark, ends.database));
    return beside("durable set", data.sets(), callers, compared, SET_GOAL);
  }

  private List<Figure> beside(
      String operation, Calls calls, int callers, List<End> ends, double goal)
      throws InterruptedException {
    for (End end : ends) {
      CallLoad.run(end.link, calls, callers, each);
    }
    List<Outcome> outcomes =
        Turns.take(
            TURNS,
            ends.size(),
            end -> {
              // What another one was asked to store is flushed and compacted for seconds.
              awaitRest();
              return CallLoad.run(ends.get(end).link, calls, callers, each);
            });
    List<String> subjects = ends.stream().map(End::subject).toList();
    return Figure.besideFirst(subjects, operation, callers, outcomes).stream()
        .map(figure ->
            figure.subject().startsWith(DATABASE) && callers == CALLERS
                ? figure.aimingAt(goal)
                : figure)
        .toList();
  }

  private Figure alone(String operation, Calls calls, int callers, RpcLink served)
      throws InterruptedException {
    awaitRest();
    CallLoad.run(served, calls, callers, each.dividedBy(TURNS));
    return Figure.alone(
        DATABASE, operation, callers, Run.sum(List.of(CallLoad.run(served, calls, callers, each))));
  }

  private void awaitRest() throws InterruptedException {
    Rest.await(() -> database.cpuTime().plus(library.cpuTime()));
  }
}
