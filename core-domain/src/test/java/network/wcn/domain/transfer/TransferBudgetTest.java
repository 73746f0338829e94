package network.wcn.domain.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TransferBudgetTest {
  private static final long SECOND = 1_000_000_000;
  private static final long START = -77;

  private final TransferBudget budget = new TransferBudget(START);

  @Test
  void whatMovesDelaysWhatComesAfterIt() {
    assertEquals(0, budget.delayNanos(1_000, START));
    budget.take(500);
    assertEquals(SECOND / 2, budget.delayNanos(1_000, START));
    assertEquals(SECOND / 4, budget.delayNanos(1_000, START + SECOND / 4));
    assertEquals(0, budget.delayNanos(1_000, START + SECOND / 2));
  }

  @Test
  void aPieceMayBeLargerThanWhatASecondLetsPass() {
    budget.take(8 << 20);
    assertEquals((8 << 20) * SECOND, budget.delayNanos(1, START));
  }

  @Test
  void aPauseSavesNothingUp() {
    budget.take(1_000);
    assertEquals(0, budget.delayNanos(1_000, START + 3_600 * SECOND));
    budget.take(1_000);
    assertEquals(SECOND, budget.delayNanos(1_000, START + 3_600 * SECOND));
  }

  @Test
  void anotherRateCountsForWhatHasMovedAlready() {
    budget.take(1_000_000);
    assertEquals(1_000_000 * SECOND, budget.delayNanos(1, START));
    assertEquals(SECOND, budget.delayNanos(1_000_000, START));
    assertEquals(2 * SECOND, budget.delayNanos(500_000, START));
  }

  @Test
  void withoutALimitNothingWaitsAndNoDebtIsKept() {
    budget.take(TransferBudget.MOST_BYTES);
    assertEquals(0, budget.delayNanos(TransferBudget.UNLIMITED, START));
    assertEquals(0, budget.delayNanos(1, START));
  }

  @Test
  void aClockThatStandsStillOrFallsBackPaysNothing() {
    budget.take(1_000);
    assertEquals(SECOND, budget.delayNanos(1_000, START));
    assertEquals(SECOND, budget.delayNanos(1_000, START - SECOND));
  }

  @Test
  void theLargestNumbersFit() {
    long greatest = (1L << 32) - 1;
    budget.take(TransferBudget.MOST_BYTES);
    assertTrue(budget.delayNanos(1, START) > 4_000_000_000L * SECOND);
    assertEquals(SECOND + 1, budget.delayNanos(greatest, START));
    assertEquals(0, budget.delayNanos(greatest, Long.MAX_VALUE / 2));
  }

  @Test
  void whateverMovesTheRateIsKept() {
    SplittableRandom random = new SplittableRandom(5);
    for (long rate : new long[] {1, 7, 999, 10_000_000, (1L << 32) - 1, 1L << 50}) {
      TransferBudget fresh = new TransferBudget(0);
      long now = 0;
      long moved = 0;
      for (int i = 0; i < 1_000; i++) {
        now += fresh.delayNanos(rate, now);
        assertEquals(0, fresh.delayNanos(rate, now));
        int size = random.nextInt(8 << 20);
        fresh.take(size);
        moved += size;
      }
      long took = now + fresh.delayNanos(rate, now);
      double expected = (double) moved / rate * SECOND;
      assertTrue(took >= expected * 0.999_999, took + " and not " + expected);
      assertTrue(took <= expected * 1.000_001 + 1_001, "each piece is rounded up to a nanosecond");
    }
  }

  @Test
  void nonsenseIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> budget.delayNanos(-1, START));
    assertThrows(IllegalArgumentException.class, () -> budget.take(-1));
    assertThrows(IllegalArgumentException.class, () -> budget.take(TransferBudget.MOST_BYTES + 1));
  }
}
