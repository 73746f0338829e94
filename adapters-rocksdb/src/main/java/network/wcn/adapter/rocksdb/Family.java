package network.wcn.adapter.rocksdb;

import java.nio.charset.StandardCharsets;

/** The two column families; the order of the constants is that of an export. */
enum Family {
  /** Single records. */
  RECORDS("records"),
  /** Fields of maps. */
  FIELDS("fields");

  private final String text;

  Family(String text) {
    this.text = text;
  }

  /** Returns the name in files and metrics. */
  String text() {
    return text;
  }

  byte[] bytes() {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
