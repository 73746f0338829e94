package network.wcn.adapter.quic.netty;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.quic.QuicTokenHandler;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import network.wcn.port.time.Ticker;

/**
 * Tokens of Retry packets: whoever returns one within 15 s receives packets at its address.
 *
 * <p>A token is the time (8 bytes), a tag over time, address, port and connection ID (16 bytes),
 * and the client's first connection ID. Only for use on one event loop.
 *
 * @see "RFC 9000 section 8.1.2"
 */
final class RetryTokens implements QuicTokenHandler {
  private static final String ALGORITHM = "HmacSHA256";
  private static final long LIFETIME_NANOS = TimeUnit.SECONDS.toNanos(15);
  private static final int TIME_SIZE_BYTES = 8;
  private static final int TAG_SIZE_BYTES = 16;
  private static final int MAX_CONNECTION_ID_BYTES = 20;

  private final Mac mac;
  private final Ticker ticker;
  private final Predicate<InetSocketAddress> admission;

  /**
   * @param admission asked last about each address that proved itself; false ignores its packet
   */
  RetryTokens(Ticker ticker, Predicate<InetSocketAddress> admission) {
    this.ticker = ticker;
    this.admission = admission;
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  @Override
  public boolean writeToken(ByteBuf out, ByteBuf connectionId, InetSocketAddress address) {
    long now = ticker.nanos();
    byte[] id = new byte[connectionId.readableBytes()];
    connectionId.getBytes(connectionId.readerIndex(), id);
    out.writeLong(now).writeBytes(tag(now, address, id)).writeBytes(id);
    return true;
  }

  @Override
  public int validateToken(ByteBuf token, InetSocketAddress address) {
    int idOffset = TIME_SIZE_BYTES + TAG_SIZE_BYTES;
    int idSize = token.readableBytes() - idOffset;
    if (idSize < 0 || idSize > MAX_CONNECTION_ID_BYTES) {
      return -1;
    }
    long then = token.readLong();
    byte[] tag = new byte[TAG_SIZE_BYTES];
    token.readBytes(tag);
    byte[] id = new byte[idSize];
    token.readBytes(id);
    long age = ticker.nanos() - then;
    boolean isGenuine =
        age >= 0 && age <= LIFETIME_NANOS && MessageDigest.isEqual(tag, tag(then, address, id));
    return isGenuine && admission.test(address) ? idOffset : -1;
  }

  @Override
  public int maxTokenLength() {
    return TIME_SIZE_BYTES + TAG_SIZE_BYTES + MAX_CONNECTION_ID_BYTES;
  }

  private byte[] tag(long time, InetSocketAddress address, byte[] id) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      mac.update((byte) (time >>> shift));
    }
    mac.update(address.getAddress().getAddress());
    mac.update((byte) (address.getPort() >>> 8));
    mac.update((byte) address.getPort());
    return Arrays.copyOf(mac.doFinal(id), TAG_SIZE_BYTES);
  }
}
