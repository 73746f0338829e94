package network.wcn.domain.replication;

import java.util.List;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.operation.MapEntry;
import network.wcn.domain.operation.MapPage;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.record.FieldOrder;
import network.wcn.domain.record.PayloadKind;

/**
 * Checks what a replica says of a page before anybody builds on it: a replica that is broken or
 * lies must not lead a reader in circles or make it believe what no page can hold.
 */
final class PageEvidence {
  private PageEvidence() {}

  /**
   * Returns whether {@code evidence} is one that a page after the scan's cursor can have, and
   * {@code shown} its live fields.
   */
  static boolean isSound(
      Evidence.OfPage evidence, MapPage shown, Operation.HScan scan, long nowUnixSeconds) {
    long wanted = Math.max(1, Integer.toUnsignedLong(scan.count()));
    return shown.entries().size() <= wanted
        && shown.hasNext() == evidence.coveredUntil().isPresent()
        && endsWhereItSays(evidence)
        && isInOrder(evidence.fields(), scan.cursor())
        && shows(evidence.fields(), shown.entries(), nowUnixSeconds);
  }

  private static boolean endsWhereItSays(Evidence.OfPage evidence) {
    List<Evidence.FieldHeader> fields = evidence.fields();
    return evidence.coveredUntil().isEmpty()
        || (!fields.isEmpty() && fields.getLast().field().equals(evidence.coveredUntil().get()));
  }

  private static boolean isInOrder(List<Evidence.FieldHeader> fields, Optional<Bytes> cursor) {
    Bytes previous = cursor.orElse(null);
    for (Evidence.FieldHeader field : fields) {
      if (previous != null && FieldOrder.INSTANCE.compare(field.field(), previous) <= 0) {
        return false;
      }
      previous = field.field();
    }
    return true;
  }

  private static boolean shows(
      List<Evidence.FieldHeader> fields, List<MapEntry> entries, long nowUnixSeconds) {
    int next = 0;
    for (Evidence.FieldHeader field : fields) {
      if (field.header().isLive(nowUnixSeconds)) {
        if (next == entries.size() || !agree(field, entries.get(next++), nowUnixSeconds)) {
          return false;
        }
      } else if (!field.header().isRemembered(nowUnixSeconds)
          || (field.header().kind() == PayloadKind.VALUE && field.hiddenPayload().isEmpty())) {
        return false;
      }
    }
    return next == entries.size();
  }

  private static boolean agree(Evidence.FieldHeader field, MapEntry entry, long nowUnixSeconds) {
    return field.field().equals(entry.field())
        && ReplicaState.agree(field.header(), Optional.of(entry.record()), nowUnixSeconds);
  }
}
