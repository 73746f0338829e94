package network.wcn.app.base.environment;

import java.util.List;
import java.util.stream.Collectors;

/** The environment does not describe a server that can start; lists everything that is wrong. */
public final class ConfigurationProblems extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  public ConfigurationProblems(List<Problem> problems) {
    super(
        problems.stream()
            .map(problem -> "  " + problem)
            .collect(Collectors.joining("\n", "the configuration is wrong:\n", "")));
    this.problems = List.copyOf(problems);
  }

  /** Returns every problem, in the order in which the settings are documented. */
  public List<Problem> problems() {
    return problems;
  }
}
