package network.wcn.adapter.lmdb;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.wcn.domain.record.StoredRecord;
import network.wcn.wire.stored.RowForm;
import network.wcn.wire.stored.RowKey;
import network.wcn.wire.stored.RowTable;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.Txn;

/**
 * A table of the environment.
 *
 * <p>Format 1 kept plain rows in tables that are named like {@link RowTable}; since format 2, rows
 * have checksums and the tables other names. So it never depends on a stored byte whether a row is
 * checked.
 *
 * @param content what is in it
 * @param isChecked whether its rows are {@link CheckedRow}s
 */
record LmdbTable(RowTable content, Dbi<ByteBuffer> rows, boolean isChecked) {
  private static final String CHECKED = "checked-";

  /** How many tables there can be. */
  static final int MOST = 2 * RowTable.values().length;

  /** Opens the tables with checksums, which are made if they are missing and {@code flags} say. */
  static Map<RowTable, LmdbTable> open(Env<ByteBuffer> env, DbiFlags... flags) {
    Map<RowTable, LmdbTable> open = new EnumMap<>(RowTable.class);
    for (RowTable content : RowTable.values()) {
      Dbi<ByteBuffer> rows = env.openDbi(name(content), flags);
      open.put(content, new LmdbTable(content, rows, true));
    }
    return open;
  }

  /** Opens the tables that format 1 left and that are still there. */
  static List<LmdbTable> openPlain(Env<ByteBuffer> env) {
    return Arrays.stream(RowTable.values())
        .filter(content -> exists(env, content.bytes()))
        .map(content -> new LmdbTable(content, env.openDbi(content.bytes()), false))
        .toList();
  }

  /**
   * Opens all that are there, in the order of an export: what was {@linkplain LmdbUpgrade moved}
   * out of a table comes before what was not.
   */
  static List<LmdbTable> openAll(Env<ByteBuffer> env) {
    List<LmdbTable> open = new ArrayList<>();
    List<LmdbTable> plain = openPlain(env);
    for (RowTable content : RowTable.values()) {
      if (exists(env, name(content))) {
        open.add(new LmdbTable(content, env.openDbi(name(content)), true));
      }
      plain.stream().filter(table -> table.content == content).forEach(open::add);
    }
    return open;
  }

  private static byte[] name(RowTable content) {
    return (CHECKED + content.text()).getBytes(StandardCharsets.US_ASCII);
  }

  /** Returns what a table of that name holds, if its rows have checksums. */
  static Optional<RowTable> checked(String name) {
    return Arrays.stream(RowTable.values())
        .filter(content -> name.equals(CHECKED + content.text()))
        .findFirst();
  }

  /** Returns whether a table of that name is one of format 1. */
  static boolean isPlain(String name) {
    return Arrays.stream(RowTable.values()).anyMatch(content -> name.equals(content.text()));
  }

  private static boolean exists(Env<ByteBuffer> env, byte[] name) {
    return env.getDbiNames().stream().anyMatch(each -> Arrays.equals(each, name));
  }

  /** Returns the record that is kept as {@code value}. */
  StoredRecord decode(RowKey key, ByteBuffer value) {
    return isChecked ? CheckedRow.decode(key, value) : RowForm.decode(value);
  }

  /** Writes a row; {@code place} holds the key, outside the heap. */
  void put(Txn<ByteBuffer> transaction, ByteBuffer place, RowKey key, StoredRecord record) {
    CheckedRow.put(rows.reserve(transaction, place, CheckedRow.sizeBytes(record)), key, record);
  }
}
