package network.wcn.client;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import network.wcn.domain.Bytes;
import network.wcn.domain.operation.MapEntry;
import network.wcn.domain.operation.MapPage;

/** Walks over a map, fetching the next page when the last one is used up. */
final class MapScan implements Iterator<MapEntry> {
  private final Function<Optional<Bytes>, MapPage> fetch;
  private Iterator<MapEntry> page = List.<MapEntry>of().iterator();
  private Optional<Bytes> cursor = Optional.empty();
  private boolean hasMorePages = true;

  /**
   * @param fetch answers the page after a field, or the first one
   */
  MapScan(Function<Optional<Bytes>, MapPage> fetch) {
    this.fetch = fetch;
  }

  @Override
  public boolean hasNext() {
    while (!page.hasNext() && hasMorePages) {
      MapPage next = fetch.apply(cursor);
      // Without an entry there is no cursor to go on from.
      hasMorePages = next.hasNext() && !next.entries().isEmpty();
      if (!next.entries().isEmpty()) {
        cursor = Optional.of(next.entries().getLast().field());
      }
      page = next.entries().iterator();
    }
    return page.hasNext();
  }

  @Override
  public MapEntry next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the map has no further field");
    }
    return page.next();
  }
}
