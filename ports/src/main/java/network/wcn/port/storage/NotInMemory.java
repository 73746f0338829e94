package network.wcn.port.storage;

import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.record.FieldVisitor;
import network.wcn.domain.record.MapKey;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.RecordReader;
import network.wcn.domain.record.StoredRecord;

/** An answer cannot be had without waiting: it has to be read where waiting is allowed. */
public final class NotInMemory extends RuntimeException {
  /** A reader that has nothing in memory, or cannot know what it has. */
  public static final RecordReader READER = new Nothing();

  private static final long serialVersionUID = 1L;

  /** Makes one without a stack trace: it happens often, and where tells nothing. */
  public NotInMemory() {
    super("not in memory", null, false, false);
  }

  private static final class Nothing implements RecordReader {
    @Override
    public Optional<StoredRecord> read(RecordKey key) {
      throw new NotInMemory();
    }

    @Override
    public Optional<RecordHeader> readHeader(RecordKey key) {
      throw new NotInMemory();
    }

    @Override
    public void visitMap(MapKey map, Optional<Bytes> after, FieldVisitor visitor) {
      throw new NotInMemory();
    }
  }
}
