package network.wcn.app.base.lifecycle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The version of this build.
 *
 * @param text such as {@code 1.2.3}
 */
public record BuildVersion(String text) {
  private static final String RESOURCE = "/network/wcn/app/base/build.properties";

  /** Returns the version that the build wrote down. */
  public static BuildVersion current() {
    Properties properties = new Properties();
    try (InputStream in = BuildVersion.class.getResourceAsStream(RESOURCE)) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new BuildVersion(properties.getProperty("version", "0.0.0"));
  }

  /** Returns the version as one number that grows: 1.2.3 is 10203. */
  public long number() {
    long number = 0;
    for (String part : text.split("[.-]", -1)) {
      if (part.chars().allMatch(Character::isDigit) && !part.isEmpty()) {
        number = number * 100 + Long.parseLong(part);
      }
    }
    return number;
  }
}
