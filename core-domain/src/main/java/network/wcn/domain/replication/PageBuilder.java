package network.wcn.domain.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import network.wcn.domain.Bytes;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.LiveRecord;
import network.wcn.domain.operation.MapEntry;
import network.wcn.domain.operation.MapPage;
import network.wcn.domain.record.FieldVisitor;
import network.wcn.domain.record.PayloadKind;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.replication.RequestTrailer.Detail;
import org.jspecify.annotations.Nullable;

/**
 * Collects one page of a map from the fields after a cursor.
 *
 * <p>A page ends before the live field that no longer fits, so that {@code hasNext} is exact; where
 * too many dead fields come in between, it ends early with {@code hasNext} set. All replicas that
 * hold the same records end it at the same field, whatever detail was asked for.
 */
final class PageBuilder implements FieldVisitor {
  private final int count;
  private final PageLimits limits;
  private final long nowUnixSeconds;
  private final @Nullable Detail detail;

  private final List<MapEntry> entries = new ArrayList<>();
  private final List<Evidence.FieldHeader> headers = new ArrayList<>();
  private final FieldDigest digest = new FieldDigest();
  private long bytes;
  private int live;
  private int dead;
  private @Nullable Bytes last;
  private boolean cut;

  /**
   * Begins a page.
   *
   * @param count live entries at most
   * @param detail what a node of ours asked for, or null for a plain request
   */
  PageBuilder(int count, PageLimits limits, long nowUnixSeconds, @Nullable Detail detail) {
    this.count = count;
    this.limits = limits;
    this.nowUnixSeconds = nowUnixSeconds;
    this.detail = detail;
  }

  @Override
  public boolean visit(
      Bytes field, RecordHeader header, int payloadSizeBytes, Supplier<Bytes> payload) {
    boolean alive = header.isLive(nowUnixSeconds);
    if (!alive && (detail == null || !header.isRemembered(nowUnixSeconds))) {
      return true;
    }
    long size = (long) field.size() + payloadSizeBytes;
    boolean full = live + dead > 0 && bytes + size > limits.maxBytes();
    if (full || (alive && live == count) || (!alive && dead == limits.maxEntries())) {
      cut = true;
      return false;
    }
    bytes += size;
    last = field;
    if (alive) {
      live++;
    } else {
      dead++;
    }
    keep(field, header, alive, payload);
    return true;
  }

  private void keep(Bytes field, RecordHeader header, boolean alive, Supplier<Bytes> payload) {
    boolean values = detail == null || detail == Detail.FULL;
    if (alive && values) {
      entries.add(
          new MapEntry(
              field, new LiveRecord(payload.get(), header.expiration(), header.version())));
    }
    if (detail == Detail.DIGEST) {
      digest.add(field, header, nowUnixSeconds);
    } else if (detail != null) {
      boolean hidden = values && !alive && header.kind() == PayloadKind.VALUE;
      headers.add(
          new Evidence.FieldHeader(
              field, header, hidden ? Optional.of(payload.get()) : Optional.empty()));
    }
  }

  /** Returns the page, with evidence if it was asked for. */
  StorageResponse build() {
    Answer answer = new Answer.Page(new MapPage(entries, cut));
    if (detail == null) {
      return StorageResponse.of(answer);
    }
    Optional<Bytes> until = cut ? Optional.ofNullable(last) : Optional.empty();
    Evidence evidence =
        detail == Detail.DIGEST
            ? new Evidence.OfDigest(live, digest.value(), until)
            : new Evidence.OfPage(headers, until);
    return new StorageResponse.Succeeded(answer, Optional.of(evidence));
  }
}
