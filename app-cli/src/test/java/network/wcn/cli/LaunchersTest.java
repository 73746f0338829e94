package network.wcn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code bin/wcn_operator} and {@code bin/wcn_admin}, beside a {@code wcn} that prints its words.
 */
class LaunchersTest {
  @TempDir private Path directory = Path.of("");

  private String run(String launcher, String... arguments) throws Exception {
    Path bin = Files.createDirectories(directory.resolve("a place/bin"));
    Path wcn = bin.resolveSibling("wcn");
    Files.writeString(wcn, "#!/bin/sh\nprintf '<%s>' \"$@\"\nexit 3\n");
    assertTrue(wcn.toFile().setExecutable(true));
    Path copy =
        Files.copy(
            Path.of("..", "bin", launcher),
            bin.resolve(launcher),
            StandardCopyOption.COPY_ATTRIBUTES,
            StandardCopyOption.REPLACE_EXISTING);
    Path link = Files.createSymbolicLink(directory.resolve(launcher), copy);
    String[] command = new String[arguments.length + 1];
    command[0] = link.toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Process process = new ProcessBuilder(command).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(3, process.waitFor(), "the status is that of wcn");
    return printed;
  }

  @Test
  void theReferencesNamesHandEveryWordOnAndSayWhoTheyAre() throws Exception {
    assertEquals(
        "<operator><--drop-in><rename><-n><two words><>",
        run("wcn_operator", "rename", "-n", "two words", ""));
    assertEquals("<admin><--drop-in><view>", run("wcn_admin", "view"));
  }
}
