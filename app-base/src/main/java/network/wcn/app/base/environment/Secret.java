package network.wcn.app.base.environment;

import network.wcn.domain.Bytes;

/**
 * Bytes that must not be seen: a key or a password. Never prints its content.
 *
 * @param content the secret bytes
 */
public record Secret(Bytes content) {
  @Override
  public String toString() {
    return "<redacted>";
  }
}
