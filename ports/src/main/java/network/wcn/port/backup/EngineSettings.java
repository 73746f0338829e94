package network.wcn.port.backup;

import java.util.function.Function;

/**
 * The environment variables of a server, as an engine of its own kind reads them.
 *
 * <p>Names count in any letter case; begin them with the engine's name. A variable that is set but
 * empty is wrong. Whatever is wrong is remembered, and once all settings of the server are read, it
 * does not start and says all of it: a line for each that names the variable, what was found and
 * what is expected. Until then the methods answer placeholders. For one thread.
 *
 * <p>A parser throws {@link IllegalArgumentException} for a wrong text, which is then printed. A
 * secret must not be: have a file of it named, or let the parser take any text and call {@link
 * #problem}.
 */
public interface EngineSettings {
  /**
   * Returns the value of a variable.
   *
   * @param expected what a correct value is, with its unit, to be read after "expected"
   * @param absent the value if it is not set; also stands in for a wrong one
   * @param parser makes the value
   */
  <T> T optional(String name, String expected, T absent, Function<String, T> parser);

  /**
   * Returns the value of a variable that must be set.
   *
   * @param expected what a correct value is, with its unit, to be read after "expected"
   * @param placeholder stands in for one that is wrong or not set
   * @param parser makes the value
   */
  <T> T required(String name, String expected, T placeholder, Function<String, T> parser);

  /**
   * Notes a problem that no parser can see, such as one that several variables make together.
   *
   * @param given what was found, to be read after the variable's name
   * @param expected what would be correct, to be read after "expected"
   */
  void problem(String name, String given, String expected);
}
