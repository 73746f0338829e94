package network.wcn.domain.operation;

import java.util.List;

/**
 * A run of a map's live fields in {@link network.wcn.domain.record.FieldOrder}.
 *
 * @param entries the fields after the cursor, at most as many as were asked for
 * @param hasNext whether a live field follows the last entry
 */
public record MapPage(List<MapEntry> entries, boolean hasNext) {
  public MapPage {
    entries = List.copyOf(entries);
  }
}
