package network.wcn.domain.record;

import static network.wcn.domain.record.Retention.Verdict.DROP_PAYLOAD;
import static network.wcn.domain.record.Retention.Verdict.KEEP;
import static network.wcn.domain.record.Retention.Verdict.REMOVE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import network.wcn.domain.Bytes;
import network.wcn.domain.record.Retention.Verdict;
import network.wcn.domain.replication.RequestLimits;
import org.junit.jupiter.api.Test;

final class RetentionTest {
  private static final long NOW = 1_770_000_000L;
  private static final long HOUR = 3_600;
  private static final long DAY = 86_400;
  private static final RecordVersion WRITTEN_NOW = new RecordVersion(NOW * 1_000_000);

  private static Verdict judge(StoredRecord row, long now) {
    return Retention.STANDARD.judge(row.header(), now);
  }

  private static StoredRecord value(long expiresAt, RecordVersion version) {
    return StoredRecord.value(Bytes.utf8("v"), new Expiration(expiresAt), version);
  }

  @Test
  void aLiveValueIsKeptHoweverOldItIs() {
    assertEquals(KEEP, judge(value(NOW + 1, new RecordVersion(1)), NOW));
  }

  @Test
  void anExpiredValueKeepsItsPayloadForAnHour() {
    StoredRecord expired = value(NOW, WRITTEN_NOW);
    assertEquals(KEEP, judge(expired, NOW));
    assertEquals(KEEP, judge(expired, NOW + HOUR - 1));
    assertEquals(DROP_PAYLOAD, judge(expired, NOW + HOUR));
  }

  @Test
  void anExpiredValueIsRememberedForADayAfterItsVersion() {
    StoredRecord expired = value(NOW, WRITTEN_NOW);
    assertEquals(DROP_PAYLOAD, judge(expired, NOW + DAY - 1));
    assertEquals(REMOVE, judge(expired, NOW + DAY));
  }

  @Test
  void anExpiredValueOfAnOldVersionGoesAfterTheHour() {
    StoredRecord expired = value(NOW, new RecordVersion((NOW - 10 * DAY) * 1_000_000));
    assertEquals(KEEP, judge(expired, NOW + HOUR - 1));
    assertEquals(REMOVE, judge(expired, NOW + HOUR));
  }

  @Test
  void aTombstoneIsRememberedForADay() {
    StoredRecord deleted = StoredRecord.tombstone(WRITTEN_NOW);
    assertEquals(KEEP, judge(deleted, NOW + DAY - 1));
    assertEquals(REMOVE, judge(deleted, NOW + DAY));
  }

  @Test
  void aBareExpirationIsRememberedForADayHoweverFarItPoints() {
    StoredRecord bare = StoredRecord.bareExpiration(new Expiration(NOW + 30 * DAY), WRITTEN_NOW);
    assertEquals(KEEP, judge(bare, NOW + DAY - 1));
    assertEquals(REMOVE, judge(bare, NOW + DAY));
  }

  private static StoredRecord dropped(StoredRecord expired) {
    return new StoredRecord(Retention.withoutPayload(expired.header()), Bytes.empty());
  }

  @Test
  void aDroppedPayloadStillBlocksEveryEarlierWrite() {
    StoredRecord left = dropped(value(NOW, WRITTEN_NOW));
    RecordVersion justBefore = new RecordVersion(WRITTEN_NOW.micros() - 1);
    assertEquals(left, left.merge(value(NOW + DAY, justBefore)));
  }

  @Test
  void aValueThatWasExtendedElsewhereSurvivesWhereItsPayloadWasDropped() {
    StoredRecord expired = value(NOW, WRITTEN_NOW);
    StoredRecord extended =
        expired.merge(
            StoredRecord.bareExpiration(
                new Expiration(NOW + DAY), new RecordVersion(WRITTEN_NOW.micros() + 1)));
    assertEquals(extended, dropped(expired).merge(extended));
  }

  @Test
  void theOldestValueOfAllLeavesABareExpiration() {
    StoredRecord left = dropped(value(NOW, new RecordVersion(1)));
    assertEquals(StoredRecord.bareExpiration(new Expiration(NOW), new RecordVersion(1)), left);
  }

  @Test
  void aValueMayExpireThirtyDaysAheadAndThreeMinutes() {
    long latest = NOW + 30 * DAY + 180;
    assertEquals(KEEP, judge(value(latest, WRITTEN_NOW), NOW));
    assertEquals(REMOVE, judge(value(latest + 1, WRITTEN_NOW), NOW));
    assertEquals(REMOVE, judge(value(-1L, WRITTEN_NOW), NOW));
  }

  @Test
  void aTombstoneWhoseExpirationWasMovedFarAheadStillBlocks() {
    StoredRecord far = StoredRecord.bareExpiration(new Expiration(-1L), WRITTEN_NOW);
    StoredRecord deleted = StoredRecord.tombstone(new RecordVersion(5)).merge(far);
    assertEquals(KEEP, judge(deleted, NOW));
  }

  @Test
  void aVersionMayBeThreeMinutesAhead() {
    RecordVersion latest = new RecordVersion((NOW + 180) * 1_000_000);
    RecordVersion tooLate = new RecordVersion(latest.micros() + 1);
    assertEquals(KEEP, judge(value(NOW + DAY, latest), NOW));
    assertEquals(REMOVE, judge(value(NOW + DAY, tooLate), NOW));
    assertEquals(REMOVE, judge(StoredRecord.tombstone(new RecordVersion(-1L)), NOW));
  }

  @Test
  void aDatabaseWhoseClockIsBehindKeepsWhatANodeTookIn() {
    RequestLimits door = RequestLimits.DEFAULT;
    RecordVersion furthest = new RecordVersion((NOW + door.maxVersionAheadSeconds()) * 1_000_000);
    long latest = NOW + door.maxTtlSeconds() + door.ttlLeewaySeconds();
    assertEquals(KEEP, judge(value(latest, furthest), NOW - 60));
  }

  @Test
  void aClockBefore1970IsRefused() {
    StoredRecord deleted = StoredRecord.tombstone(WRITTEN_NOW);
    assertThrows(IllegalArgumentException.class, () -> judge(deleted, -1));
  }
}
