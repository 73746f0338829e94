package network.wcn.port.storage;

import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.StoredRecord;

/** A record to be merged into whatever is stored under {@code key}. */
public record Merge(RecordKey key, StoredRecord incoming) {}
