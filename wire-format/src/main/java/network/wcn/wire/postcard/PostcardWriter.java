package network.wcn.wire.postcard;

import network.wcn.domain.Bytes;
import network.wcn.domain.InvariantViolation;

/** Writes the values it is given into an array of exactly their size. */
final class PostcardWriter extends PostcardSink {
  private final byte[] target;
  private int position;

  PostcardWriter(int sizeBytes) {
    this.target = new byte[sizeBytes];
  }

  Bytes written() {
    if (position != target.length) {
      throw new InvariantViolation(
          "the values took "
              + target.length
              + " bytes when counted, "
              + position
              + " when written");
    }
    return Bytes.wrap(target);
  }

  @Override
  void rawByte(int value) {
    target[position++] = (byte) value;
  }

  @Override
  void rawBytes(byte[] content) {
    System.arraycopy(content, 0, target, position, content.length);
    position += content.length;
  }

  @Override
  void varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      target[position++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    target[position++] = (byte) rest;
  }
}
