package network.wcn.cli.client;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time to live on the command line: a whole number and s, m, h or d; seconds without a unit. */
final class TimeToLive implements ITypeConverter<Duration> {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})([smhd]?)");

  @Override
  public Duration convert(String given) {
    Matcher matcher = FORM.matcher(given);
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "'" + given + "' is no time to live; expected a number and s, m, h or d, like 12h");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      case "d" -> Duration.ofDays(number);
      default -> Duration.ofSeconds(number);
    };
  }
}
