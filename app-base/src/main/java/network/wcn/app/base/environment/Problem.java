package network.wcn.app.base.environment;

/**
 * What is wrong with one environment variable.
 *
 * @param variable its name, in upper case
 * @param given what was found, ready to print; a secret is never spelled out
 * @param expected what a correct value looks like
 */
public record Problem(String variable, String given, String expected) {
  /** Returns one line that names variable, finding and expectation. */
  @Override
  public String toString() {
    return variable + ": " + given + "; expected " + expected;
  }
}
