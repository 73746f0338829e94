package network.wcn.domain.replication;

import java.util.Optional;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.MapPage;
import network.wcn.domain.operation.Operation;
import org.jspecify.annotations.Nullable;

/**
 * What one replica said of a page or a whole map.
 *
 * @param digest hash and extent of what it remembers there
 * @param page the entries themselves, where they were asked for
 */
record PageDigest(Evidence.OfDigest digest, @Nullable MapPage page) {
  /** Reads a replica's answer, unless its evidence is none for it. */
  static Optional<PageDigest> of(
      Operation.MapRead read, Answer answer, Evidence evidence, long nowUnixSeconds) {
    return switch (evidence) {
      case Evidence.OfDigest digest -> Optional.of(new PageDigest(digest, null));
      case Evidence.OfPage page
          when read instanceof Operation.HScan scan
              && answer instanceof Answer.Page(MapPage shown)
              && PageEvidence.isSound(page, shown, scan, nowUnixSeconds) ->
          Optional.of(new PageDigest(digest(page, nowUnixSeconds), shown));
      case Evidence.OfPage _, Evidence.OfRecord _ -> Optional.empty();
    };
  }

  private static Evidence.OfDigest digest(Evidence.OfPage page, long nowUnixSeconds) {
    FieldDigest hash = new FieldDigest();
    long live = 0;
    for (Evidence.FieldHeader field : page.fields()) {
      hash.add(field.field(), field.header(), nowUnixSeconds);
      if (field.header().isLive(nowUnixSeconds)) {
        live++;
      }
    }
    return new Evidence.OfDigest(live, hash.value(), page.coveredUntil());
  }
}
