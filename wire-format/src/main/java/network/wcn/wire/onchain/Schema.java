package network.wcn.wire.onchain;

import network.wcn.wire.MalformedMessage;
import network.wcn.wire.postcard.PostcardReader;

/** The byte that begins everything on chain: 0 or 1 so far. */
final class Schema {
  private static final int NEWEST = 1;

  private Schema() {}

  /** Reads the schema of {@code what}, 0 or 1. */
  static int read(PostcardReader reader, String what) {
    if (reader.remaining() == 0) {
      throw new MalformedMessage("expected the schema of " + what + ", got no bytes");
    }
    int schema = reader.u8();
    if (schema > NEWEST) {
      throw new MalformedMessage(
          "expected schema 0 to " + NEWEST + " of " + what + ", got " + schema);
    }
    return schema;
  }
}
