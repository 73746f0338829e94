package network.wcn.domain.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DumpPathFactsTest {
  /** The first {@code count} facts hold, the others do not. */
  private static Optional<DumpProblem> problemWhen(int count) {
    return new DumpPathFacts(
            count > 0, count > 1, count > 2, count > 3, count > 4, count > 5, count > 6)
        .problem();
  }

  @Test
  void reasonsComeInTheOrderInWhichOperatorsKnowThem() {
    assertEquals(Optional.of(DumpProblem.INVALID_DUMP_PATH), DumpPathFacts.MISSING.problem());
    assertEquals(Optional.of(DumpProblem.DUMP_FILE_NOT_FOUND), problemWhen(1));
    assertEquals(Optional.of(DumpProblem.INVALID_DUMP_FILE), problemWhen(2));
    assertEquals(Optional.of(DumpProblem.DUMP_FILE_ACCESS_ERROR), problemWhen(3));
    assertEquals(Optional.of(DumpProblem.INVALID_DUMP_PATH), problemWhen(4));
    assertEquals(Optional.of(DumpProblem.INVALID_DUMP_PATH), problemWhen(5));
    assertEquals(Optional.of(DumpProblem.INVALID_DUMP_PATH), problemWhen(6));
    assertEquals(Optional.empty(), problemWhen(7));
  }

  @Test
  void aDumpIsNamedAfterItsTime() {
    assertEquals(
        "wcn_db_2025-09-18T04-05-06-007Z.dump",
        DumpName.at(Instant.parse("2025-09-18T04:05:06.007Z")));
  }
}
