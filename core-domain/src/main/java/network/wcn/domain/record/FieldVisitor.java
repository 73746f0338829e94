package network.wcn.domain.record;

import java.util.function.Supplier;
import network.wcn.domain.Bytes;

/** Looks at the fields of a map, one after another. */
@FunctionalInterface
public interface FieldVisitor {
  /**
   * Looks at one field.
   *
   * @param payloadSizeBytes size of what {@code payload} would read
   * @param payload reads the payload's bytes; valid until this call returns
   * @return whether to go on
   */
  boolean visit(Bytes field, RecordHeader header, int payloadSizeBytes, Supplier<Bytes> payload);
}
