package network.wcn.cli;

import java.util.Map;
import network.wcn.cli.contract.RefusalAdvice;
import network.wcn.client.OperationFailed;
import network.wcn.port.cluster.CallNotMade;
import network.wcn.port.cluster.ChainFault;
import network.wcn.port.cluster.ContractRefused;
import network.wcn.wire.encryption.UnreadableValue;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Tells the user of a failure: foreseen ones in a sentence, bugs with their trace. */
final class FailureReport implements IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    Output output = Output.of(command);
    switch (failure) {
      case OperationFailed e -> output.failure(e, Map.of("kind", e.kind().label()));
      case CommandFailed e when e.getCause() instanceof ContractRefused refused ->
          output.failure(e, Map.of("kind", RefusalAdvice.name(refused.refusal())));
      case CommandFailed e when e.getCause() instanceof CallNotMade ->
          output.failure(e, Map.of("kind", "CallNotMade"));
      case CommandFailed e when e.getCause() instanceof ChainFault ->
          output.failure(e, Map.of("kind", "ChainFault"));
      case ChainFault e -> output.failure(e, Map.of("kind", "ChainFault"));
      case CommandFailed e -> output.failure(e, Map.of());
      case UnreadableValue e -> output.failure(e, Map.of("kind", "UnreadableValue"));
      default -> {
        failure.printStackTrace(command.getErr());
        output.failure(failure, Map.of("kind", "Bug"));
      }
    }
    return ExitStatus.FAILED;
  }
}
