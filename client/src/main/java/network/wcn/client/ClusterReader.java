package network.wcn.client;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.ClusterMethod;
import network.wcn.domain.membership.ContractView;
import network.wcn.port.rpc.CallOutcome;
import network.wcn.port.rpc.FrameStream;
import network.wcn.port.rpc.LinkFault;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.time.Deadline;
import network.wcn.wire.json.ApiError;
import network.wcn.wire.json.ApiResult;
import network.wcn.wire.json.ClusterJson;
import network.wcn.wire.json.ClusterStreamItem;

/** The calls of the cluster API over one link; blocks. */
final class ClusterReader {
  private final RpcLink link;

  ClusterReader(RpcLink link) {
    this.link = link;
  }

  /**
   * Reads the view.
   *
   * @throws LinkFault if the call broke or was refused
   * @throws network.wcn.wire.MalformedMessage if the answer makes no sense
   */
  ContractView view(Deadline deadline) throws InterruptedException {
    CompletableFuture<Bytes> response = new CompletableFuture<>();
    link.call(
        ClusterMethod.GET_CLUSTER_VIEW,
        ClusterJson.viewRequest(),
        deadline,
        CallOutcome.completing(response));
    return switch (ClusterJson.decodeView(await(response))) {
      case ApiResult.Ok<ContractView>(ContractView view) -> view;
      case ApiResult.Err<ContractView>(ApiError error) -> throw refused(error);
    };
  }

  private static Bytes await(CompletableFuture<Bytes> response) throws InterruptedException {
    try {
      return response.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LinkFault fault) {
        throw fault;
      }
      throw new IllegalStateException("a call failed in an unforeseen way", e);
    }
  }

  /** Subscribes to events; whatever follows comes from {@link #nextEvent}. */
  FrameStream events(Deadline deadline) {
    FrameStream stream = link.open(ClusterMethod.GET_EVENT_STREAM, deadline);
    try {
      stream.finish();
      nextEvent(stream);
      return stream;
    } catch (RuntimeException e) {
      stream.close();
      throw e;
    }
  }

  /**
   * Waits for an event, or for the confirmation that the subscription stands.
   *
   * @throws LinkFault if there will be no further ones
   */
  static void nextEvent(FrameStream stream) {
    Optional<Bytes> frame = stream.receive();
    if (frame.isEmpty()) {
      throw new LinkFault(LinkFault.Kind.STREAM_FINISHED, "the node ended its event stream");
    }
    switch (ClusterJson.decodeStreamItem(frame.get())) {
      case ClusterStreamItem.Acknowledged _, ClusterStreamItem.Happened _ -> {}
      case ClusterStreamItem.Refused(ApiError error) -> throw refused(error);
      case ClusterStreamItem.Failed(ApiError error) -> throw refused(error);
    }
  }

  private static LinkFault refused(ApiError error) {
    return new LinkFault(
        LinkFault.Kind.REJECTED,
        "the node refused to tell of the cluster: error "
            + error.code()
            + error.message().map(m -> " (" + m + ")").orElse(""));
  }
}
