package network.wcn.cli.transport;

import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Numbers that options may have. */
record OptionRange(CommandLine command) {
  /** The greatest number of 32 bits without a sign. */
  static final long U32 = 0xffff_ffffL;

  /**
   * Returns {@code value} if it is in the range, both ends included.
   *
   * @throws ParameterException if it is not
   */
  long u32(String option, long value, long least) {
    return within(option, value, least, U32);
  }

  /** Returns the same for numbers of 31 bits. */
  int of(String option, long value, int least, int greatest) {
    return Math.toIntExact(within(option, value, least, greatest));
  }

  /** Returns milliseconds of 32 bits, at least {@code least} of them. */
  Duration millis(String option, long value, long least) {
    return Duration.ofMillis(u32(option, value, least));
  }

  private long within(String option, long value, long least, long greatest) {
    if (value < least || value > greatest) {
      throw new ParameterException(
          command, option + " is " + least + " to " + greatest + ", got " + value);
    }
    return value;
  }
}
