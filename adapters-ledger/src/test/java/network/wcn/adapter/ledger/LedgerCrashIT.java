package network.wcn.adapter.ledger;

import static network.wcn.adapter.ledger.LedgerFixture.account;
import static network.wcn.adapter.ledger.LedgerFixture.change;
import static network.wcn.adapter.ledger.LedgerFixture.key;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.OperatorEntry;
import network.wcn.port.cluster.ChainFault;
import network.wcn.tck.cluster.HeardEvents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerCrashIT {
  private static final int KILLS = 6;

  @TempDir Path directory = Path.of("");

  @Test
  void everyAcknowledgedCallOutlivesKills() throws InterruptedException {
    long seed = 42;
    Random random = new Random(seed);
    Path journal = directory.resolve("journal");
    ServiceProcess service = ServiceProcess.start(0, journal);
    String[] printed = service.firstLine().split(" ", 2);
    URI url = URI.create(printed[0]);
    HeardEvents heard = new HeardEvents();
    try (LedgerContract owner =
        LedgerContract.connect(url, OperatorId.parse(printed[1]), Optional.of(key(0)))) {
      owner.subscribe(heard);
      Writer writer = new Writer(owner);
      Thread thread = Thread.ofVirtual().start(writer);
      for (int kill = 0; kill < KILLS; kill++) {
        writer.acknowledgements.acquire(20 + random.nextInt(30));
        service.kill();
        service = ServiceProcess.start(url.getPort(), journal);
        assertEquals(printed[0] + " " + printed[1], service.firstLine(), "seed " + seed);
      }
      writer.isStopped.set(true);
      thread.join();
      owner.submit(change(0xffff));

      int surely = 2 + writer.acknowledged.get();
      int atMost = surely + writer.unknown.get();
      int version = owner.version().intValueExact();
      System.out.printf(
          "%d kills: %d calls acknowledged, %d unknown, version %d%n",
          KILLS, writer.acknowledged.get(), writer.unknown.get(), version);
      assertTrue(
          surely <= version && version <= atMost,
          () -> "seed " + seed + ": expected " + surely + " to " + atMost + ", got " + version);
      assertEquals(
          Optional.of(new OperatorEntry(account(1), Bytes.fromHex("09ffff"))),
          owner.view().operatorSlots().getFirst());
      assertEquals(
          BigInteger.valueOf(version),
          heard.through(BigInteger.valueOf(version)).getLast().version());
    } finally {
      service.kill();
    }
  }

  @Test
  void secondProcessIsKeptFromTheJournal() {
    Path journal = directory.resolve("journal");
    try (ServiceProcess first = ServiceProcess.start(0, journal)) {
      assertTrue(first.firstLine().startsWith("ledger+http://127.0.0.1:"));
      try (ServiceProcess second = ServiceProcess.start(0, journal)) {
        assertEquals(
            "the journal "
                + journal
                + " is in use by another ledger service, which holds "
                + journal
                + ".lock",
            second.firstLine());
        assertEquals(1, second.exitStatus());
      }
    }
  }

  /** Makes one change after another. */
  private static final class Writer implements Runnable {
    final AtomicBoolean isStopped = new AtomicBoolean();
    final AtomicInteger acknowledged = new AtomicInteger();
    final AtomicInteger unknown = new AtomicInteger();
    final Semaphore acknowledgements = new Semaphore(0);
    private final LedgerContract owner;

    Writer(LedgerContract owner) {
      this.owner = owner;
    }

    @Override
    public void run() {
      for (int number = 0; !isStopped.get(); number++) {
        try {
          owner.submit(change(number));
          acknowledged.incrementAndGet();
          acknowledgements.release();
        } catch (ChainFault _) {
          unknown.incrementAndGet();
        }
      }
    }
  }
}
