/**
 * The contract of a storage engine as JUnit suites, and an engine in memory that keeps it.
 *
 * <p>An engine's test class names each suite once, as a nested class that hands a {@link
 * StoreFactory} to it, or the class of one; see {@code FakeRecordStoreTest} for all of them.
 */
@NullMarked
package network.wcn.tck.storage;

import org.jspecify.annotations.NullMarked;
