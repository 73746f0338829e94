package network.wcn.cli.contract;

import java.util.Optional;
import java.util.function.Function;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.membership.Ipv4Address;
import network.wcn.domain.membership.NodeEndpoint;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Lets options be of the domain's types; what is wrong is said as the domain says it. */
public final class DomainWords {
  private DomainWords() {}

  /** Teaches {@code command} and its subcommands the domain's types. */
  public static CommandLine teach(CommandLine command) {
    return command
        .registerConverter(PeerId.class, reader(PeerId::parse))
        .registerConverter(OperatorId.class, reader(OperatorId::parse))
        .registerConverter(OperatorRef.class, reader(OperatorRef::parse))
        .registerConverter(Ipv4Address.class, reader(Ipv4Address::parse))
        .registerConverter(NodeEndpoint.class, reader(DomainWords::node));
  }

  /**
   * Reads a node from one line: peer ID, address, private address or None, primary and secondary
   * port.
   */
  static NodeEndpoint node(String line) {
    String[] words = line.strip().split("\\s+", -1);
    if (words.length != 5) {
      throw new IllegalArgumentException(
          "a node is \"PEER_ID ADDRESS PRIVATE_ADDRESS|None PRIMARY_PORT SECONDARY_PORT\", got "
              + words.length
              + " words");
    }
    return new NodeEndpoint(
        PeerId.parse(words[0]),
        Ipv4Address.parse(words[1]),
        privateAddress(words[2]),
        port(words[3]),
        port(words[4]));
  }

  /** Reads an address, or none if {@code text} is None. */
  public static Optional<Ipv4Address> privateAddress(String text) {
    return text.equalsIgnoreCase("none") ? Optional.empty() : Optional.of(Ipv4Address.parse(text));
  }

  private static int port(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("a port is 0 to 65535, got \"" + text + "\"", e);
    }
  }

  private static <T> ITypeConverter<T> reader(Function<String, T> parser) {
    return text -> {
      try {
        return parser.apply(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    };
  }
}
