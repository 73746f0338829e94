package network.wcn.app.db.dump;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Writes a stream of bytes as sealed chunks; {@link #finish} writes the last one. */
final class ChunkOutput extends OutputStream {
  static final int CHUNK_BYTES = 1 << 20;

  private final DataOutputStream out;
  private final ChunkSeal seal;
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private int filled;
  private long number;

  ChunkOutput(DataOutputStream out, ChunkSeal seal) {
    this.out = out;
    this.seal = seal;
  }

  @Override
  public void write(int single) throws IOException {
    write(new byte[] {(byte) single}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    int written = 0;
    while (written < length) {
      if (filled == CHUNK_BYTES) {
        emit(false);
      }
      int size = Math.min(length - written, CHUNK_BYTES - filled);
      System.arraycopy(source, offset + written, chunk, filled, size);
      filled += size;
      written += size;
    }
  }

  private void emit(boolean isLast) throws IOException {
    byte[] sealed = seal.seal(number, isLast, chunk, filled);
    out.writeByte(isLast ? 1 : 0);
    out.writeInt(sealed.length);
    out.write(sealed);
    number++;
    filled = 0;
  }

  /** Writes what is left, marked as the end. */
  void finish() throws IOException {
    emit(true);
    out.flush();
  }
}
