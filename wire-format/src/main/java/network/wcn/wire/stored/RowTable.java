package network.wcn.wire.stored;

import java.nio.charset.StandardCharsets;

/** The two tables of an engine; the order of the constants is that of an export. */
public enum RowTable {
  /** Single records. */
  RECORDS("records"),
  /** Fields of maps. */
  FIELDS("fields");

  private final String text;

  RowTable(String text) {
    this.text = text;
  }

  /** Returns the name in files and metrics. */
  public String text() {
    return text;
  }

  /** Returns the name as bytes. */
  public byte[] bytes() {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
