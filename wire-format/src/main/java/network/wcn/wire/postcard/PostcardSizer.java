package network.wcn.wire.postcard;

/** Counts the bytes of the values it is given. */
final class PostcardSizer extends PostcardSink {
  private long sizeBytes;

  long sizeBytes() {
    return sizeBytes;
  }

  @Override
  void rawByte(int value) {
    sizeBytes++;
  }

  @Override
  void rawBytes(byte[] content) {
    sizeBytes += content.length;
  }

  @Override
  void varint(long value) {
    // Seven bits per byte; zero takes a byte as well.
    sizeBytes += (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
  }
}
