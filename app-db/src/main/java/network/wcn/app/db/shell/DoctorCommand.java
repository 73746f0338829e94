package network.wcn.app.db.shell;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** {@code wcn-db doctor}: does this machine suit a database? */
@Command(
    name = "doctor",
    description = {
      "Compares machine and settings with what a database wants: one line each, OK or WARN.",
      "Only a Java that is too old is a failure."
    },
    mixinStandardHelpOptions = true)
final class DoctorCommand extends Verb {
  @Override
  int run() {
    List<Finding> findings = new Doctor(place().variables()).examine();
    boolean fails =
        findings.stream().anyMatch(finding -> finding.verdict() == Finding.Verdict.FAIL);
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("ok", !fails);
    ArrayNode all = json.putArray("findings");
    findings.forEach(finding ->
        all.addObject()
            .put("requirement", finding.requirement())
            .put("verdict", finding.verdict().name())
            .put("found", finding.found()));
    answer(
        findings.stream()
            .map(finding ->
                String.format(
                    "%-4s  %s: %s", finding.verdict(), finding.requirement(), finding.found()))
            .collect(Collectors.joining("\n")),
        json);
    return fails ? ShellStatus.FAILED : ShellStatus.DONE;
  }
}
