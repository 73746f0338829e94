package network.wcn.cli.key;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import network.wcn.cli.CommandFailed;
import org.junit.jupiter.api.Test;

class PassphraseSourceTest {
  private static PassphraseSource typing(String... answers) {
    Queue<String> typed = new ArrayDeque<>(List.of(answers));
    return new PassphraseSource(_ -> Optional.ofNullable(typed.poll()).map(String::toCharArray));
  }

  private static String refusal(PassphraseSource source) {
    return String.valueOf(assertThrows(CommandFailed.class, source::chosen).getMessage());
  }

  @Test
  void aNewPassphraseIsTypedTwice() {
    assertArrayEquals("eight ch".toCharArray(), typing("eight ch", "eight ch").chosen());
    assertEquals("the passphrases differ; nothing was written", refusal(typing("eight ch", "x")));
  }

  @Test
  void aKnownPassphraseIsTypedOnceAndMayBeShort() {
    assertArrayEquals("short".toCharArray(), typing("short").known());
  }

  @Test
  void aNewPassphraseIsNotShort() {
    assertEquals(
        "a passphrase has at least 8 characters, got 7", refusal(typing("seven c", "seven c")));
  }

  @Test
  void withoutATerminalAFileIsAskedFor() {
    assertTrue(refusal(typing()).contains("--passphrase-file"));
  }
}
