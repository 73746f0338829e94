package network.wcn.adapter.evm;

import java.math.BigInteger;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.ContractView;
import network.wcn.port.cluster.ChainFault;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.time.Ticker;
import network.wcn.wire.MalformedMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the chain says of one contract.
 *
 * <p>Remembers the newest version it saw: a provider that answers an older one lags, or the chain
 * was reorganised. Others are asked then, and only if all of them agree the older one is believed.
 */
final class ChainReader {
  private static final Logger log = LoggerFactory.getLogger(ChainReader.class);

  /** Providers refuse to search more blocks at once. */
  private static final long BLOCKS_AT_ONCE = 2_000;

  private final Providers chain;
  private final OperatorId contract;
  private final Ticker ticker;
  private final AtomicReference<BigInteger> newest = new AtomicReference<>(BigInteger.ZERO);
  private final Metrics.Counter staleAnswers;
  private volatile long confirmedNanos;

  ChainReader(Providers chain, OperatorId contract, Ticker ticker, Metrics metrics) {
    this.chain = chain;
    this.contract = contract;
    this.ticker = ticker;
    this.confirmedNanos = ticker.nanos();
    this.staleAnswers = metrics.counter("wcn_chain_stale_answers");
    metrics.gauge("wcn_chain_view_age_seconds", () -> age().toNanos() / 1e9);
  }

  /** Returns how long ago the chain last told the version. */
  Duration age() {
    return Duration.ofNanos(ticker.nanos() - confirmedNanos);
  }

  ContractView view() {
    return read(
        ContractAbi.getView(),
        ContractView::version,
        answer -> ContractAbi.decodeView(checked(answer)));
  }

  BigInteger version() {
    return read(
        ContractAbi.version(),
        Function.identity(),
        answer -> ContractAbi.decodeVersion(checked(answer)));
  }

  private <T> T read(Bytes calldata, Function<T, BigInteger> versionOf, Function<Bytes, T> decode) {
    BigInteger floor = newest.get();
    T answer;
    try {
      answer =
          chain.newest(
              floor,
              versionOf,
              json -> decode.apply(Hex.bytes(json)),
              "eth_call",
              Map.of("to", contract.toString(), "data", Hex.of(calldata)),
              "latest");
    } catch (RpcError refused) {
      throw new ChainFault("the contract at " + contract + " cannot be read", refused);
    }
    BigInteger version = versionOf.apply(answer);
    if (version.compareTo(floor) < 0) {
      staleAnswers.increment();
      log.atWarn()
          .addKeyValue("seen", floor)
          .addKeyValue("got", version)
          .log("Every provider answers an older version than was seen: reorganised, or they lag");
    }
    newest.set(version);
    confirmedNanos = ticker.nanos();
    return answer;
  }

  private Bytes checked(Bytes answer) {
    if (answer.isEmpty()) {
      throw new MalformedMessage("there is no contract at " + contract);
    }
    return answer;
  }

  /** Returns the newest block. */
  Block head() {
    return chain.ask(Block::read, "eth_getBlockByNumber", "latest", false);
  }

  /** Returns whether the chain still has {@code block}; true as well where nobody knows it yet. */
  boolean has(Block block) {
    return chain.ask(
        header -> header.isNull() || Hex.bytes(header.path("hash")).equals(block.hash()),
        "eth_getBlockByNumber",
        Hex.of(block.number()),
        false);
  }

  /**
   * Returns the contract's events in the blocks {@code from} to {@code to}, both included.
   *
   * @param provider which provider is asked first, counted from 0
   */
  NavigableMap<BigInteger, FoundEvent> events(int provider, long from, long to) {
    NavigableMap<BigInteger, FoundEvent> events = new TreeMap<>();
    Map<Long, Long> times = new HashMap<>();
    for (long first = from; first <= to; first += BLOCKS_AT_ONCE) {
      Map<String, Object> filter =
          Map.of(
              "address",
              contract.toString(),
              "fromBlock",
              Hex.of(first),
              "toBlock",
              Hex.of(Math.min(to, first + BLOCKS_AT_ONCE - 1)));
      for (ChainLog log :
          chain.askFrom(provider % chain.count(), ChainLog::list, "eth_getLogs", filter)) {
        ChainLog timed =
            log.hasTime() ? log : log.at(times.computeIfAbsent(log.block().number(), this::timeOf));
        EventAbi.decode(timed)
            .ifPresent(event -> events.put(event.version(), new FoundEvent(event, timed.block())));
      }
    }
    return events;
  }

  private long timeOf(long block) {
    return chain.ask(Block::read, "eth_getBlockByNumber", Hex.of(block), false).timeSeconds();
  }
}
