package network.wcn.app.base.http;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import network.wcn.app.base.log.JsonText;

/** Whether a server can serve, and why not. Safe for use by many threads. */
public final class Readiness {
  @GuardedBy("this")
  private final Set<Unready> reasons = EnumSet.of(Unready.STARTING);

  /** Sets whether {@code reason} holds; a new server is {@link Unready#STARTING}. */
  public synchronized void set(Unready reason, boolean holds) {
    if (holds) {
      reasons.add(reason);
    } else {
      reasons.remove(reason);
    }
  }

  /** Returns why the server cannot serve; nothing when it can. */
  public synchronized List<Unready> reasons() {
    return List.copyOf(reasons);
  }

  HttpReply reply() {
    List<Unready> now = reasons();
    String texts = JsonText.quoteAll(now.stream().map(Unready::text).toList());
    String body = "{\"ready\":" + now.isEmpty() + ",\"reasons\":" + texts + "}";
    return HttpReply.json(now.isEmpty() ? 200 : 503, body);
  }
}
