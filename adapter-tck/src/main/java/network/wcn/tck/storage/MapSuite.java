package network.wcn.tck.storage;

import static network.wcn.tck.storage.Arbitraries.map;
import static network.wcn.tck.storage.Arbitraries.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import network.wcn.domain.Bytes;
import network.wcn.domain.record.FieldOrder;
import network.wcn.domain.record.MapKey;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.storage.Merge;
import org.junit.jupiter.api.Test;

/** How an engine walks over the fields of a map. */
public abstract class MapSuite extends StoreSuite {
  private static final MapKey MAP = map("map");
  private static final StoredRecord ROW = value("v", 100, 1);

  protected MapSuite(StoreFactory factory) {
    super(factory);
  }

  private void put(MapKey map, List<Bytes> fields) {
    store.apply(fields.stream().map(field -> new Merge(map.field(field), ROW)).toList());
  }

  private List<Bytes> names(MapKey map, Optional<Bytes> after, int atMost) {
    return fields(map, after, atMost).stream().map(SeenField::field).toList();
  }

  private static Bytes filled(int size, int content) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) content);
    return Bytes.wrap(bytes);
  }

  /** Fields in their order, across the sizes where it turns. */
  private static List<Bytes> fieldsInOrder() {
    List<Bytes> fields = new ArrayList<>();
    for (int size : new int[] {0, 1, 2, 127, 128, 256, 384, 129, 130, 255}) {
      for (int content : size == 0 ? new int[] {0} : new int[] {0x00, 0x7f, 0x80, 0xff}) {
        fields.add(filled(size, content));
      }
    }
    return fields;
  }

  @Test
  void fieldsComeInTheOrderOfTheirStoredForm() {
    List<Bytes> reversed = new ArrayList<>(fieldsInOrder());
    reversed.sort(Comparator.reverseOrder());
    put(MAP, reversed);
    assertEquals(fieldsInOrder(), names(MAP, Optional.empty(), 1_000));
  }

  @Test
  void everyPageBeginsBehindItsCursor() {
    List<Bytes> ordered = fieldsInOrder();
    put(MAP, ordered);
    for (int i = 0; i < ordered.size(); i++) {
      List<Bytes> rest = ordered.subList(i + 1, ordered.size());
      assertEquals(rest, names(MAP, Optional.of(ordered.get(i)), 1_000));
    }
  }

  @Test
  void aCursorNeedNotExist() {
    put(MAP, List.of(Bytes.utf8("a"), Bytes.utf8("c"), Bytes.utf8("bb")));
    assertEquals(
        List.of(Bytes.utf8("c"), Bytes.utf8("bb")),
        names(MAP, Optional.of(Bytes.utf8("b")), 1_000));
    assertEquals(List.of(), names(MAP, Optional.of(Bytes.utf8("zzz")), 1_000));
  }

  @Test
  void aVisitorThatHasEnoughSeesNoMore() {
    put(MAP, fieldsInOrder());
    assertEquals(fieldsInOrder().subList(0, 3), names(MAP, Optional.empty(), 3));
  }

  @Test
  void neighbouringMapsAreNotSeen() {
    List<Bytes> names = List.of(Bytes.empty(), filled(1, 0), filled(1, 0xff));
    List<MapKey> maps = new ArrayList<>();
    for (int index : new int[] {0, 1, 255}) {
      for (String key : List.of("", "m", "map", "map\u0000", "mapa")) {
        maps.add(new MapKey(Arbitraries.namespace(index), Bytes.utf8(key)));
      }
    }
    maps.forEach(map -> put(map, names));
    maps.forEach(map -> assertEquals(names, names(map, Optional.empty(), 1_000)));
    assertEquals(List.of(), names(map("ma"), Optional.empty(), 1_000));
  }

  @Test
  void deadFieldsAreShownToo() {
    apply(MAP.field(Bytes.utf8("a")), value("expired", -1, 1));
    apply(MAP.field(Bytes.utf8("b")), Arbitraries.tombstone(1));
    apply(MAP.field(Bytes.utf8("c")), Arbitraries.bareExpiration(10, 1));
    apply(MAP.field(Bytes.utf8("d")), ROW);
    List<SeenField> seen = fields(MAP);
    assertEquals(4, seen.size());
    assertEquals(1, seen.stream().filter(f -> f.record().isLive(Arbitraries.NOW)).count());
  }

  @Test
  void aWalkSeesTheStateItBeganWith() {
    put(MAP, List.of(Bytes.utf8("a"), Bytes.utf8("c")));
    List<Bytes> seen = new ArrayList<>();
    store.visitMap(
        MAP,
        Optional.empty(),
        (field, header, payloadSize, payload) -> {
          seen.add(field);
          put(MAP, List.of(Bytes.utf8("b"), Bytes.utf8("d")));
          apply(MAP.field(Bytes.utf8("c")), value("newer", 100, 2));
          assertEquals(Bytes.utf8("v"), payload.get());
          return true;
        });
    assertEquals(List.of(Bytes.utf8("a"), Bytes.utf8("c")), seen);
    assertEquals(4, fields(MAP).size());
  }

  @Test
  void aWalkSeesEachBatchWholeOrNotAtAll() throws InterruptedException {
    int batches = 200;
    List<Bytes> names = fieldsInOrder();
    Thread writer =
        Thread.ofPlatform()
            .start(() -> {
              for (int i = 1; i <= batches; i++) {
                StoredRecord row = value("v" + i, 100, i);
                store.apply(names.stream().map(name -> new Merge(MAP.field(name), row)).toList());
              }
            });
    Set<RecordVersion> versions = new HashSet<>();
    do {
      versions.clear();
      fields(MAP).forEach(field -> versions.add(field.record().header().version()));
      assertTrue(versions.size() <= 1, () -> "torn batch: " + versions);
    } while (writer.isAlive());
    writer.join();
    for (SeenField field : fields(MAP)) {
      assertEquals(Arbitraries.version(batches), field.record().header().version());
    }
  }

  @Test
  void aLargeMapIsPagedWhileItIsWritten() {
    int size = 100_000;
    List<Merge> batch = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      batch.add(new Merge(MAP.field(Bytes.utf8("f" + i)), ROW));
      if (batch.size() == 1_000) {
        store.apply(batch);
        batch.clear();
      }
    }
    Set<Bytes> seen = new HashSet<>();
    Optional<Bytes> cursor = Optional.empty();
    for (int page = 0; ; page++) {
      List<Bytes> names = names(MAP, cursor, 1_000);
      if (names.isEmpty()) {
        break;
      }
      Optional<Bytes> last = cursor;
      assertTrue(
          last.isEmpty() || FieldOrder.INSTANCE.compare(last.get(), names.getFirst()) < 0,
          "pages follow each other");
      names.forEach(name -> assertTrue(seen.add(name), () -> "twice: " + name));
      cursor = Optional.of(names.getLast());
      put(MAP, List.of(Bytes.utf8("e" + page), Bytes.utf8("f" + page)));
    }
    for (int i = 0; i < size; i++) {
      assertTrue(seen.contains(Bytes.utf8("f" + i)), "field " + i + " was missed");
    }
  }
}
