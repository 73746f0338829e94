package network.wcn.app.node.service;

import java.time.Duration;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.RpcMethod;
import network.wcn.domain.replication.ReplicaReply;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.time.Deadline;
import network.wcn.port.time.Ticker;

/** The database of this node's own operator. Safe for use by many threads. */
final class OwnDatabase {
  private static final Duration LONGEST_CALL = Duration.ofMillis(1500);

  private final RpcLink link;
  private final OperatorLink calls;
  private final Ticker ticker;

  OwnDatabase(RpcLink link, Ticker ticker) {
    this.link = link;
    this.calls = new OperatorLink(java.util.List.of(link), ticker);
    this.ticker = ticker;
  }

  boolean isReachable() {
    return link.isOpen();
  }

  /** Makes a call; {@code deadline} is shortened to what a database may take. Never blocks. */
  void call(RpcMethod method, Bytes request, Deadline deadline, OperatorLink.Listener listener) {
    calls.call(method, request, deadline.earlier(Deadline.after(ticker, LONGEST_CALL)), listener);
  }

  /** Says to a caller why the database did not answer. */
  static String explain(ReplicaReply.Reason reason) {
    return switch (reason) {
      case UNREACHABLE -> "the operator's database is not connected";
      case TIMED_OUT -> "the operator's database did not answer in time";
      case BROKEN -> "the connection to the operator's database broke";
    };
  }
}
