package network.wcn.app.node.service;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import network.wcn.domain.api.Api;
import network.wcn.domain.api.RpcMethod;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.membership.ClusterView;
import network.wcn.domain.membership.ContractEvent;
import network.wcn.port.rpc.Admission;
import network.wcn.port.rpc.FrameStream;
import network.wcn.port.rpc.InboundCall;
import network.wcn.port.rpc.InboundStream;
import network.wcn.port.rpc.LinkFault;
import network.wcn.port.rpc.RpcService;
import network.wcn.wire.MalformedMessage;
import network.wcn.wire.json.ApiError;
import network.wcn.wire.json.ApiResult;
import network.wcn.wire.json.ClusterEvent;
import network.wcn.wire.json.ClusterJson;
import network.wcn.wire.json.ClusterStreamItem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells anyone the cluster's view and its changes.
 *
 * <p>A listener that falls 256 changes behind, or one whose node has missed a change itself, is
 * told that the stream lost track; it fetches the view again.
 *
 * @see "protocol/wire.md section 8"
 */
final class ClusterService implements RpcService, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ClusterService.class);
  private static final int WAITING_CHANGES = 256;
  private static final ClusterStreamItem LOST_TRACK =
      new ClusterStreamItem.Failed(ApiError.internal("changes were missed; fetch the view again"));

  private final ClusterTracker tracker;
  private volatile boolean isClosed;

  ClusterService(ClusterTracker tracker) {
    this.tracker = tracker;
  }

  @Override
  public Api api() {
    return Api.CLUSTER;
  }

  @Override
  public Duration timeLimit(RpcMethod method) {
    return Duration.ofSeconds(5);
  }

  @Override
  public Admission admit(PeerId peer, InetAddress address) {
    return Admission.Accepted.INSTANCE;
  }

  @Override
  public void serve(InboundCall call) {
    try {
      ClusterJson.checkViewRequest(call.request());
    } catch (MalformedMessage _) {
      call.fail();
      return;
    }
    call.answer(ClusterJson.encodeView(new ApiResult.Ok<>(tracker.view().contract())));
  }

  @Override
  public void serveStream(InboundStream stream) {
    Changes changes = new Changes();
    try (FrameStream frames = stream.frames()) {
      // Whoever reads the view after the acknowledgement must miss no change.
      tracker.follow(changes);
      send(frames, new ClusterStreamItem.Acknowledged());
      changes.sendTo(frames);
      frames.finish();
    } catch (LinkFault fault) {
      log.atDebug().addKeyValue("kind", fault.kind()).log("An event stream ended");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      tracker.unfollow(changes);
    }
  }

  private static void send(FrameStream frames, ClusterStreamItem item) {
    frames.send(ClusterJson.encodeStreamItem(item));
  }

  /** What one listener has not been told yet. */
  private final class Changes implements ClusterTracker.Listener {
    private final BlockingQueue<ClusterStreamItem> waiting =
        new ArrayBlockingQueue<>(WAITING_CHANGES);
    private volatile boolean hasLostTrack;
    private boolean isFirst = true;

    @Override
    public synchronized void onView(ClusterView view, Optional<ContractEvent> change) {
      if (change.isPresent()) {
        Optional<ClusterEvent> event = ClusterEvent.of(change.get());
        if (event.isPresent() && !waiting.offer(new ClusterStreamItem.Happened(event.get()))) {
          hasLostTrack = true;
        }
      } else if (!isFirst) {
        hasLostTrack = true;
      }
      isFirst = false;
    }

    /** Sends changes until the service is closed or track was lost. */
    void sendTo(FrameStream frames) throws InterruptedException {
      // A caller ends its own side at once and never speaks again, so look whether it still
      // listens.
      while (!isClosed && frames.canSend()) {
        ClusterStreamItem next = waiting.poll(1, TimeUnit.SECONDS);
        if (next != null) {
          send(frames, next);
        } else if (hasLostTrack) {
          send(frames, LOST_TRACK);
          return;
        }
      }
    }
  }

  /** Ends all streams within a second. */
  @Override
  public void close() {
    isClosed = true;
  }
}
