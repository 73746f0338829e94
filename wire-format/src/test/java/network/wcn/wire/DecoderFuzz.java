package network.wcn.wire;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import network.wcn.domain.Bytes;

/**
 * Feeds a decoder with random bytes and with damaged samples of what it should take: whatever
 * comes, it answers a value or throws {@link MalformedMessage}, and allocates little.
 *
 * <p>{@code DecoderFuzz.of(MyCodec::decode).samples(valid).run(SEED)}; a failure names seed, round
 * and bytes.
 */
public final class DecoderFuzz {
  private static final int ROUNDS = 20_000;
  private static final int LONGEST_RANDOM_BYTES = 200;

  /**
   * What one decode may allocate: a base for buffers and exceptions, and a multiple of its input.
   */
  private static final long BASE_BYTES = 1 << 20;

  private static final int BYTES_PER_INPUT_BYTE = 256;

  /** Only turns an endless loop into a failure. */
  private static final Duration HANGS = Duration.ofMinutes(2);

  private static final byte[] TELLING_BYTES = {0, 1, 2, 0x7f, (byte) 0x80, (byte) 0xff};
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Function<Bytes, ?> decoder;
  private final List<Bytes> samples;

  private DecoderFuzz(Function<Bytes, ?> decoder, List<Bytes> samples) {
    this.decoder = decoder;
    this.samples = samples;
  }

  /** Returns a fuzzer of {@code decoder}, without samples: random bytes only. */
  public static DecoderFuzz of(Function<Bytes, ?> decoder) {
    return new DecoderFuzz(decoder, List.of(Bytes.empty()));
  }

  /** Returns a fuzzer that also damages {@code samples}, which the decoder should take. */
  public DecoderFuzz samples(List<Bytes> valid) {
    return new DecoderFuzz(decoder, List.copyOf(valid));
  }

  /** Runs all rounds that follow from {@code seed}. */
  public void run(long seed) {
    assertTimeoutPreemptively(
        HANGS,
        () -> {
          SplittableRandom random = new SplittableRandom(seed);
          samples.forEach(this::warmUp);
          for (Bytes sample : samples) {
            feed(sample, "a sample");
          }
          for (int round = 0; round < ROUNDS; round++) {
            Bytes input = random.nextInt(4) == 0 ? random(random) : damaged(random);
            feed(input, "seed " + seed + ", round " + round);
          }
        },
        () -> "a decoder hangs, seed " + seed);
  }

  /** Classes load at their first use, which allocates; that is not counted. */
  private void warmUp(Bytes sample) {
    try {
      Object _ = decoder.apply(sample);
    } catch (MalformedMessage _) {
      // Loading the way of refusals is warming up as well.
    }
  }

  private void feed(Bytes input, String origin) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      Object _ = decoder.apply(input);
    } catch (MalformedMessage e) {
      assertTrue(e.getMessage() != null && !e.getMessage().isBlank(), "a message says what came");
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw new AssertionError(origin + ": " + e + " for " + input.toHex(), e);
    }
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    long bound = BASE_BYTES + (long) BYTES_PER_INPUT_BYTE * input.size();
    assertTrue(
        allocated <= bound,
        () ->
            origin
                + ": allocated "
                + allocated
                + " bytes, allowed "
                + bound
                + ", for "
                + input.toHex());
  }

  private static Bytes random(SplittableRandom random) {
    byte[] bytes = new byte[random.nextInt(LONGEST_RANDOM_BYTES)];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }

  private Bytes damaged(SplittableRandom random) {
    byte[] bytes = samples.get(random.nextInt(samples.size())).toArray();
    for (int damages = 1 + random.nextInt(3); damages > 0; damages--) {
      bytes = damage(bytes, random);
    }
    return Bytes.wrap(bytes);
  }

  private byte[] damage(byte[] bytes, SplittableRandom random) {
    int at = random.nextInt(bytes.length + 1);
    return switch (random.nextInt(6)) {
      case 0 -> Arrays.copyOf(bytes, at);
      case 1 -> join(bytes, at, new byte[] {telling(random)}, at);
      case 2 -> join(bytes, at, new byte[0], Math.min(bytes.length, at + 1 + random.nextInt(4)));
      case 3 -> {
        byte[] other = samples.get(random.nextInt(samples.size())).unsafeArray();
        int from = random.nextInt(other.length + 1);
        yield join(bytes, at, Arrays.copyOfRange(other, from, other.length), bytes.length);
      }
      case 4 -> join(bytes, at, new byte[] {-1, -1, -1, -1, 15}, Math.min(bytes.length, at + 1));
      default -> {
        byte[] changed = bytes.clone();
        if (at < changed.length) {
          changed[at] =
              random.nextBoolean()
                  ? telling(random)
                  : (byte) (changed[at] ^ 1 << random.nextInt(8));
        }
        yield changed;
      }
    };
  }

  private static byte telling(SplittableRandom random) {
    return TELLING_BYTES[random.nextInt(TELLING_BYTES.length)];
  }

  private static byte[] join(byte[] bytes, int to, byte[] middle, int from) {
    byte[] joined = Arrays.copyOf(bytes, to + middle.length + bytes.length - from);
    System.arraycopy(middle, 0, joined, to, middle.length);
    System.arraycopy(bytes, from, joined, to + middle.length, bytes.length - from);
    return joined;
  }
}
