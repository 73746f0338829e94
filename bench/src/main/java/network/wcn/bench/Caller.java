package network.wcn.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import network.wcn.client.OperationFailed;
import network.wcn.client.Records;
import network.wcn.domain.Bytes;
import network.wcn.domain.operation.LiveRecord;
import network.wcn.domain.operation.MapPage;
import network.wcn.domain.record.Expiration;

/**
 * One caller: makes an operation, waits for the answer, makes the next. It alone writes its keys
 * and maps, so it knows what every read may answer.
 */
final class Caller {
  private static final Duration TTL = Duration.ofDays(1);

  private final LoadSettings settings;
  private final Records records;
  private final OperationMix mix;
  private final SplittableRandom random;
  private final List<OwnedKey> singles = new ArrayList<>();
  private final List<OwnedMap> maps = new ArrayList<>();
  private int filledSingles;
  private int filledFields;
  private long sequence;

  private record OwnedKey(Bytes key, Slot slot) {}

  /**
   * @param index of this caller among all, from 0
   */
  Caller(int index, LoadSettings settings, KeySpace keys, Records records) {
    this.settings = settings;
    this.records = records;
    this.mix = new OperationMix(settings);
    this.random = new SplittableRandom(settings.seed() + index);
    for (int i = index; i < settings.keyCount(); i += settings.callers()) {
      singles.add(new OwnedKey(keys.single(i), new Slot()));
    }
    for (int i = index; i < settings.mapCount(); i += settings.callers()) {
      maps.add(new OwnedMap(keys.map(i)));
    }
  }

  /**
   * Stores every record once, or as many as there is time for.
   *
   * @return how many were stored
   */
  int fill(LoadFigures figures, long deadlineNanos) {
    int most = singles.size() + maps.size() * settings.fieldCount();
    for (int i = 0; i < most && System.nanoTime() - deadlineNanos < 0; i++) {
      boolean wantsMap = random.nextInt(100) < mix.mapPercent();
      boolean singlesLeft = filledSingles < singles.size() && mix.mapPercent() < 100;
      boolean fieldsLeft =
          filledFields < maps.size() * settings.fieldCount() && mix.mapPercent() > 0;
      if (!singlesLeft && !fieldsLeft) {
        break;
      }
      if (fieldsLeft && (wantsMap || !singlesLeft)) {
        OwnedMap map = maps.get(filledFields / settings.fieldCount());
        timed(OperationKind.HSET, figures, () -> hset(map, filledFields % settings.fieldCount()));
        filledFields++;
      } else {
        timed(OperationKind.SET, figures, () -> set(singles.get(filledSingles)));
        filledSingles++;
      }
    }
    return filledSingles + filledFields;
  }

  /** Makes operations until the time is over. */
  void run(LoadFigures figures, long deadlineNanos) {
    while (System.nanoTime() - deadlineNanos < 0) {
      OperationKind kind = mix.next(random);
      timed(kind, figures, () -> perform(kind));
    }
  }

  /** Something that answers what was wrong with an answer. */
  @FunctionalInterface
  private interface Step {
    Optional<String> run();
  }

  private void timed(OperationKind kind, LoadFigures figures, Step step) {
    long began = System.nanoTime();
    try {
      Optional<String> wrong = step.run();
      figures.served(kind, System.nanoTime() - began);
      wrong.ifPresent(what -> figures.wrong(kind, what));
    } catch (OperationFailed e) {
      figures.failed(kind, e.kind().label());
    } catch (RuntimeException e) {
      figures.failed(kind, e.getClass().getSimpleName() + " " + e.getMessage());
    }
  }

  private Optional<String> perform(OperationKind kind) {
    OwnedKey single = singles.get(random.nextInt(Math.clamp(filledSingles, 1, singles.size())));
    int fullMaps = filledFields / settings.fieldCount();
    OwnedMap map = maps.get(random.nextInt(Math.clamp(fullMaps, 1, maps.size())));
    int field = random.nextInt(settings.fieldCount());
    return switch (kind) {
      case GET -> read(single.slot(), records.get(single.key()));
      case SET -> set(single);
      case DEL -> write(single.slot(), Slot.ABSENT, () -> records.del(single.key()));
      case GET_EXP -> lives(single.slot(), records.getExp(single.key()));
      case SET_EXP -> prolonged(() -> records.setExp(single.key(), TTL));
      case HGET -> {
        Bytes name = KeySpace.field(field);
        yield read(map.slot(name), records.hget(map.key(), name));
      }
      case HSET -> hset(map, field);
      case HDEL -> {
        Bytes name = KeySpace.field(field);
        yield write(map.slot(name), Slot.ABSENT, () -> records.hdel(map.key(), name));
      }
      case HGET_EXP -> {
        Bytes name = KeySpace.field(field);
        yield lives(map.slot(name), records.hgetExp(map.key(), name));
      }
      case HSET_EXP -> prolonged(() -> records.hsetExp(map.key(), KeySpace.field(field), TTL));
      case HCARD -> {
        long count = records.hcard(map.key());
        yield settings.isVerified() ? map.check(count) : Optional.empty();
      }
      case HSCAN -> scan(map);
    };
  }

  private Optional<String> set(OwnedKey single) {
    long number = ++sequence;
    Bytes value = ValuePattern.of(number, settings.valueSizeBytes());
    return write(single.slot(), number, () -> records.set(single.key(), value, TTL));
  }

  private Optional<String> hset(OwnedMap map, int field) {
    long number = ++sequence;
    Bytes value = ValuePattern.of(number, settings.valueSizeBytes());
    Bytes name = KeySpace.field(field);
    return write(map.slot(name), number, () -> records.hset(map.key(), name, value, TTL));
  }

  private static Optional<String> write(Slot slot, long number, Runnable write) {
    try {
      write.run();
    } catch (OperationFailed e) {
      slot.unanswered(number);
      throw e;
    }
    slot.acknowledged(number);
    return Optional.empty();
  }

  private static Optional<String> prolonged(Runnable write) {
    write.run();
    return Optional.empty();
  }

  private Optional<String> read(Slot slot, Optional<LiveRecord> record) {
    if (!settings.isVerified()) {
      return Optional.empty();
    }
    String expected = slot.toString();
    long answered =
        record
            .map(found -> ValuePattern.read(found.value(), settings.valueSizeBytes()))
            .orElse(Slot.ABSENT);
    return slot.accepts(answered)
        ? Optional.empty()
        : Optional.of("answered write " + answered + ", expected one of " + expected);
  }

  private Optional<String> lives(Slot slot, Optional<Expiration> expiration) {
    boolean isPossible = expiration.isPresent() ? slot.isMaybePresent() : !slot.isSurelyPresent();
    return isPossible || !settings.isVerified()
        ? Optional.empty()
        : Optional.of("answered " + expiration + ", expected one of " + slot);
  }

  private Optional<String> scan(OwnedMap map) {
    int last = Math.max(1, settings.fieldCount() - settings.scanCount());
    Optional<Bytes> cursor = Optional.of(KeySpace.field(random.nextInt(last)));
    MapPage page = records.hscan(map.key(), settings.scanCount(), cursor);
    return settings.isVerified()
        ? map.check(page, cursor, settings.scanCount(), settings.valueSizeBytes())
        : Optional.empty();
  }
}
