package network.wcn.domain.replication;

import java.util.Optional;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.MapPage;
import org.jspecify.annotations.Nullable;

/**
 * What one replica said of a page or a whole map.
 *
 * @param digest hash and extent of what it remembers there
 * @param page the entries themselves, where they were asked for
 */
record PageDigest(Evidence.OfDigest digest, @Nullable MapPage page) {
  /** Reads a replica's answer, unless it is one without evidence. */
  static Optional<PageDigest> of(StorageResponse.Succeeded response, long nowUnixSeconds) {
    return response
        .evidence()
        .flatMap(evidence ->
            switch (evidence) {
              case Evidence.OfDigest digest -> Optional.of(new PageDigest(digest, null));
              case Evidence.OfPage page when response.answer() instanceof Answer.Page answer ->
                  Optional.of(new PageDigest(digest(page, nowUnixSeconds), answer.page()));
              case Evidence.OfPage _ -> Optional.empty();
              case Evidence.OfRecord _ -> Optional.empty();
            });
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
