package network.wcn.cli.devnet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The program that gives a process a session of its own, so that ctrl-C in a terminal reaches us
 * and not the servers, which we then stop in order.
 */
final class Setsid {
  private Setsid() {}

  /** Returns where it lies, if this machine has it; servers start without it too. */
  static Optional<Path> path() {
    return Stream.of("/usr/bin/setsid", "/bin/setsid")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }
}
