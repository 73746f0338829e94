package network.wcn.bench.storage;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import network.wcn.port.rpc.LinkTarget;
import network.wcn.port.rpc.RpcLink;

/**
 * A database as a server beside a process that answers at once, asked over the same transport by
 * the same callers in turns: with one stream for all calls, which nodes of ours share where both
 * ends know how, and with a stream for each, as the network's protocol says.
 *
 * @param database holds {@code data}; it comes to rest before each row
 * @param raw answers reads with a value of the same size and writes with nothing
 * @param each how long each is measured per row
 */
record ServerBench(DatabaseProcess database, LinkTarget raw, ServedData data, Duration each) {
  private static final int TURNS = 4;
  private static final int CALLERS = 100;
  private static final int MANY_CALLERS = 400;
  private static final double GET_GOAL = 0.7;
  private static final double SET_GOAL = 0.6;
  private static final String DATABASE = "database";
  private static final String TRANSPORT = "transport alone";

  /**
   * The two ends that are compared.
   *
   * @param remark on how they are called, after their names
   */
  private record Ends(RpcLink served, RpcLink bare, String remark) {}

  /** Returns a row for each operation and number of callers. */
  List<Figure> run(Consumer<String> told) throws IOException, InterruptedException {
    List<Figure> figures = new ArrayList<>();
    try (Links links = new Links(true)) {
      Ends ends = new Ends(links.to(database.target("primary")), links.to(raw), "");
      for (int callers : List.of(CALLERS, MANY_CALLERS)) {
        told.accept("Measuring the server with " + callers + " callers");
        figures.addAll(besideEachOther(callers, ends));
        figures.add(alone("page of 100 fields (hscan)", data.pages(), callers, ends.served));
        figures.add(alone("count of 256 fields (hcard)", data.counts(), callers, ends.served));
      }
    }
    try (Links links = new Links(false)) {
      told.accept("Measuring the server with a stream for each call");
      Ends ends = new Ends(links.to(database.target("primary")), links.to(raw), ", a stream each");
      figures.addAll(besideEachOther(CALLERS, ends));
    }
    return figures;
  }

  private List<Figure> besideEachOther(int callers, Ends ends) throws InterruptedException {
    List<Figure> figures = new ArrayList<>(beside("get", data.gets(), callers, ends, GET_GOAL));
    figures.addAll(beside("durable set", data.sets(), callers, ends, SET_GOAL));
    return figures;
  }

  private List<Figure> beside(String operation, Calls calls, int callers, Ends ends, double goal)
      throws InterruptedException {
    database.awaitRest();
    CallLoad.run(ends.bare, calls, callers, each);
    CallLoad.run(ends.served, calls, callers, each);
    List<Run> bareRuns = new ArrayList<>();
    List<Run> servedRuns = new ArrayList<>();
    for (int turn = 0; turn < TURNS; turn++) {
      bareRuns.add(CallLoad.run(ends.bare, calls, callers, each.dividedBy(TURNS)));
      servedRuns.add(CallLoad.run(ends.served, calls, callers, each.dividedBy(TURNS)));
    }
    Outcome transport = Run.sum(bareRuns);
    Figure figure =
        Figure.alone(DATABASE + ends.remark, operation, callers, Run.sum(servedRuns))
            .beside(transport);
    return List.of(
        Figure.alone(TRANSPORT + ends.remark, operation, callers, transport),
        callers == CALLERS ? figure.aimingAt(goal) : figure);
  }

  private Figure alone(String operation, Calls calls, int callers, RpcLink served)
      throws InterruptedException {
    database.awaitRest();
    CallLoad.run(served, calls, callers, each.dividedBy(TURNS));
    return Figure.alone(
        DATABASE, operation, callers, Run.sum(List.of(CallLoad.run(served, calls, callers, each))));
  }
}
