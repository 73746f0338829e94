package network.wcn.port.storage;

import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.StoredRecord;

/** One stored record and where it is kept. */
public record ExportedRecord(RecordKey key, StoredRecord record) {}
