/** What backups cost those who use the database meanwhile. Start reading at {@code BackupBench}. */
@NullMarked
package network.wcn.bench.backup;

import org.jspecify.annotations.NullMarked;
