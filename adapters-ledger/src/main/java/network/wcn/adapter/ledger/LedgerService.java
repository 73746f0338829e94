package network.wcn.adapter.ledger;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.ContractView;
import network.wcn.domain.membership.Genesis;
import network.wcn.port.time.WallClock;

/**
 * A cluster contract that any number of processes share over HTTP, kept in a journal on disk.
 *
 * <p>Anybody who reaches its port may read; only signed calls change anything. It speaks plain
 * HTTP, so keep it on loopback or in a private network.
 */
public final class LedgerService implements AutoCloseable {
  /** What the URL of a ledger begins with where a chain's provider URL is asked for. */
  public static final String URL_SCHEME = "ledger+http";

  private static final int BACKLOG = 128;

  private final LedgerBook book;
  private final HttpServer server;
  private final ExecutorService threads;
  private final AtomicBoolean isClosed = new AtomicBoolean();

  private LedgerService(LedgerBook book, HttpServer server, ExecutorService threads) {
    this.book = book;
    this.server = server;
    this.threads = threads;
  }

  /**
   * Starts a service on loopback.
   *
   * @param port TCP port, 0 for any free one
   * @param journal the file that holds the contract; made if absent, in a directory that exists
   * @param genesis what to deploy if there is no journal yet; an existing journal wins
   * @throws JournalFault if the journal is damaged or in use, or the disk fails
   * @throws network.wcn.port.cluster.ContractRefused if no contract can begin with {@code genesis}
   * @throws UncheckedIOException if the port cannot be had
   */
  public static LedgerService start(int port, Path journal, Genesis genesis) {
    return start(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), journal, genesis);
  }

  /**
   * Starts a service on another address; otherwise as {@link #start(int, Path, Genesis)}.
   *
   * @param bind address and TCP port to listen on
   */
  public static LedgerService start(InetSocketAddress bind, Path journal, Genesis genesis) {
    LedgerBook book = new LedgerBook(journal, genesis, WallClock.system());
    try {
      HttpServer server = HttpServer.create(bind, BACKLOG);
      ExecutorService threads =
          Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("ledger-", 0).factory());
      server.setExecutor(threads);
      server.createContext("/", new LedgerHttp(book));
      server.start();
      return new LedgerService(book, server, threads);
    } catch (IOException e) {
      book.close();
      throw new UncheckedIOException("the ledger service cannot listen on " + bind, e);
    }
  }

  /** Returns the TCP port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Returns what to give to {@link LedgerContract#connect}, and to nodes as provider URL. */
  public URI providerUrl() {
    String host = server.getAddress().getAddress().getHostAddress();
    return URI.create(
        URL_SCHEME + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port());
  }

  /** Returns the contract's address: made up when it was deployed, the same after a restart. */
  public OperatorId contract() {
    return book.contract();
  }

  /** Returns what the contract says now. */
  public ContractView view() {
    return book.view();
  }

  /** Stops serving and closes the journal; a second call does nothing. */
  @Override
  public void close() {
    if (isClosed.compareAndSet(false, true)) {
      book.close();
      server.stop(0);
      threads.shutdownNow();
    }
  }
}
