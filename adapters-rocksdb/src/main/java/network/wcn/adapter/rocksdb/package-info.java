/**
 * The storage engine over RocksDB. Read {@link RocksRecordStore} first.
 *
 * <p>Merges are decided by the domain, record by record, and written as plain values in one synced
 * batch; RocksDB's merge operator is not used, because together with a compaction filter it loses
 * live records. What may be forgotten is decided by {@link network.wcn.domain.record.Retention},
 * called from a compaction filter that is plain Java ({@link RetentionFilterFactory}).
 */
@NullMarked
package network.wcn.adapter.rocksdb;

import org.jspecify.annotations.NullMarked;
