package network.wcn.adapter.quic.netty;

import io.netty.handler.codec.quic.QuicConnectionIdGenerator;
import java.nio.ByteBuffer;

/**
 * Names a server's connections. The first ID follows from what the client sent, so that a first
 * packet that comes twice finds its connection; all further ones are random.
 *
 * <p>Netty's own generator makes further IDs from the current one, which gives the same each time:
 * a peer that takes several is offered the second again with every packet, at the cost of eight
 * hashes and of a packet that leaves before the answers it could have carried.
 */
final class ConnectionIds implements QuicConnectionIdGenerator {
  private static final QuicConnectionIdGenerator SIGNED = QuicConnectionIdGenerator.signGenerator();
  private static final QuicConnectionIdGenerator RANDOM =
      QuicConnectionIdGenerator.randomGenerator();

  /** Names a new connection. */
  @Override
  public ByteBuffer newId(ByteBuffer scid, ByteBuffer dcid, int length) {
    return SIGNED.newId(scid, dcid, length);
  }

  /** Gives a connection another name. */
  @Override
  public ByteBuffer newId(ByteBuffer current, int length) {
    return RANDOM.newId(length);
  }

  @Override
  public ByteBuffer newId(int length) {
    return RANDOM.newId(length);
  }

  @Override
  public int maxConnectionIdLength() {
    return RANDOM.maxConnectionIdLength();
  }

  @Override
  public boolean isIdempotent() {
    return false;
  }
}
