package network.wcn.app.base.metrics;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class SystemGaugesTest {
  @Test
  @EnabledOnOs(OS.LINUX)
  void machineAndProcessAreMeasured() {
    PrometheusMetrics metrics = new PrometheusMetrics(new FakeTicker());
    SystemGauges.register(metrics);
    SystemGauges.registerDisk(metrics, Path.of("."));

    String text = metrics.text();

    for (String name :
        List.of(
            "wcn_total_memory",
            "wcn_available_memory",
            "wcn_used_memory",
            "wcn_disk_total_space",
            "wcn_process_resident_memory_bytes",
            "wcn_process_threads")) {
      assertTrue(text.lines().anyMatch(line -> line.matches(name + " [1-9]\\d*")), name);
    }
    assertTrue(text.contains("wcn_cpu_usage_percent_per_core_gauge{n_core=\"0\"} "), text);
    assertTrue(text.contains("wcn_network_rx_bytes_total{network=\"lo\"} "), text);
  }
}
