package network.wcn.domain.operation;

import java.util.Optional;
import network.wcn.domain.record.Expiration;

/** What an operation answers when it succeeds. */
public sealed interface Answer {
  /** A write took effect, or was older than what is stored. */
  record Done() implements Answer {
    public static final Done INSTANCE = new Done();
  }

  /** Answers {@code get} and {@code hget}. */
  record Found(Optional<LiveRecord> record) implements Answer {}

  /** Answers {@code get_exp} and {@code hget_exp}. */
  record Expires(Optional<Expiration> expiration) implements Answer {}

  /** Answers {@code hcard}: an unsigned 64-bit count of live fields. */
  record Cardinality(long count) implements Answer {}

  /** Answers {@code hscan}. */
  record Page(MapPage page) implements Answer {}
}
