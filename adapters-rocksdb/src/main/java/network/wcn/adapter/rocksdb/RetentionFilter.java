package network.wcn.adapter.rocksdb;

import org.rocksdb.AbstractCompactionFilter;
import org.rocksdb.Slice;

/** A native filter that calls back into Java; owned by the compaction that asked for it. */
final class RetentionFilter extends AbstractCompactionFilter<Slice> {
  RetentionFilter(long nativeFilter) {
    super(nativeFilter);
  }
}
