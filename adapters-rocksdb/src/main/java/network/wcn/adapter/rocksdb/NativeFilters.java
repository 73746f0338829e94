package network.wcn.adapter.rocksdb;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import network.wcn.domain.InvariantViolation;
import org.rocksdb.RocksDB;

/**
 * RocksDB's C interface for compaction filters, which its Java library carries but does not offer.
 *
 * <p>All pointers are passed as {@code long}: an upcall per stored record must not make objects. An
 * exception that leaves an upcall ends the process, so every upcall catches all.
 */
@SuppressWarnings("restricted") // calling native code is what this class is for
final class NativeFilters {
  static {
    RocksDB.loadLibrary();
  }

  /** All memory, so that a pointer is an offset. */
  static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private static final Linker LINKER = Linker.nativeLinker();

  private static final MethodHandle CREATE =
      LINKER.downcallHandle(
          SymbolLookup.loaderLookup().findOrThrow("rocksdb_compactionfilter_create"),
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS));

  private static final FunctionDescriptor FILTER =
      FunctionDescriptor.of(
          JAVA_BYTE, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
          JAVA_LONG, JAVA_LONG);
  private static final FunctionDescriptor DESTROY = FunctionDescriptor.ofVoid(JAVA_LONG);
  private static final FunctionDescriptor NAME = FunctionDescriptor.of(JAVA_LONG, JAVA_LONG);

  private NativeFilters() {}

  /**
   * Returns a native function that calls {@code method} of {@code target} for each record: state,
   * level, key and its size, value and its size, where to put a new value's pointer, its size, and
   * whether there is one; it answers 1 to remove the record.
   */
  static MemorySegment filterStub(
      MethodHandles.Lookup lookup, Object target, String method, Arena arena) {
    return stub(lookup, target, method, FILTER, arena);
  }

  /** Returns a native function that calls {@code method} of {@code target} with the state. */
  static MemorySegment destroyStub(
      MethodHandles.Lookup lookup, Object target, String method, Arena arena) {
    return stub(lookup, target, method, DESTROY, arena);
  }

  /** Returns a native function that asks {@code method} of {@code target} for a C string. */
  static MemorySegment nameStub(
      MethodHandles.Lookup lookup, Object target, String method, Arena arena) {
    return stub(lookup, target, method, NAME, arena);
  }

  private static MemorySegment stub(
      MethodHandles.Lookup lookup,
      Object target,
      String method,
      FunctionDescriptor descriptor,
      Arena arena) {
    try {
      MethodHandle handle = lookup.bind(target, method, descriptor.toMethodType());
      return LINKER.upcallStub(handle, descriptor, arena);
    } catch (ReflectiveOperationException e) {
      throw new InvariantViolation("no method " + method + " to call back: " + e);
    }
  }

  /** Returns a new native filter; RocksDB calls {@code destroy} when it has no more use for it. */
  static long create(long state, MemorySegment destroy, MemorySegment filter, MemorySegment name) {
    try {
      return (long) CREATE.invokeExact(state, destroy, filter, name);
    } catch (Throwable e) {
      throw new InvariantViolation("a compaction filter could not be made: " + e);
    }
  }
}
