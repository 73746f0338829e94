package network.wcn.tck.process;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Another JVM like this one: the same Java, class path and options.
 *
 * <p>So whatever an adapter's library needs ({@code --add-opens}, {@code --enable-native-access})
 * is said once, for the tests. Agents and system properties are not handed on: a debugger's port
 * has one owner.
 */
public final class ChildJvm {
  private ChildJvm() {}

  /** Returns how to start {@code main}; what it says on either stream is one output. */
  public static ProcessBuilder builder(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--") || option.startsWith("-X"))
        .forEach(command::add);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true);
  }
}
