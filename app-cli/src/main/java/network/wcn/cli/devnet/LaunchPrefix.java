package network.wcn.cli.devnet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What stands before a server's command where this machine has it; servers start without it too.
 *
 * <p>{@code setsid} gives a server a session of its own, so that ctrl-C in a terminal reaches us
 * and not the servers, which we then stop in order. {@code chrt --batch} tells the scheduler that
 * the many servers of one machine need not preempt each other for every packet: each then finds
 * more work when its turn comes, which is worth a seventh of the throughput of a busy network.
 */
final class LaunchPrefix {
  private LaunchPrefix() {}

  static List<String> words() {
    List<String> words = new ArrayList<>();
    program("setsid").ifPresent(words::add);
    program("chrt").ifPresent(chrt -> words.addAll(List.of(chrt, "--batch", "0")));
    return words;
  }

  private static Optional<String> program(String name) {
    return Stream.of("/usr/bin/" + name, "/bin/" + name)
        .filter(path -> Files.isExecutable(Path.of(path)))
        .findFirst();
  }
}
