package network.wcn.port.storage;

import java.util.function.Supplier;
import network.wcn.domain.Bytes;
import network.wcn.domain.record.RecordHeader;

/** Looks at the fields of a map, one after another. */
@FunctionalInterface
public interface FieldVisitor {
  /**
   * Looks at one field.
   *
   * @param payload reads the payload's bytes; valid until this call returns
   * @return whether to go on
   */
  boolean visit(Bytes field, RecordHeader header, Supplier<Bytes> payload);
}
