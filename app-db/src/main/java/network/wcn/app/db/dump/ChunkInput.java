package network.wcn.app.db.dump;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Reads what {@link ChunkOutput} wrote; ends only behind the last chunk and nothing after it. */
final class ChunkInput extends InputStream {
  private final DataInputStream in;
  private final ChunkSeal seal;
  private byte[] chunk = new byte[0];
  private int taken;
  private long number;
  private boolean wasLast;

  ChunkInput(DataInputStream in, ChunkSeal seal) {
    this.in = in;
    this.seal = seal;
  }

  @Override
  public int read() throws IOException {
    byte[] single = new byte[1];
    return read(single, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(single[0]);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    while (taken == chunk.length) {
      if (wasLast) {
        return -1;
      }
      next();
    }
    int size = Math.min(length, chunk.length - taken);
    System.arraycopy(chunk, taken, target, offset, size);
    taken += size;
    return size;
  }

  private void next() throws IOException {
    try {
      int flag = in.readUnsignedByte();
      int size = in.readInt();
      if (flag > 1
          || size < ChunkSeal.SEAL_BYTES
          || size > ChunkOutput.CHUNK_BYTES + ChunkSeal.SEAL_BYTES) {
        throw DumpFault.invalid(
            "chunk " + number + " begins with flag " + flag + " and size " + size);
      }
      byte[] sealed = new byte[size];
      in.readFully(sealed);
      wasLast = flag == 1;
      chunk = seal.open(number, wasLast, sealed);
    } catch (EOFException _) {
      throw DumpFault.invalid("the dump ends in chunk " + number + ", which is not its last");
    }
    if (wasLast && in.read() >= 0) {
      throw DumpFault.invalid("the dump goes on after its last chunk, number " + number);
    }
    taken = 0;
    number++;
  }
}
