package network.wcn.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import network.wcn.domain.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.TypeConversionException;

class ValueTextTest {
  private final ValueText values = new ValueText();

  @Test
  void textIsTakenAsItIs() {
    assertEquals(Bytes.utf8("grüße"), values.convert("grüße"));
    assertEquals(Bytes.utf8("@home"), values.convert("text:@home"));
  }

  @Test
  void bytesAreSpelledInHexOrReadFromAFile(@TempDir Path directory) throws Exception {
    assertEquals(Bytes.of((byte) 0, (byte) 255), values.convert("hex:00fF"));
    Path file = Files.write(directory.resolve("value"), new byte[] {1, 2});
    assertEquals(Bytes.of((byte) 1, (byte) 2), values.convert("@" + file));
  }

  @Test
  void badFormsAreRefused() {
    assertThrows(TypeConversionException.class, () -> values.convert("hex:0"));
    assertThrows(TypeConversionException.class, () -> values.convert("@/no/such/file"));
    assertThrows(TypeConversionException.class, () -> new TimeToLive().convert("a day"));
  }

  @Test
  void whatIsPrintedCanBeGivenAgain() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[random.nextInt(8)];
      random.nextBytes(bytes);
      Bytes value = i % 2 == 0 ? Bytes.of(bytes) : Bytes.utf8("hex:" + i);
      assertEquals(value, values.convert(ValueText.of(value)), () -> "seed " + seed);
    }
  }

  @Test
  void timesToLiveHaveUnits() {
    TimeToLive ttl = new TimeToLive();
    assertEquals(Duration.ofSeconds(90), ttl.convert("90"));
    assertEquals(Duration.ofHours(12), ttl.convert("12h"));
    assertEquals(Duration.ofDays(30), ttl.convert("30d"));
  }
}
