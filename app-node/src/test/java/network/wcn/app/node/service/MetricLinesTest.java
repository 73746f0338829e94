package network.wcn.app.node.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MetricLinesTest {
  @Test
  void labelsComeBehindALinesOwn() {
    String text =
        """
        # TYPE calls counter
        calls{api="Replica",why="a } b"} 3

        # TYPE age gauge
        age 0.5
        empty{} 1
        """;

    assertEquals(
        """
        calls{api="Replica",why="a } b",kind="db"} 3
        age{kind="db"} 0.5
        empty{kind="db"} 1
        """,
        MetricLines.labelled(text, "kind=\"db\""));
  }
}
