/**
 * The storage engine over LMDB, for read-heavy or small deployments. Read {@link LmdbRecordStore}
 * first.
 */
@NullMarked
package network.wcn.adapter.lmdb;

import org.jspecify.annotations.NullMarked;
